from django.urls import path

from benefits.runs import views

urlpatterns = [
    path("runs/", views.run_list, name="runs"),
    path("runs/export", views.export_list, name="export_runs"),
    path("runs/new", views.new_run, name="new_run"),
    path("runs/ledgers", views.ledger, name="ledger"),
    path("runs/<int:run_id>", views.run_page, name="run"),
    path("runs/<int:run_id>/approval", views.approval, name="approve_run"),
    path("runs/<int:run_id>/publication", views.publication, name="publish_run"),
    path("runs/<int:run_id>/return", views.returning, name="return_run"),
    path("runs/<int:run_id>/discarding", views.discarding, name="discard_run"),
    path("runs/<int:run_id>/lines/<int:line_id>", views.run_line, name="run_line"),
    path("runs/<int:run_id>/export", views.export, name="export_run"),
    path("due/households/<int:household_id>", views.household_due, name="household_due"),
    path("due/lines/<int:line_id>", views.book_line, name="book_line"),
]
