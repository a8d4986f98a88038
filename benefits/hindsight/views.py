"""当时与今天: a family's book as it stood on a day, and one of its lines with the facts and values of then beside today's."""
from datetime import date

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.roles import BUSINESS, Role
from benefits import wording
from benefits.hindsight import differences, queries
from benefits.models import EntitlementLine
from benefits.runs import evidence
from households.models import Household

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def then(request, household_id):
    """What the book held on the day of the address, beside what it holds now."""
    household = get_object_or_404(Household, pk=household_id)
    on = _day(request.GET.get("on", ""))
    context = {
        "household": household, "on": on, "held": queries.held(household, on=on), "days": queries.days(household), "titles": wording.scheme_titles(),
    }  # fmt: skip
    return render(request, "benefits/then.html", context)


@require_GET
@requires_post(READERS)
def line_today(request, line_id):
    """The reason a line was booked with, condition by condition beside what would be said today."""
    lines = EntitlementLine.objects.select_related(
        "entitlement__person", "entitlement__household", "evidence__layout", "evidence__basis", "opening", "run"
    )
    line = get_object_or_404(lines, pk=line_id)
    before, now = evidence.of_book_line(line), queries.today(line)
    titles = wording.scheme_titles()
    rows = differences.conditions(before, now)
    context = {
        "line": line, "title": titles.get(line.entitlement.scheme), "before": before, "now": now,
        "changed": [row for row in rows if row.changed], "same": [row for row in rows if not row.changed],
        "values": differences.values(before, now, titles=titles),
    }  # fmt: skip
    return render(request, "benefits/line_today.html", context)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
