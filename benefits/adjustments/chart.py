"""The index year by year as bars, with the height at which it reaches the trigger."""
from dataclasses import dataclass
from fractions import Fraction

HEIGHT = 150  # of the bars, in pixels


@dataclass(frozen=True)
class Bar:
    """One year: where its bar stands (per cent across, pixels down) and how it is drawn."""

    year: object
    x: str
    width: str
    middle: str
    top: int
    height: int
    look: str


@dataclass(frozen=True)
class Chart:
    """Bars in order of years; `line` is where the trigger stands in pixels, None without a base."""

    bars: list
    line: int | None


def of(seen):
    """The Chart of an Outlook."""
    if not seen.years:
        return Chart([], None)
    amounts = {year.year: year.figure.amount_fen for year in seen.years}
    base = amounts.get(seen.base_year)
    trigger = base and base * (1 + seen.mechanism.percent / 100)
    most = max([*amounts.values(), trigger or 0])
    step = Fraction(100, len(seen.years))
    bars = [_bar(year, number * step, step, most, seen) for number, year in enumerate(seen.years)]
    return Chart(bars, HEIGHT - int(trigger * HEIGHT / most) if trigger else None)


def _bar(year, left, step, most, seen):
    height = max(1, int(Fraction(year.figure.amount_fen) * HEIGHT / most))
    look = "base" if year.year == seen.base_year else "reached" if year.reached else "before" if year.growth is None else "after"
    return Bar(year, _percent(left + step / 6), _percent(step * 2 / 3), _percent(left + step / 2), HEIGHT - height, height, look)


def _percent(share):
    hundredths = int(share * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
