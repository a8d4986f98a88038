"""The interface for other systems: /api/v1/, its schema as JSON beside it."""
from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from benefits.trials.api import Evaluations

app_name = "api"
urlpatterns = [
    path("evaluations", Evaluations.as_view(), name="evaluations"),
    path("schema.json", SpectacularJSONAPIView.as_view(), name="schema"),
]
