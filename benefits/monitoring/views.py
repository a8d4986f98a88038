"""目标监测: the targets of a year by township, and the rows behind every figure."""
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from benefits.monitoring import queries, sheets
from benefits.payouts import queries as payouts
from benefits.payouts.views import downloads
from benefits.policies_table import names
from benefits.runs import listing

READERS = COUNTY | {Role.AUDITOR}


@require_GET
@requires_post(READERS)
def targets(request):
    county, year = request.post.county_code, _year(request)
    set_by = queries.targets(county, year=year)
    rows, whole = queries.rows(county, year=year, set_by=set_by)
    budget = queries.budget(year=year)
    checks = [(name, value, answer, sheets.percent(share)) for name, value, answer, share in queries.budget_checks(set_by, budget)]
    context = {
        "year": year, "years": _years(), "rows": rows, "whole": whole, "set_by": set_by, "lines": names.LINES,
        "budget": budget, "checks": checks,
    }  # fmt: skip
    return render(request, "benefits/targets.html", context)


@require_GET
@requires_post(READERS)
def export_targets(request):
    county, year = request.post.county_code, _year(request)
    rows, whole = queries.rows(county, year=year, set_by=queries.targets(county, year=year))
    return downloads.of_list(request, "targets", sheets.targets([*rows, whole], year=year))


@require_GET
@requires_post(READERS)
def dues(request):
    """The keys of a year: what is due of each and what moved."""
    chosen = request.GET.dict()
    context = {
        "page": listing.page(_keys(request), chosen), "chosen": chosen, "year": _year(request), "years": _years(),
        "places": payouts.places(request.post.county_code), "titles": payouts.titles(),
    }  # fmt: skip
    return render(request, "benefits/year_dues.html", context)


@require_GET
@requires_post(READERS)
def export_dues(request):
    made = sheets.dues(_keys(request), places=payouts.places(request.post.county_code), titles=payouts.titles())
    return downloads.of_list(request, "year_dues", made)


def _keys(request):
    township = request.GET.get("township", "")
    inside = township if township.isdigit() and len(township) == 12 else ""
    return queries.keys(year=_year(request), township=inside, unpaid=request.GET.get("unpaid") == "1")


def _year(request):
    text, this_year = request.GET.get("year", ""), timezone.localdate().year
    return int(text) if text.isascii() and text.isdigit() and 1950 <= int(text) <= this_year else this_year - 1


def _years():
    this_year = timezone.localdate().year
    return range(this_year, this_year - 10, -1)
