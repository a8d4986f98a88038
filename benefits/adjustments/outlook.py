"""What the index says: the mechanism a county is under, the growth since its base year by year, and what its standards would become."""
import hashlib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from benefits.models import Adjustment, PolicyValue
from benefits.policies_table import queries as policies
from benefits.rules import adjusting, money, months
from benefits.rules.values import Value, code
from poverty.models import CityYear

# The series each reading of PC-20 takes; all three are stored.
SERIES = {"rural": CityYear.Figure.RURAL_CONSUMPTION, "urban": CityYear.Figure.URBAN_CONSUMPTION, "all": CityYear.Figure.CONSUMPTION}


@dataclass(frozen=True)
class Mechanism:
    """The document that lets standards follow the index: whose it is, its trigger in per cent, first base year, and how the county reads it."""

    trigger: Value
    first_base_year: int
    readings: dict

    @property
    def place(self):
        return code(self.trigger.place)

    @property
    def percent(self):
        return Fraction(str(self.trigger.value))


@dataclass(frozen=True)
class Year:
    """A year of the series: the figure on record, the growth since the base (None before it) and whether it reached the trigger."""

    figure: CityYear
    growth: Fraction | None
    reached: bool

    @property
    def year(self):
        return self.figure.year

    @property
    def printed(self):
        """The growth in per cent with as many decimals as tell it from the trigger."""
        return percent(self.growth) if self.growth is not None else ""


@dataclass(frozen=True)
class Outlook:
    """The mechanism, the series chosen and its years in order."""

    mechanism: Mechanism
    figure: str
    base_year: int
    years: list

    @property
    def trigger_year(self):
        """The first Year that reached the trigger, None while none has."""
        return next((year for year in self.years if year.reached), None)

    @property
    def last(self):
        """The Year that says how it stands: the one that reached the trigger, else the latest after the base."""
        return self.trigger_year or next((year for year in reversed(self.years) if year.growth is not None), None)

    @property
    def mark(self):
        """Differs as soon as a figure from the base on, the series, the readings or the trigger do."""
        told = [self.figure, str(self.mechanism.trigger.value), sorted(self.mechanism.readings.items())]
        told += [(year.year, year.figure.pk, year.figure.amount_fen) for year in self.years if year.year >= self.base_year]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def index(self):
        """The figures from the base to the trigger, as an adjustment keeps them."""
        return [
            {"id": year.figure.pk, "year": year.year, "amount_fen": year.figure.amount_fen, "source": year.figure.source}
            for year in self.years if self.base_year <= year.year <= self.trigger_year.year
        ]  # fmt: skip


@dataclass(frozen=True)
class Standard:
    """A standard that moves: the value in force on the eve, and what growth makes of it."""

    old: PolicyValue
    old_fen: int
    raised: adjusting.Raised


def mechanism(county):
    """The Mechanism a county is under, None where no document states one."""
    book = policies.in_force(county).book
    trigger, base = (adjusting.stated(book, county, value.name) for value in (adjusting.TRIGGER, adjusting.BASE_YEAR))
    if trigger is None or base is None:
        return None
    return Mechanism(trigger, int(base.value), {name: adjusting.stated(book, county, name).value for name in adjusting.READINGS})


def of(county, *, base_year=None, readings=None):
    """The Outlook of a county, None without a mechanism; `base_year` and `readings` over those on file. Inside the county's scope."""
    found = mechanism(county)
    if found is None:
        return None
    found = Mechanism(found.trigger, found.first_base_year, found.readings | (readings or {}))
    figure, base = SERIES[found.readings["PC-20"]], base_year or last_base_year(county) or found.first_base_year
    rows = series(county, found.place, figure)
    index = {row.year: Fraction(row.amount_fen) for row in rows}
    years = []
    for row in rows:
        grown = adjusting.growth(index, base, row.year, found.readings["PC-19"]) if base in index and row.year > base else None
        years.append(Year(row, grown, grown is not None and grown * 100 >= found.percent))
    return Outlook(found, figure, base, years)


def series(county, place, figure):
    """The confirmed figures of a place as a county recorded them, in order of years."""
    return list(CityYear.objects.in_use().filter(division_code=county, place=place, figure=figure).order_by("year"))


def counties():
    """The counties that recorded a figure of some series. Every place is in scope."""
    recorded = CityYear.objects.in_use().filter(figure__in=SERIES.values())
    return sorted(set(recorded.values_list("division_code", flat=True)))


def last_base_year(county):
    """The trigger year of the county's last published adjustment, which is the base from then on (PC-20)."""
    published = Adjustment.objects.filter(division_code=county, state=Adjustment.State.PUBLISHED)
    return published.order_by("-year").values_list("year", flat=True).first()


def effective(year, reading, *, on):
    """The first day of the new standards (PC-22)."""
    return date(year + 1, 1, 1) if reading == "next_january" else on


def standards(county, found, growth, *, effective):
    """The Standards of the mechanism's document that move (PC-23), each as the county has it on the day before `effective`."""
    named = PolicyValue.objects.filter(
        place=found.place, citation__number=found.trigger.cite, name__in=adjusting.standards(), unit__startswith="yuan", withdrawn_at=None
    )
    names = sorted({name for name in named.values_list("name", flat=True) if adjusting.moves(name, found.readings["PC-23"])})
    held = policies.in_force(county)
    rows = {name: _row_before(held, county, name, effective) for name in names}
    values = PolicyValue.objects.in_bulk([pk for pk in rows.values() if pk])
    made = [(values[pk], money.fen(values[pk].value)) for pk in rows.values() if pk]
    return [Standard(old, fen, adjusting.raised(fen, growth)) for old, fen in made]


def growth_of(adjustment):
    """The growth an adjustment rests on, exactly."""
    return Fraction(int(adjustment.numerator), int(adjustment.denominator))


def percent(growth):
    """A growth in per cent, exact to as many decimals as it has, at most six and then marked by the fraction itself."""
    hundredfold = growth * 100
    for decimals in range(7):
        scaled = hundredfold * 10**decimals
        if scaled.denominator == 1:
            return _decimal(scaled.numerator, decimals) + "%"
    return f"{_decimal(hundredfold.numerator * 10**6 // hundredfold.denominator, 6)}…%"


def _row_before(held, county, name, effective):
    """The id of the value that holds on the eve of a day."""
    eve = months.day(effective) - 1
    found = [held.ids[row] for since, until, row in held.book.place(county).pieces(name) if since <= eve < until]
    return found[0] if found else None


def _decimal(number, decimals):
    """A whole number of 10^-decimals as text."""
    sign, digits = "-" if number < 0 else "", f"{abs(number):0{decimals + 1}d}"
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)
