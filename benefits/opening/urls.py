from django.urls import path

from benefits.opening import views

urlpatterns = [
    path("openings/", views.balance_list, name="opening_balances"),
    path("openings/export", views.export_list, name="export_opening_balances"),
    path("openings/template", views.template, name="opening_template"),
    path("openings/new", views.upload, name="new_opening_balance"),
    path("openings/<int:balance_id>", views.balance_page, name="opening_balance"),
    path("openings/<int:balance_id>/export", views.export_entries, name="export_opening_entries"),
    path("openings/<int:balance_id>/reconciliation", views.reconciliation, name="reconcile_opening_balance"),
    path("openings/<int:balance_id>/check", views.check, name="check_opening_balance"),
    path("openings/<int:balance_id>/signature", views.signature, name="sign_opening_balance"),
    path("openings/<int:balance_id>/discard", views.discard, name="discard_opening_balance"),
]
