from django.urls import path

from poverty.projects.views import lists, page

urlpatterns = [
    path("projects/", lists.project_list, name="projects"),
    path("projects/export", lists.export_projects, name="export_projects"),
    path("projects/new", page.new_project, name="new_project"),
    path("projects/<int:project_id>", page.project_page, name="project"),
    path("projects/<int:project_id>/draft", page.amend_project, name="amend_project"),
    path("projects/<int:project_id>/consultation", page.consultation, name="consult_project"),
    path("projects/<int:project_id>/opening", page.opening, name="open_project"),
    path("projects/<int:project_id>/start", page.start, name="start_project"),
    path("projects/<int:project_id>/completion", page.completion, name="complete_project"),
    path("projects/<int:project_id>/acceptance", page.acceptance, name="accept_project"),
    path("projects/<int:project_id>/cancellation", page.cancellation, name="cancel_project"),
    path("projects/<int:project_id>/sources/new", page.new_source, name="new_project_source"),
    path("project-sources/<int:source_id>/money", page.source_money, name="record_project_money"),
    path("projects/<int:project_id>/papers/new", page.new_paper, name="new_project_paper"),
    path("project-papers/<int:paper_id>", page.paper, name="project_paper"),
    path("projects/<int:project_id>/applications/new", page.new_application, name="new_project_application"),
    path("project-applications/<int:application_id>/withdrawal", page.withdrawal, name="withdraw_project_application"),
    path("households/<int:household_id>/projects", lists.of_household, name="household_projects"),
]
