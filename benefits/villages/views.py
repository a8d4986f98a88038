"""A village's page: its years and what follows from them, its families, the money, projects and posts; each figure leads to its rows."""
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.roles import BUSINESS, Role
from benefits.monitoring import queries as monitoring
from benefits.monitoring import sources
from benefits.payouts import queries as payouts
from benefits.results import counting as results
from benefits.villages import queries
from households.queries.places import is_inside
from poverty.secretaries import commands as secretaries
from poverty.years import commands as years
from poverty.years import queries as villages

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def village(request, code):
    """A village up to the end of a year; withdrawn records of years are among them."""
    place, county, year = _village(request, str(code)), request.post.county_code, _year(request)
    standing = next(row for row in villages.judged(county, year=year) if row.code == place.pk)
    kinds, families = queries.kinds(place.pk)
    context = {
        "place": place, "year": year, "years": _years(), "standing": standing, "rows": villages.history(place.pk),
        "may_withdraw": request.post.role in years.CONFIRMS_VILLAGES, "may_enter": request.post.role in years.ENTERS_VILLAGES,
        "kinds": kinds, "families": families,
        "indicators": monitoring.one(place.pk, year=year, set_by=monitoring.targets(county, year=year)),
        "paid": queries.paid(place.pk, payouts.titles()), "received": sources.by_source(place.pk),
        "projects": queries.in_projects(place.pk, request.post), "posts": queries.posts(place.pk),
        "secretaries": queries.secretaries(place.pk), "may_record_secretary": request.post.role == secretaries.ENTERS,
        "loans": queries.loans(place.pk, request.post, on=timezone.localdate()), "may_open_family": True,
        "registers": queries.registers(place.pk, request.post, on=timezone.localdate()), "today": timezone.localdate(),
        "incomes": results.incomes([place.pk], inside=place.pk, year=year)[1], "officials": queries.officials(place.pk, on=timezone.localdate()),
    }  # fmt: skip
    return render(request, "benefits/village.html", context)


def _village(request, code):
    """A village inside the post's own place."""
    if not is_inside(code, request.post.division_code):
        raise Http404
    return get_object_or_404(Jurisdiction.objects.select_related("parent"), pk=code, level=Jurisdiction.Level.VILLAGE)


def _year(request):
    """The year the address names, last year otherwise: the last one whose register is closed."""
    text, last = request.GET.get("year", ""), timezone.localdate().year - 1
    return int(text) if text.isascii() and text.isdigit() and 1950 <= int(text) <= last + 1 else last


def _years():
    this_year = timezone.localdate().year
    return range(this_year, this_year - 12, -1)
