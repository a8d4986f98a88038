"""The indicator page: townships or villages against the targets of the county's document, and its budget against its rules."""
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts import scope
from accounts.models import Jurisdiction
from benefits.models import Entitlement, EntitlementLine, MoneyLine, Run
from benefits.monitoring import counting, judging
from benefits.policies_table.queries import in_force
from benefits.rules import months
from benefits.rules.money import fen
from benefits.rules.support_target import INCOMES
from poverty.models import BudgetYear

_PER = "PC-30"


@dataclass(frozen=True)
class Row:
    """A township or village with its answers; `name` is empty for all of them together."""

    code: str
    name: str
    counted: counting.Place
    fulfilment: judging.Finding
    average: judging.Finding
    rural: judging.Finding
    urban: judging.Finding


@dataclass(frozen=True)
class Targets:
    """What the place's document sets on the last day of a year: policy values by name, None where it sets none."""

    least: object
    rural_percent: object
    urban_percent: object
    budget_percent: object
    not_offset: object
    separately_budgeted: object
    rural_income: object
    urban_income: object
    per: str

    def income(self, kind):
        """The income per person a share is taken of (RURAL, URBAN), as the target of one household reads it."""
        return {counting.RURAL: self.rural_income, counting.URBAN: self.urban_income}[kind]


COLUMNS = {
    "due": lambda row: row.counted.due_fen,
    "paid": lambda row: row.counted.paid_fen,
    "fulfilment": lambda row: row.fulfilment.value,
    "received": lambda row: row.counted.together.received_fen,
    "people": lambda row: row.counted.together.most,
    "average": lambda row: row.average.value,
}


def targets(county, *, year):
    held = _held(county, year)
    named = ("support_target.least", "support_target.rural_percent", "support_target.urban_percent")
    budget = ("budget_share.percent", "budget_share.not_offset", "budget_share.separately_budgeted")
    per = held(_PER)
    incomes = (INCOMES["rural"], INCOMES["urban"])
    return Targets(*(held(name) for name in named + budget + incomes), per=per.value if per else "family_members")


def city_income(county, *, year):
    """全市人均收入 as stated for a county on the last day of a year (a policy value, yuan per person and year), None where nobody stated it."""
    return _held(county, year)("city_income_per_person")


def _held(county, year):
    """name → the value that holds for a county on the last day of a year, None without one."""
    book = in_force(county).book
    place, day = book.place(county), months.day(date(year, 12, 31))
    return lambda name: next((book.values[row] for since, until, row in place.pieces(name) if since <= day < until), None)


def rows(place, *, year, set_by):
    """Every township of a county or village of a township, then the place as a whole."""
    names = dict(Jurisdiction.objects.filter(parent=place).values_list("code", "name"))
    counted = counting.places(names, year=year, per=set_by.per, inside=place)
    whole = counting.Place(place)
    for part in counted.values():
        _add(whole, part)
    published = is_published(year)
    judged = [_row(code, names.get(code, code), part, published, set_by) for code, part in sorted(counted.items())]
    return judged, _row(place, "", whole, published, set_by)


def one(village, *, year, set_by):
    """A village alone."""
    counted = counting.places([village], year=year, per=set_by.per, inside=village)[village]
    return _row(village, "", counted, is_published(year), set_by)


def is_published(year):
    """Whether a run of all families was published for the year."""
    of_all = Run.objects.filter(state=Run.State.PUBLISHED, households=None)
    return of_all.filter(since__lt=date(year + 1, 1, 1), until__gt=date(year, 1, 1)).exists()


def share_target_fen(set_by, kind, percent):
    """What a share of the income comes to for one person, rounded half up; None where the income is not recorded."""
    income = set_by.income(kind)
    return income and (2 * fen(income.value) * _ten_thousandths(percent) + 10_000) // 20_000


def budget(*, year):
    return BudgetYear.objects.in_use().filter(year=year).first()


def budget_checks(set_by, row):
    """[(PolicyValue, answer, words)] of 三(二)12 and 四(二), for what the document sets."""
    share = None if row is None or not row.operating_fen or row.programme_fen is None else row.programme_fen * 10_000 // row.operating_fen
    found = []
    if set_by.budget_percent:
        enough = None if share is None else row.programme_fen * 10_000 >= row.operating_fen * _ten_thousandths(set_by.budget_percent)
        found.append(("percent", set_by.budget_percent, judging.answer(enough), share))
    for name in ("not_offset", "separately_budgeted"):
        if getattr(set_by, name):
            found.append((name, getattr(set_by, name), judging.answer(getattr(row, name, None)), None))
    if set_by.separately_budgeted:
        found.append(("paid_in_full", set_by.separately_budgeted, judging.answer(getattr(row, "paid_in_full", None)), None))
    return found


def keys(*, year, place="", scheme="", unpaid=False):
    """Entitlements of the year with what is due and what moved of each; of a township or village, of a scheme."""

    def total(model):
        return Subquery(model.objects.filter(entitlement=OuterRef("pk")).order_by().values("entitlement").annotate(s=Sum("amount_fen")).values("s"))

    found = Entitlement.objects.filter(since__gte=date(year, 1, 1), since__lt=date(year + 1, 1, 1)).select_related("person", "household")
    found = found.exclude(beneficiary__startswith="receiver:")
    found = found.annotate(due_fen=Coalesce(total(EntitlementLine), 0), moved_fen=Coalesce(total(MoneyLine), 0)).filter(~Q(due_fen=0, moved_fen=0))
    if place:
        found = scope.within(found, place)
    if scheme:
        found = found.filter(scheme=scheme)
    return (found.filter(moved_fen__lt=F("due_fen")) if unpaid else found).order_by("id")


def _row(code, name, counted, published, set_by):
    def share(kind, percent):
        income = set_by.income(kind)
        return judging.share(counted, kind, percent=percent and _ten_thousandths(percent), income_fen=income and fen(income.value))

    return Row(
        code, name, counted, judging.fulfilment(counted, published=published),
        judging.average(counted, target_fen=set_by.least and fen(set_by.least.value)),
        share(counting.RURAL, set_by.rural_percent), share(counting.URBAN, set_by.urban_percent),
    )  # fmt: skip


def _ten_thousandths(percent):
    return int(Decimal(str(percent.value)) * 100)


def _add(whole, part):
    for name in ("due_fen", "paid_fen", "keys", "questions"):
        setattr(whole, name, getattr(whole, name) + getattr(part, name))
    whole.groups = {kind: whole.groups[kind] + group for kind, group in part.groups.items()}
