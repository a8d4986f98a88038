"""目标监测: the targets of a year by township and village, and the rows behind every figure."""
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import paging
from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.roles import BUSINESS, COUNTY, Role
from accounts.templatetags.interface import yuan
from benefits.monitoring import chart, counting, queries, sheets, sorting, sources
from benefits.payouts import queries as payouts
from benefits.payouts.views import downloads
from benefits.policies_table import names
from benefits.rules.money import fen
from households.queries.places import is_inside

READERS = COUNTY | {Role.AUDITOR}
ROW_READERS = BUSINESS - {Role.FINANCE}  # who sees a village sees the rows of its families


@require_GET
@requires_post(READERS)
def targets(request):
    """Every township of the county, or every village of the township the address names."""
    place, year, chosen = _place(request), _year(request), request.GET.dict()
    set_by = queries.targets(request.post.county_code, year=year)
    rows, whole = queries.rows(place.pk, year=year, set_by=set_by)
    rows = sorting.ordered(rows, chosen.get("sort", ""), queries.COLUMNS)
    budget = queries.budget(year=year)
    checks = [(name, value, answer, sheets.percent(share)) for name, value, answer, share in queries.budget_checks(set_by, budget)]
    context = {
        "year": year, "years": _years(), "place": place, "rows": rows, "whole": whole, "set_by": set_by, "lines": names.LINES,
        "of_villages": place.level == Jurisdiction.Level.TOWNSHIP, "chosen": chosen, "charts": _charts(rows, set_by), "budget": budget,
        "checks": checks,
    }  # fmt: skip
    return render(request, "benefits/targets.html", context)


@require_GET
@requires_post(READERS)
def export_targets(request):
    place, year = _place(request), _year(request)
    rows, whole = queries.rows(place.pk, year=year, set_by=queries.targets(request.post.county_code, year=year))
    rows = sorting.ordered(rows, request.GET.get("sort", ""), queries.COLUMNS)
    return downloads.of_list(request, "targets", sheets.targets([*rows, whole], year=year, place=place.name))


@require_GET
@requires_post(ROW_READERS)
def dues(request):
    """The keys of a year: what is due of each and what moved."""
    chosen = request.GET.dict()
    context = {
        "page": paging.page(_keys(request), chosen), "chosen": chosen, "year": _year(request), "years": _years(),
        "places": payouts.places(request.post.county_code), "titles": payouts.titles(), "sees_targets": request.post.role in READERS,
    }  # fmt: skip
    return render(request, "benefits/year_dues.html", context)


@require_GET
@requires_post(ROW_READERS)
def export_dues(request):
    made = sheets.dues(_keys(request), places=payouts.places(request.post.county_code), titles=payouts.titles())
    return downloads.of_list(request, "year_dues", made)


@require_GET
@requires_post(ROW_READERS)
def received(request):
    """The families that received something in a year, and how much from where."""
    chosen, place, year, wanted = request.GET.dict(), _place(request), _year(request), _wanted(request)
    page = paging.page(sources.households(place.pk, year=year, wanted=wanted), chosen)
    sums = sources.of_households([row.pk for row in page.rows], place.pk, year=year, wanted=wanted)
    context = {
        "page": page, "rows": [(row, sums[row.pk]) for row in page.rows], "chosen": chosen, "year": year, "years": _years(),
        "place": place, "places": payouts.places(request.post.county_code), "titles": sources.TITLES, "wanted": wanted,
    }  # fmt: skip
    return render(request, "benefits/received.html", context)


@require_GET
@requires_post(ROW_READERS)
def export_received(request):
    place, year, wanted = _place(request), _year(request), _wanted(request)
    families = list(sources.households(place.pk, year=year, wanted=wanted))
    sums = sources.of_households([row.pk for row in families], place.pk, year=year, wanted=wanted)
    made = sheets.received(families, sums, year=year, wanted=wanted, places=payouts.places(request.post.county_code))
    return downloads.of_list(request, "received", made)


def _charts(rows, set_by):
    """One for each figure the document sets a target for; 兑现率 always has one."""
    drawn = [chart.of(_("兑现率"), rows, lambda row: row.fulfilment, target=10_000, say=sheets.percent)]
    if set_by.least:
        drawn.append(chart.of(_("人均补助照顾资金（元）"), rows, lambda row: row.average, target=fen(set_by.least.value), say=yuan))
    shares = ((_("农村家庭人均（元）"), counting.RURAL, set_by.rural_percent), (_("城镇家庭人均（元）"), counting.URBAN, set_by.urban_percent))
    for title, kind, percent in shares:
        if percent:
            target = queries.share_target_fen(set_by, kind, percent)
            drawn.append(chart.of(title, rows, lambda row, kind=kind: getattr(row, kind), target=target, say=yuan))
    return drawn


def _keys(request):
    chosen = request.GET
    place = _place(request).pk if chosen.get("place") else ""
    return queries.keys(year=_year(request), place=place, scheme=chosen.get("scheme", ""), unpaid=chosen.get("unpaid") == "1")


def _place(request):
    """The township or village the address names, the whole place of the post otherwise."""
    own, asked = request.post.division_code, request.GET.get("place", "")
    if not asked:
        return request.post.jurisdiction
    if not (asked.isascii() and asked.isdigit() and len(asked) == 12 and is_inside(asked, own)):
        raise Http404
    return get_object_or_404(Jurisdiction.objects.select_related("parent"), pk=asked)


def _wanted(request):
    """The sources the address names, those that count as support otherwise."""
    asked = request.GET.get("source", "")
    return (asked,) if asked in sources.TITLES else tuple(sources.TITLES) if asked == "all" else sources.SUPPORT


def _year(request):
    text, this_year = request.GET.get("year", ""), timezone.localdate().year
    return int(text) if text.isascii() and text.isdigit() and 1950 <= int(text) <= this_year else this_year - 1


def _years():
    this_year = timezone.localdate().year
    return range(this_year, this_year - 10, -1)
