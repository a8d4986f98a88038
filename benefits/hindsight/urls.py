from django.urls import path

from benefits.hindsight import views

urlpatterns = [
    path("due/households/<int:household_id>/then", views.then, name="then"),
    path("due/people/<int:person_id>/then", views.person_then, name="person_then"),
    path("due/lines/<int:line_id>/today", views.line_today, name="line_today"),
]
