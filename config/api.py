"""The interface for other systems: /api/v1/, its schema as JSON beside it."""
from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from benefits.exchange.api import OutgoingTransfers, TransferFile
from benefits.trials.api import Evaluations
from poverty.exchange.api import (
    Decisions,
    Discard,
    MatchDecisions,
    Registration,
    ReturnedRows,
    TransferredHouseholds,
    Transfers,
    TransferTemplate,
    Withdrawal,
)

app_name = "api"
urlpatterns = [
    path("evaluations", Evaluations.as_view(), name="evaluations"),
    path("transfers", Transfers.as_view(), name="transfers"),
    path("transferred-households", TransferredHouseholds.as_view(), name="transferred_households"),
    path("transfers/<int:transfer_id>/decisions", Decisions.as_view(), name="decisions"),
    path("transfers/<int:transfer_id>/registration", Registration.as_view(), name="registration"),
    path("transfers/<int:transfer_id>/returned-rows", ReturnedRows.as_view(), name="returned_rows"),
    path("transfers/<int:transfer_id>/discard", Discard.as_view(), name="discard_transfer"),
    path("transfer-template", TransferTemplate.as_view(), name="transfer_template"),
    path("match-decisions", MatchDecisions.as_view(), name="match_decisions"),
    path("match-decisions/<int:decision_id>/withdrawal", Withdrawal.as_view(), name="withdraw_match_decision"),
    path("transfers/<int:transfer_id>/file", TransferFile.as_view(), name="transfer_file"),
    path("outgoing-transfers", OutgoingTransfers.as_view(), name="outgoing_transfers"),
    path("schema.json", SpectacularJSONAPIView.as_view(), name="schema"),
]
