"""The eligibility panel 资格研判 beside the entry page and on a family's record; households joins it by the address."""
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.roles import BUSINESS, Role
from benefits import eligibility, rules, wording
from households.models import Household
from households.queries import drafts
from households.queries.family import entry_of, family


@require_GET
@requires_post(BUSINESS - {Role.FINANCE})
def of_draft(request, draft_id):
    """What was typed so far, for the current calendar year."""
    household = request.GET.get("household", "")
    if household.isdigit():
        _in_sight(int(household))
    typed = drafts.typed(draft_id, request.post, household_id=int(household) if household.isdigit() else None)
    return _panel(request, typed.page(request.post, on=timezone.localdate()).entry, int(household) if household.isdigit() else None)


@require_GET
@requires_post(BUSINESS - {Role.FINANCE})
def of_household(request, household_id):
    _in_sight(household_id)
    return _panel(request, entry_of(family(household_id)), household_id)


def _in_sight(household_id):
    if not Household.objects.filter(pk=household_id).exists():
        raise Http404


def _panel(request, entry, household_id):
    try:
        assessments, notice = eligibility.of_entry(entry, year=timezone.localdate().year, household_id=household_id), ""
    except rules.Unusable as unusable:
        assessments, notice = [], wording.unusable(unusable)
    refused = [assessment for assessment in assessments if assessment.answer == eligibility.NO]
    context = {"assessments": assessments[: len(assessments) - len(refused)], "refused": refused, "notice": notice}
    return render(request, "benefits/_eligibility.html", context)
