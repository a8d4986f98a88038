"""当时与今天: a family's book as it stood on a day, and one of its lines with the facts and values of then beside today's."""
from datetime import date

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.roles import BUSINESS, Role
from benefits import wording
from benefits.hindsight import differences, queries, timeline
from benefits.models import EntitlementLine
from benefits.runs import evidence
from households.models import Household, Person

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def then(request, household_id):
    """What the book held on the day of the address, beside what it holds now."""
    household = get_object_or_404(Household, pk=household_id)
    on = _day(request.GET.get("on", ""))
    context = {
        "household": household, "on": on, "held": queries.held(household, on=on), "days": queries.days(household), "titles": wording.scheme_titles(),
        "people": queries.people(household),
    }  # fmt: skip
    return render(request, "benefits/then.html", context)


@require_GET
@requires_post(READERS)
def person_then(request, person_id):
    """Every line of a person in the year of the address (the last one when not said), with what it rested on beside today's."""
    person = get_object_or_404(Person, pk=person_id)
    years, asked = timeline.years(person), request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else next(iter(years), None)
    titles = wording.scheme_titles()
    context = {
        "person": person, "year": year, "years": years, "titles": titles,
        "spans": timeline.of_person(person, year=year, titles=titles) if year else [],
        "household": Household.objects.filter(memberships__person=person, memberships__withdrawn_at=None).order_by("-memberships__home").first(),
    }  # fmt: skip
    return render(request, "benefits/person_then.html", context)


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
    values = differences.values(before, now, titles=titles)
    context = {
        "line": line, "title": titles.get(line.entitlement.scheme), "before": before, "now": now,
        "changed": [row for row in rows if row.changed], "same": [row for row in rows if not row.changed],
        "values": values, "sentences": differences.sentences(values),
    }  # fmt: skip
    return render(request, "benefits/line_today.html", context)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
