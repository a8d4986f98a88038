"""The interface for other systems: /api/v1/, its schema as JSON beside it."""
from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from benefits.exchange.api import OutgoingTransfers, TransferFile
from benefits.trials.api import Evaluations
from poverty.exchange.api import Decisions, Registration, TransferredHouseholds, Transfers

app_name = "api"
urlpatterns = [
    path("evaluations", Evaluations.as_view(), name="evaluations"),
    path("transfers", Transfers.as_view(), name="transfers"),
    path("transferred-households", TransferredHouseholds.as_view(), name="transferred_households"),
    path("transfers/<int:transfer_id>/decisions", Decisions.as_view(), name="decisions"),
    path("transfers/<int:transfer_id>/registration", Registration.as_view(), name="registration"),
    path("transfers/<int:transfer_id>/file", TransferFile.as_view(), name="transfer_file"),
    path("outgoing-transfers", OutgoingTransfers.as_view(), name="outgoing_transfers"),
    path("schema.json", SpectacularJSONAPIView.as_view(), name="schema"),
]
