"""What the documents say, with dates: which value holds where and when.

The nearest place that states a value wins (village, town, county, city, province, nation); for one place the later `since` wins, and a
value brought along for one calculation wins over those on file. `None` stops stating. A month has the last value in force on any of its days.
"""
from __future__ import annotations

import datetime
import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from benefits.rules import months
from benefits.rules.expr import Policy
from benefits.rules.money import SCALE, SCALE_OF_UNIT, fen
from benefits.rules.sentences import say

WIDE = 2**60  # beyond every recorded number
QUANTITIES = {"points": SCALE, "square metres": SCALE}  # in hundredths, as money is in fen
UNITS = (*SCALE_OF_UNIT, *QUANTITIES, "percent", "years", "calendar years", "grade", "date", "flag", "options", "places", "choice")
_KINDS = {
    "money": tuple(SCALE_OF_UNIT), "points": ("points",), "area": ("square metres",), "calendar_years": ("calendar years",), "share": ("choice",),
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """One value of one place for a time, with the document and clause that states it.

    `value` as written: money `"960.00"` (yuan; points and areas alike), percent and years whole or decimal numbers, a date, true/false, a
    word (choice), a list of words (options) or of codes (places), or None. `until` is the first day it no longer holds. `quality`: normative,
    reported or practice.
    """

    place: str
    name: str
    since: datetime.date
    until: datetime.date | None
    value: object
    unit: str
    cite: str
    clause: str = ""
    quality: str = "normative"
    scheme: str = ""


def code(place: str) -> str:
    """A place code of 6 to 12 digits as twelve."""
    return place.ljust(12, "0")


def short(place: str) -> str:
    """Six digits for a county and above, twelve below."""
    return place[:6] if code(place)[6:] == "000000" else place


def lineage(place: str) -> list[str]:
    """The place and those above it, the nation first; twelve digits each."""
    place = code(place)
    return list(dict.fromkeys(place[:n].ljust(12, "0") for n in (0, 2, 4, 6, 9, 12)))


def number(value: Value, policy: Policy) -> int:
    """A value as the whole number rules calculate with; ValueError when its unit is not what the rule expects."""
    if value.unit not in _KINDS.get(policy.kind, (policy.kind,)):
        raise ValueError(say("%(name)s 的单位“%(unit)s”与规则所用的不同。", name=value.name, unit=value.unit))
    match policy.kind:
        case "money":
            return fen(value.value) * SCALE_OF_UNIT[value.unit]
        case "points" | "area":
            return fen(value.value) * QUANTITIES[value.unit]
        case "percent":
            return int(Decimal(str(value.value)) * 100)
        case "date":
            on = value.value if isinstance(value.value, datetime.date) else datetime.date.fromisoformat(value.value)
            return months.day(on)
        case "share":
            return 100_00 if value.value == "full" else int(Decimal(value.value) * 100_00)
        case "places":
            if not all(re.fullmatch("[0-9]{6,12}", place) for place in value.value):
                raise ValueError(value.value)
            return len(value.value)
        case "options":
            return sum(1 << policy.options.index(word) for word in value.value)
        case "choice":
            return policy.options.index(value.value)
    return int(value.value)


class Book:
    """Values made ready for look-up; build it once and pass it where `values` are asked for."""

    def __init__(self, values: Iterable[Value], brought: Sequence[Value] = ()):
        self.values = [*values, *brought]
        self._on_file = len(self.values) - len(brought)
        self._rows: dict[str, dict[str, list[int]]] = {}
        for row, value in enumerate(self.values):
            self._rows.setdefault(code(value.place), {}).setdefault(value.name, []).append(row)
        self._places: dict[tuple[str, ...], Place] = {}
        self._numbers: dict[tuple[int, str], int] = {}

    def place(self, place: str) -> Place:
        """What holds at a place."""
        stating = tuple(step for step in lineage(place) if step in self._rows)
        if stating not in self._places:
            self._places[stating] = Place(self, stating)
        return self._places[stating]

    def brings(self, values: Sequence[Value]) -> Book:
        """This book with values for one calculation over those on file."""
        return Book(self.values, values) if values else self

    def number(self, row: int, policy: Policy) -> int:
        key = row, policy.kind
        if key not in self._numbers:
            self._numbers[key] = number(self.values[row], policy)
        return self._numbers[key]

    def order(self, row: int):
        return row >= self._on_file, self.values[row].since

    @functools.cached_property
    def ages(self) -> frozenset[int]:
        """Every age some document names."""
        return frozenset(int(value.value) for value in self.values if value.unit == "years" and value.value is not None)


class Place:
    """The values of one place and those above it, each as pieces of time that do not overlap."""

    def __init__(self, book: Book, stating: tuple[str, ...]):
        self._book = book
        self._stating = stating
        self._pieces: dict[str, list[tuple[int, int, int]]] = {}
        self._turns: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._known_of: dict[Policy, tuple[list[int], list[tuple[int, int, int]]]] = {}
        self._bounds: dict[Policy, tuple[np.ndarray, np.ndarray]] = {}

    def pieces(self, name: str) -> list[tuple[int, int, int]]:
        """(first day, first day after, row of the value) in order; a stopped value leaves a gap."""
        if name not in self._pieces:
            laid: list[tuple[int, int, int]] = []
            for step in self._stating:
                for row in sorted(self._book._rows[step].get(name, ()), key=self._book.order):
                    value = self._book.values[row]
                    until = months.FOREVER if value.until is None else months.day(value.until)
                    laid = _lay(laid, (months.day(value.since), until, row))
            self._pieces[name] = [piece for piece in laid if self._book.values[piece[2]].value is not None]
        return self._pieces[name]

    def at(self, name: str, first, last) -> np.ndarray:
        """For each month (its first and last day) the row of the value that holds, −1 where none does."""
        rows = np.full(first.shape, -1)
        for since, until, row in self.pieces(name):
            rows[(since <= last) & (until > first)] = row
        return rows

    def in_month(self, name: str, month) -> np.ndarray:
        """For each month the row of the value that holds last in it, −1 where none does."""
        begins, rows = self._turned(name)
        return rows[begins.searchsorted(month, "right")]

    def bounds(self, policy: Policy, month) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same with the lowest and highest number it may be: (row, low, high)."""
        begins, rows = self._turned(policy.name)
        if policy not in self._bounds:
            _, low, high = zip(*self._known(policy)[1], strict=True)
            self._bounds[policy] = np.array(low), np.array(high)
        turn = begins.searchsorted(month, "right")
        low, high = self._bounds[policy]
        return rows[turn], low[turn], high[turn]

    def told(self, policy: Policy, asked: Sequence[int]):
        """The same of a few months in order: three numbers where nothing turns among them, else three tuples."""
        begins, known = self._known(policy)
        first, last = bisect_right(begins, asked[0]), bisect_right(begins, asked[-1])
        if first == last:
            return known[first]
        return tuple(zip(*(known[bisect_right(begins, month)] for month in asked), strict=True))

    def _known(self, policy):
        """The months in which another value begins to hold, and (row, low, high) before the first and from each of them on."""
        if policy not in self._known_of:
            begins, rows = (part.tolist() for part in self._turned(policy.name))
            bounds = ((-WIDE, WIDE) if row < 0 else (self._book.number(row, policy),) * 2 for row in rows)
            self._known_of[policy] = begins, [(row, *both) for row, both in zip(rows, bounds, strict=True)]
        return self._known_of[policy]

    def _turned(self, name):
        if name not in self._turns:
            self._turns[name] = _turns(self.pieces(name))
        return self._turns[name]

    @functools.cached_property
    def breaks(self) -> frozenset[int]:
        """The months in which some value may begin or end."""
        names = {name for step in self._stating for name in self._book._rows[step]}
        days = {day for name in names for piece in self.pieces(name) for day in piece[:2] if day != months.FOREVER}
        return frozenset(month for day in days for month in (int(months.of(day)), int(months.of(day - 1)) + 1))


def _turns(pieces) -> tuple[np.ndarray, np.ndarray]:
    """The months in which another value begins to hold, or none, and the row that holds before the first and from each of them on."""
    turns: list[tuple[int, int]] = []
    for since, until, row in pieces:
        begins = int(months.of(since))
        if turns and turns[-1][0] >= begins:
            turns.pop()
        turns += [(begins, row), (int(months.of(until - 1)) + 1, -1)]
    return np.array([month for month, _ in turns], dtype="i8"), np.array([-1, *(row for _, row in turns)], dtype="i8")


def _lay(pieces, new):
    """Pieces of time with a new one laid over them."""
    since, until, _ = new
    kept = [(start, min(end, since), row) for start, end, row in pieces if start < since]
    kept += [(max(start, until), end, row) for start, end, row in pieces if end > until]
    return sorted([*(piece for piece in kept if piece[0] < piece[1]), new])


def chosen(choices: dict[str, str], place: str) -> list[Value]:
    """The readings asked for one calculation, as values of the place itself."""
    return [
        Value(place=place, name=name, since=datetime.date(1900, 1, 1), until=None, value=reading, unit="choice", cite="", quality="practice")
        for name, reading in choices.items()
    ]
