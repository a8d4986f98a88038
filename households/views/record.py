"""A family's record: as it stood on a day, and every value through time."""
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from households.models import Household
from households.queries import listing, places
from households.queries import record as records
from households.views.entry import ENTERERS
from households.views.listing import READERS


@require_GET
@requires_post(READERS)
def record(request, household_id):
    household = _household(household_id)
    today = timezone.localdate()
    on = _day(request.GET.get("on", "")) or today
    before, after = listing.neighbours(request.post, household)
    context = {
        "record": records.record(household_id, on=on),
        "household": household,
        "village": places.village_name(household.division_code),
        "line": _line(request.post, household),
        "on": on,
        "today": today,
        "may_enter": request.post.role in ENTERERS,
        "previous_url": reverse("households:record", args=[before.pk]) if before else "",
        "next_url": reverse("households:record", args=[after.pk]) if after else "",
    }
    return render(request, "households/record.html", context)


@require_GET
@requires_post(READERS)
def history(request, household_id):
    household = _household(household_id)
    changes = records.changes(household_id)
    subjects = list(dict.fromkeys(change.subject for change in changes))
    chosen = request.GET.get("subject", "")
    shown = [change for change in changes if chosen in ("", change.subject)]
    return render(request, "households/history.html", {"household": household, "changes": shown, "subjects": subjects, "chosen": chosen})


def _household(household_id):
    household = Household.objects.select_related("registered_by__user").filter(pk=household_id).first()
    if household is None:
        raise Http404
    return household


def _line(post, household):
    with listing.sight(post):
        return listing.lines([household])[0]


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
