from django.urls import path

from benefits.rosters import views

urlpatterns = [
    path("rosters/", views.roster_list, name="rosters"),
    path("rosters/<int:roster_id>/download", views.download, name="download_roster"),
    path("rosters/<int:roster_id>/making", views.making, name="make_roster"),
    path("verify", views.verification, name="verification"),
    path("verify/<str:code>", views.verification, name="verify_code"),
]
