"""成效: what became of families' incomes and of their registration, by township, village and year."""
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts import paging
from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.roles import BUSINESS, Role
from benefits.monitoring import chart, judging, sorting
from benefits.monitoring import queries as monitoring
from benefits.monitoring.judging import Finding
from benefits.monitoring.sheets import percent
from benefits.payouts.views import downloads
from benefits.results import counting, sheets
from households.queries import places
from households.queries.places import is_inside
from poverty.models import PovertyRegistration

READERS = BUSINESS - {Role.FINANCE}
BY_INCOME = {
    "": gettext_lazy("全部"),
    counting.COMPARED: gettext_lazy("有两个年度"),
    counting.RISEN: gettext_lazy("上升"),
    counting.FALLEN: gettext_lazy("下降"),
    counting.SAME: gettext_lazy("持平"),
    counting.ONE_YEAR: gettext_lazy("只有一年"),
    counting.NONE: gettext_lazy("未录入"),
}
BY_STATUS = {
    counting.INSIDE: gettext_lazy("年末在册"),
    counting.ENTERED: gettext_lazy("当年纳入"),
    counting.LEFT: gettext_lazy("当年脱贫"),
    counting.RETURNED: gettext_lazy("当年返贫"),
    counting.OUT: gettext_lazy("年末已脱贫"),
    counting.NEVER: gettext_lazy("说明非建档立卡户"),
    counting.UNKNOWN: gettext_lazy("未录入"),
}
COLUMNS = {
    "compared": lambda row: row.compared,
    "before": lambda row: row.before_fen,
    "after": lambda row: row.after_fen,
    "more": lambda row: row.more_fen,
    "risen": lambda row: row.risen_share,
    "unknown": lambda row: row.unknown,
}
BY_YEAR = (counting.INSIDE, counting.ENTERED, counting.LEFT, counting.RETURNED, counting.OUT)
SPAN = 12  # years shown of the register


@require_GET
@requires_post(READERS)
def incomes(request):
    """Every township of the county or village of a township: income before and after."""
    place, year, chosen = _place(request), _year(request), request.GET.dict()
    rows, whole, names = _incomes(request, place, year)
    shares = [_Named(names.get(row.place, row.place), row.place, row) for row in rows]
    drawn = chart.of(_("收入上升的户占可比户"), shares, _risen, target=None, say=percent)
    context = {
        "place": place, "year": year, "years": _years(), "rows": shares, "whole": whole, "chosen": chosen, "chart": drawn,
        "of_villages": place.level == Jurisdiction.Level.TOWNSHIP, "answers": BY_INCOME, "against_city": _against_city(request, place, year),
    }  # fmt: skip
    return render(request, "benefits/incomes.html", context)


@require_GET
@requires_post(READERS)
def export_incomes(request):
    place, year = _place(request), _year(request)
    rows, whole, names = _incomes(request, place, year)
    return downloads.of_list(request, "incomes", sheets.incomes([*rows, whole], names | {place.pk: place.name}, year=year))


@require_GET
@requires_post(READERS)
def income_families(request):
    """The families of an answer with the two years they are judged by."""
    place, year, chosen = _place(request), _year(request), request.GET.dict()
    answer = chosen.get("answer", "") if chosen.get("answer") in BY_INCOME else ""
    only = {"registered": _registered(request), "planning": _planning(request)}
    page = paging.page(counting.families_by_income(place.pk, year=year, answer=answer, **only), chosen)
    said = counting.of_families([row.pk for row in page.rows], place.pk, year=year)
    villages = places.names({row.division_code for row in page.rows})
    context = {
        "place": place, "year": year, "chosen": chosen, "answers": BY_INCOME, "page": page,
        "rows": [(row, villages[row.division_code], said.get(row.pk)) for row in page.rows],
    }  # fmt: skip
    return render(request, "benefits/income_families.html", context)


@require_GET
@requires_post(READERS)
def statuses(request):
    """The poverty register year by year, returns flagged."""
    place, last, year, chosen, planning = _place(request), timezone.localdate().year, _year(request), request.GET.dict(), _planning(request)
    found = counting.years(place.pk, first=last - SPAN + 1, last=last, planning=planning)
    rows = [_Named(str(of_year), str(of_year), counts) for of_year, counts in reversed(found.items())]
    drawn = chart.of(_("年末在册户数"), rows, lambda row: Finding("plain", "", row.row[counting.INSIDE]), target=None, say=str)
    context = {
        "place": place, "rows": rows, "recorded": counting.recorded(place.pk, planning=planning), "chart": drawn, "chosen": chosen,
        "parts": Jurisdiction.objects.filter(parent=place).order_by("code"), "answers": BY_STATUS, "year": year, "years": _years(),
        "by_place": _by_place(place, year, chosen, planning), "of_villages": place.level == Jurisdiction.Level.TOWNSHIP,
    }  # fmt: skip
    return render(request, "benefits/statuses.html", context)


