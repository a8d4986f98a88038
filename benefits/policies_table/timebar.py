"""Values through time as bars: pieces side by side without overlap, and the days between for which no document is known."""
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from benefits.rules import months
from benefits.rules.values import Book

_STOPPED = "stopped"


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar, half-open. `value` is a row of the book (None in a gap); `left`, `width` in hundredths of a percent of the axis.

    `unproven`: only a newspaper or a plan says so.

    `kind`: stated, stopped (the place states that it ended), gap (no document proves a value), apart (other values of the scheme hold).
    """

    kind: str
    since: date
    until: date | None
    row: int | None
    left: int
    width: int
    unproven: bool = False

    @property
    def x(self):
        return f"{self.left / 100:.2f}%"

    @property
    def across(self):
        return f"{self.width / 100:.2f}%"

    @property
    def middle(self):
        return f"{(self.left + self.width / 2) / 100:.2f}%"

    @property
    def is_wide(self):
        return self.width >= 800


@dataclass(frozen=True)
class Axis:
    """The days a page shows, half-open."""

    since: date
    until: date

    def at(self, day):
        """Hundredths of a percent from the left."""
        whole = (self.until - self.since).days
        return min(max((day - self.since).days, 0), whole) * 10_000 // whole

    def ticks(self):
        """[(year, where)] not more than about a dozen."""
        years = range(self.since.year, self.until.year + 1)
        step = max(1, -(-len(years) // 12))
        found = [(year, self.at(date(year, 1, 1))) for year in years if not year % step and date(year, 1, 1) >= self.since]
        return [(year, f"{left / 100:.2f}%") for year, left in found if left < 9_700]


def axis(values, *, on):
    """From the first of these values to the end of the year after `on`, or of the last known end."""
    ends = [value.until for value in values if value.until is not None] + [value.since for value in values]
    last = max([on.year + 1, *(day.year for day in ends)])
    return Axis(min(date(value.since.year, 1, 1) for value in values), date(last + 1, 1, 1))


def pieces(values, name, *, place, along, beside=()):
    """The Pieces of a name at a place, `values` (rules' Values) being those of the place and the places above it.

    `beside`: other names of the scheme; where one of these holds, a hole is no gap.
    """
    book = Book([replace(value, value=_STOPPED) if value.value is None else value for value in values])
    stated = [(_date(since), _end(until), row) for since, until, row in book.place(place).pieces(name)]
    others = [piece for other in beside for piece in _held(values, other, place)]
    found = []
    for since, until, row in stated:
        if found and found[-1].until is not None and found[-1].until < since:
            found += _holes(found[-1].until, since, others, along)
        kind = "stopped" if values[row].value is None else "stated"
        found.append(_piece(kind, since, until, row, along, unproven=values[row].quality == "reported"))
    return found


def _held(values, name, place):
    return [(_date(since), _end(until)) for since, until, _row in Book(values).place(place).pieces(name)]


def _holes(since, until, others, along):
    """The days from `since` to `until` in pieces: apart where another name holds, else a gap."""
    days = sorted({since, until, *(day for held in others for day in held if day is not None and since < day < until)})
    for begin, end in pairwise(days):
        covered = any(start <= begin and (stop is None or stop >= end) for start, stop in others)
        yield _piece("apart" if covered else "gap", begin, end, None, along)


def _piece(kind, since, until, row, along, *, unproven=False):
    left = along.at(since)
    return Piece(kind, since, until, row, left, max(along.at(until or along.until) - left, 30), unproven)


def _date(day):
    return date.fromisoformat(months.iso(day))


def _end(day):
    return None if day >= months.FOREVER else _date(day)
