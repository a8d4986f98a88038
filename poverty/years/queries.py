"""Questions about the records of years."""
from collections import defaultdict
from dataclasses import dataclass

from accounts import scope
from accounts.models import Jurisdiction
from poverty.models import BudgetYear, CityYear, VillageYear
from poverty.years import judging, ranking

PAGE = 50
ENTERED = (
    "births", "births_outside", "births_outside_third", "poor", "good_work", "income_per_person_fen", "support_standard_fen",
)  # fmt: skip
_JUDGED = ("division_code", "year", "confirmed_at", "births", "births_outside", "poor", "good_work", "income_per_person_fen")


@dataclass(frozen=True)
class Village:
    """A village with what is confirmed of a year and what waits for confirmation."""

    code: str
    name: str
    township: str
    confirmed: VillageYear | None
    waiting: VillageYear | None

    @property
    def said(self):
        """What was last entered, confirmed or not."""
        return self.waiting or self.confirmed


@dataclass(frozen=True)
class Page:
    rows: list
    previous: str
    next: str


def villages(place, *, year):
    """Every village of a place with its records of a year."""
    standing = defaultdict(dict)
    for row in scope.within(VillageYear.objects.standing().filter(year=year), place).select_related("entered_by"):
        standing[row.division_code]["confirmed" if row.confirmed_at else "waiting"] = row
    return [
        Village(village.pk, village.name, village.parent.name, standing[village.pk].get("confirmed"), standing[village.pk].get("waiting"))
        for village in _villages(place)
    ]


def judged(county, *, year, on=None):
    """Every village of a county in the order of the documents in force `on` a day (the last of the year), judged up to the end of a year.

    A place is a place in the county, whoever asks: a township reads the county's records here and shows its own rows.
    """
    confirmed, waiting = defaultdict(dict), defaultdict(set)
    rows = VillageYear.objects.standing().filter(year__gt=year - ranking.SHOWN, year__lte=year).only(*_JUDGED)
    with scope.entered(county):
        for row in scope.within(rows, county):
            if row.confirmed_at:
                confirmed[row.division_code][row.year] = row
            else:
                waiting[row.division_code].add(row.year)
    return ranking.standings(_villages(county), confirmed, waiting, county=county, year=year, on=on or judging.last_day(year))


def townships_without_third_children(place, *, year):
    """[(township, Finding)]: whether any village of it had third or later children outside policy in a year."""
    by_township = defaultdict(list)
    for village in villages(place, year=year):
        by_township[village.township].append(village.confirmed)
    return [(township, judging.no_third_children(records)) for township, records in by_township.items()]


def history(village):
    """Everything ever recorded of a village, newest year first, withdrawn rows with their reason among them."""
    rows = VillageYear.objects.filter(division_code=village).select_related("entered_by", "confirmed_by", "withdrawn_by")
    return rows.order_by("-year", "-id")


def page(rows, parameters, *, key):
    """The rows after or before the one whose key the address names; `rows` in order of their keys."""
    keys = [key(row) for row in rows]
    if parameters.get("before"):
        last = sum(found < parameters["before"] for found in keys)
        first = max(0, last - PAGE)
    else:
        first = sum(found <= parameters.get("after", "") for found in keys)
        last = first + PAGE
    return Page(rows[first:last], keys[first] if first and keys[first:last] else "", keys[last - 1] if last < len(keys) else "")


def place_years():
    """Figures of places that stand, newest year first."""
    return CityYear.objects.standing().select_related("entered_by", "confirmed_by").order_by("-year", "place", "figure", "id")


def budget_years():
    return BudgetYear.objects.standing().select_related("entered_by", "confirmed_by").order_by("-year", "id")


def waiting_records(place):
    """Records of a place's villages that wait for confirmation."""
    return scope.within(VillageYear.objects.waiting(), place)


def waiting_villages(place):
    """[(township code, year)] in which records wait for confirmation, oldest year first."""
    found = waiting_records(place).values_list("division_code", "year")
    return sorted({(village[:9] + "000", year) for village, year in found}, key=lambda pair: (pair[1], pair[0]))


def waiting_figures():
    """Ids of the figures of places and budgets that wait for confirmation."""
    return CityYear.objects.waiting().values("pk").union(BudgetYear.objects.waiting().values("pk"), all=True)


def places_of(county):
    """The county and its city, as [(code, name)]."""
    return list(Jurisdiction.objects.filter(code__in=[county, county[:4] + "00000000"]).order_by("-code").values_list("code", "name"))


def _villages(place):
    found = Jurisdiction.objects.filter(level=Jurisdiction.Level.VILLAGE).select_related("parent").order_by("code")
    return scope.within(found, place, "code")