@require_GET
@requires_post(READERS)
def export_statuses(request):
    place, last = _place(request), timezone.localdate().year
    planning, year = _planning(request), _year(request)
    found = counting.years(place.pk, first=last - SPAN + 1, last=last, planning=planning)
    lines = [(place.name, of_year, counts) for of_year, counts in found.items()]
    lines += [(named.name, year, named.row) for named in _by_place(place, year, request.GET.dict(), planning)]
    return downloads.of_list(request, "statuses", sheets.statuses(lines))


@require_GET
@requires_post(READERS)
def status_families(request):
    """The families of an answer with their whole way through the register."""
    place, year, chosen = _place(request), _year(request), request.GET.dict()
    answer = chosen.get("answer") if chosen.get("answer") in BY_STATUS else counting.RETURNED
    page = paging.page(counting.families_by_status(place.pk, year=year, answer=answer, planning=_planning(request)), chosen)
    villages, ways = places.names({row.division_code for row in page.rows}), {}
    for held in PovertyRegistration.objects.filter(household__in=page.rows, withdrawn_at=None).order_by("since", "id"):
        ways.setdefault(held.household_id, []).append(held)
    context = {
        "place": place, "year": year, "years": _years(), "chosen": chosen | {"answer": answer}, "answers": BY_STATUS, "page": page,
        "rows": [(row, villages[row.division_code], ways.get(row.pk, [])) for row in page.rows],
    }  # fmt: skip
    return render(request, "benefits/status_families.html", context)


class _Named:
    """A row with what it is called, as charts and tables ask for it."""

    def __init__(self, name, code, row):
        self.name, self.code, self.row = name, code, row


def _by_place(place, year, chosen, planning):
    """[_Named] of the townships or villages of a place in one year, by the column the address names."""
    names = dict(Jurisdiction.objects.filter(parent=place).order_by("code").values_list("code", "name"))
    found = counting.by_place(names, inside=place.pk, year=year, planning=planning) if names else {}
    keys = {answer: lambda named, answer=answer: named.row[answer] for answer in BY_YEAR}
    return sorting.ordered([_Named(names.get(code, code), code, counts) for code, counts in found.items()], chosen.get("sort", ""), keys)


def _against_city(request, place, year):
    """计划生育家庭年人均收入 against 全市人均收入 (筑委厅字〔2013〕89号 二): (Finding, families, stated value, whose document asks)."""
    families, recorded, mean = counting.of_year(place.pk, year=year)
    stated, asks = (find(request.post.county_code, year=year) for find in (monitoring.city_income, monitoring.targets))
    return judging.income(mean, missing=families - recorded, stated=stated), families, stated, asks.least


def _risen(named):
    share = named.row.risen_share
    return Finding("unknown" if share is None else "plain", "", share)


def _incomes(request, place, year):
    names = dict(Jurisdiction.objects.filter(parent=place).values_list("code", "name")) or {place.pk: place.name}
    rows, whole = counting.incomes(names, inside=place.pk, year=year, registered=_registered(request), planning=_planning(request))
    return sorting.ordered(rows, request.GET.get("sort", ""), COLUMNS), whole, names


def _registered(request):
    return request.GET.get("registered") == "1"


def _planning(request):
    return request.GET.get("planning") == "1"


def _place(request):
    """The township or village the address names, the whole place of the post otherwise."""
    own, asked = request.post.division_code, request.GET.get("place", "")
    if not asked:
        return request.post.jurisdiction
    if not (asked.isascii() and asked.isdigit() and len(asked) == 12 and is_inside(asked, own)):
        raise Http404
    return get_object_or_404(Jurisdiction.objects.select_related("parent"), pk=asked)


def _year(request):
    text, this_year = request.GET.get("year", ""), timezone.localdate().year
    return int(text) if text.isascii() and text.isdigit() and 1950 <= int(text) <= this_year else this_year


def _years():
    this_year = timezone.localdate().year
    return range(this_year, this_year - SPAN, -1)
