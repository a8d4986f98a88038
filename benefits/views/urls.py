from django.urls import path

from benefits.views import eligibility

urlpatterns = [
    path("eligibility/drafts/<uuid:draft_id>", eligibility.of_draft, name="draft_eligibility"),
    path("eligibility/households/<int:household_id>", eligibility.of_household, name="household_eligibility"),
]
