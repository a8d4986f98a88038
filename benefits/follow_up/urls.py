from django.urls import path

from benefits.follow_up import views

urlpatterns = [
    path("follow-up/", views.follow_up, name="follow_up"),
    path("follow-up/none/<slug:kind>", views.none_stated, name="state_none"),
    path("follow-up/export", views.export, name="export_follow_up"),
]
