from django.urls import path

from benefits.trials import views

urlpatterns = [
    path("trials/", views.page, name="trial"),
    path("trials/entry", views.entry, name="trial_entry"),
    path("trials/preview", views.preview, name="trial_preview"),
    path("trials/answers", views.answers, name="trial_answers"),
    path("trials/readings", views.readings, name="trial_readings"),
    path("trials/case", views.case_file, name="trial_case"),
    path("trials/families/<int:household_id>", views.of_family, name="trial_of_family"),
]
