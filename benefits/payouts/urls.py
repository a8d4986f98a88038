from django.urls import path

from benefits.payouts.views import lists, page, steps

urlpatterns = [
    path("payout-runs/", lists.payout_run_list, name="payout_runs"),
    path("payout-runs/export", lists.export_list, name="export_payout_runs"),
    path("payout-runs/new", lists.new_payout_run, name="new_payout_run"),
    path("payout-runs/<int:run_id>", page.payout_run_page, name="payout_run"),
    path("payout-runs/<int:run_id>/decisions", page.decisions, name="decide_payouts"),
    path("payout-runs/<int:run_id>/payouts/<int:payout_id>/decision", page.decision, name="decide_payout"),
    path("payout-runs/<int:run_id>/differences", page.export, name="export_payout_run"),
    path("payout-runs/<int:run_id>/comparison", steps.comparison, name="refresh_payout_run"),
    path("payout-runs/<int:run_id>/preparation", steps.preparation, name="prepare_payout_run"),
    path("payout-runs/<int:run_id>/review", steps.review, name="review_payout_run"),
    path("payout-runs/<int:run_id>/signature", steps.signature, name="sign_payout_run"),
    path("payout-runs/<int:run_id>/return", steps.returning, name="return_payout_run"),
    path("payout-runs/<int:run_id>/discarding", steps.discarding, name="discard_payout_run"),
    path("payout-runs/<int:run_id>/hand-over", steps.hand_over, name="hand_over_payout_run"),
    path("payout-runs/<int:run_id>/settlement", steps.settlement, name="settle_payout_run"),
    path("payouts/<int:payout_id>/bank-return", steps.bank_return, name="mark_returned"),
]
