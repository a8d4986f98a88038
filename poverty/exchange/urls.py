from django.urls import path

from poverty.exchange import views

urlpatterns = [
    path("transfers/", views.transfers, name="transfers"),
    path("transfers/export", views.export_transfers, name="export_transfers"),
    path("transfers/template", views.template, name="transfer_template"),
    path("transfers/new", views.receive, name="new_transfer"),
    path("transfers/decisions/", views.decisions, name="match_decisions"),
    path("transfers/decisions/<int:decision_id>/withdrawal", views.withdraw_decision, name="withdraw_match_decision"),
    path("transfers/<int:transfer_id>", views.transfer_page, name="transfer"),
    path("transfers/<int:transfer_id>/export", views.export_households, name="export_transferred_households"),
    path("transfers/<int:transfer_id>/returned-rows", views.returned_rows, name="transfer_rows"),
    path("transfers/<int:transfer_id>/households/<int:place>/decision", views.decision, name="decide_match"),
    path("transfers/<int:transfer_id>/registration", views.registration, name="apply_transfer"),
    path("transfers/<int:transfer_id>/discard", views.discard, name="discard_transfer"),
]
