"""A family's record: as it stood on a day, and every value through time."""
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from households import forms
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
    shown = records.record(household_id, on=on)
    context = {
        "record": shown,
        "household": household,
        "notices": list(_notices(request.post, shown)),
        "village": places.village_name(household.division_code),
        "line": _line(request.post, household) if on == today else None,  # type and gaps are derived from what holds today
        "on": on,
        "today": today,
        "acts": [(kind, form.title) for kind, form in forms.FACTS.items()],
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


def _notices(post, shown):
    """[(sentence, address of the other record or "")]: the same person or account in another record of the county."""
    same_person = _("%(name)s在 %(number)s 户（%(place)s）也有登记，两户指同一人。")
    same_account = _("收款账号与%(name)s（%(number)s，%(place)s）共用，请核实。")
    found = [(same_person, row) for row in shown.also] + [(same_account, row) for row in shown.shared]
    names = places.names([row.division_code for _sentence, row in found])
    for sentence, row in found:
        told = {"name": row.name, "number": row.household_number, "place": names[row.division_code]}
        is_seen = places.is_inside(row.division_code, post.division_code)
        yield sentence % told, reverse("households:record", args=[row.household_id]) if is_seen else ""


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
