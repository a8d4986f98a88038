from django.urls import path

from benefits.projects import views

urlpatterns = [
    path("projects/<int:project_id>/ranking", views.ranking_page, name="project_ranking"),
    path("projects/<int:project_id>/ranking/draft", views.drawing_up, name="rank_project"),
    path("projects/<int:project_id>/ranking/export", views.export_ranking, name="export_project_ranking"),
    path("projects/<int:project_id>/ranking/confirmation", views.confirmation, name="confirm_project_ranking"),
    path("projects/<int:project_id>/ranking/return", views.returning, name="return_project_ranking"),
    path("project-applications/<int:application_id>/grants/new", views.new_grant, name="new_project_grant"),
    path("projects/<int:project_id>/grants", views.grants_page, name="project_grants"),
    path("project-grants/<int:grant_id>/approval", views.approval, name="approve_project_grant"),
    path("project-grants/<int:grant_id>/refusal", views.refusal, name="refuse_project_grant"),
    path("project-grants/<int:grant_id>/revocation", views.revocation, name="revoke_project_grant"),
]
