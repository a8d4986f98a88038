from django.urls import path

from poverty.secretaries import views

urlpatterns = [
    path("villages/<int:village>/first-secretaries/new", views.record, name="record_first_secretary"),
    path("first-secretaries/<int:secretary_id>/end", views.end, name="end_first_secretary"),
    path("first-secretaries/<int:secretary_id>/withdrawal", views.withdraw, name="withdraw_first_secretary"),
]
