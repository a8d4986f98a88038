from django.urls import path

from benefits.rosters import views

urlpatterns = [
    path("rosters/", views.roster_list, name="rosters"),
    path("rosters/export", views.export_list, name="export_rosters"),
    path("rosters/downloads", views.download_list, name="downloads"),
    path("rosters/downloads/export", views.export_downloads, name="export_downloads"),
    path("rosters/<int:roster_id>/download", views.download, name="download_roster"),
    path("rosters/<int:roster_id>/making", views.making, name="make_roster"),
    path("verify", views.verification, name="verification"),
    path("verify/offline-program", views.verification_program, name="verification_program"),
    path("verify/root-certificate", views.verification_root, name="verification_root"),
    path("verify/<str:code>", views.verification, name="verify_code"),
]
