"""From conditions to ledger lines: what is due to whom in which period, for one household or a hundred thousand."""
from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benefits.rules import facts, money, registry
from benefits.rules.evaluate import Evaluation
from benefits.rules.frames import Frame
from benefits.rules.months import Month
from benefits.rules.reasons import Reasons
from benefits.rules.scheme import Claim
from benefits.rules.values import Book, Value, chosen

LINE = np.dtype([
    ("scheme", "i2"), ("kind", "i1"), ("row", "i4"), ("first", "i4"), ("months", "i2"), ("component", "i1"), ("amount_fen", "i8"),
    ("floor", "?"), ("used", "i4"),
])  # fmt: skip
RIGHT = np.dtype([
    ("scheme", "i2"), ("kind", "i1"), ("row", "i4"), ("first", "i4"), ("months", "i2"), ("hundredths", "i8"), ("floor", "?"), ("used", "i4"),
])  # fmt: skip
QUESTION = np.dtype([("scheme", "i2"), ("kind", "i1"), ("row", "i4"), ("first", "i4"), ("months", "i2"), ("lacks_value", "?")])
NO_AMOUNT = -1
_PERIODS = 1 << 16  # more than there are months, years or components


@dataclass
class Spans:
    """One claim over a batch.

    For each cell of its frame whether it counts (`inside`), is `unknown`, and its months `begins`..`ends` in the window. Then, from
    `cell` on, the spans in which the claim holds: `rates` (components × spans, of money.py; `has_amount` where there is one), `run` numbers unbroken
    equal stretches of a year.
    """

    scheme: int
    claim: Claim
    frame: Frame
    inside: np.ndarray
    unknown: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    lacks_value: np.ndarray
    cell: np.ndarray
    row: np.ndarray
    yearly: np.ndarray
    first: np.ndarray
    months: np.ndarray
    rates: np.ndarray
    has_amount: np.ndarray
    floor: np.ndarray
    run: np.ndarray
    place: np.ndarray

    @property
    def kind(self) -> int:
        return facts.BENEFICIARIES.index(self.claim.kind)


class Results:
    """What a batch comes to.

    `lines` (LINE): one row for each scheme, beneficiary, ledger period and component; `scheme` indexes `schemes`, `kind` `facts.BENEFICIARIES`,
    `row` is the row in `persons`, `households`, `couples` or `villages`, `component` indexes `components`, `used` indexes `value_sets`.
    `rights` (RIGHT): months in which something may be claimed that is no money to pay: points, an area, a priority (`hundredths` of the unit, −1:
    none), money whose amount no document states (−1), and money that somebody else pays. They are in no ledger.
    `questions` (QUESTION): periods whose answer is unknown; `lacks_value` when nothing but a policy value is missing.
    `value_sets`: tuples of rows of `book.values`, the values a line of that scheme, place and month rests on.
    """

    def __init__(self, evaluation: Evaluation, since: Month, until: Month, codes: Sequence[str], names: Sequence[str] | None):
        self.evaluation, self.since, self.until = evaluation, since, until
        self.book = evaluation.book
        self.schemes = list(evaluation.schemes)
        self.components = sorted({amount.component for s in evaluation.schemes.values() for claim in s.claims for amount in claim.amounts})
        self.names = names
        self.value_sets: list[tuple[int, ...]] = []
        self._sets: dict[tuple[int, ...], int] = {}
        self.spans: list[Spans] = []
        self._windows: dict[str, tuple] = {}
        for code in codes:
            self.spans += [self._claim(self.schemes.index(code), claim) for claim in evaluation.schemes[code].claims]
        booked = [spans for spans in self.spans if not spans.claim.registered]
        self.lines = _joined([self._lines(spans) for spans in sorted(booked, key=lambda spans: (spans.scheme, spans.kind))], LINE)
        self.rights = _joined([self._rights(spans) for spans in self.spans], RIGHT)
        self.questions = _joined([self._questions(spans) for spans in self.spans], QUESTION)
        evaluation.forget()

    def _answer(self, claim, frame):
        """(yes, unknown, yearly, lacks a value) for each cell; where the clause is written "a year", one unknown month leaves the year unknown."""
        yes, no = self.evaluation.truth(claim.whole, frame)
        priced = np.ones(len(frame), dtype=bool)
        for amount in claim.amounts if yes.any() else ():
            low, high = self.evaluation.number(amount.rate, frame)
            priced &= low == high
        unknown = ~yes & ~no | (yes & ~priced)
        yearly, _ = self.evaluation.truth(claim.yearly, frame)
        if (unknown & yearly).any():
            years, year = np.unique(frame.year, return_inverse=True)
            unknown |= (np.bincount(year[unknown & yearly], minlength=len(years)) > 0)[year] & yearly & ~no
        return yes & priced & ~unknown, unknown, yearly, yes & ~priced

    def _claim(self, scheme, claim) -> Spans:
        evaluation, frame = self.evaluation, self.evaluation.frames[facts.TABLE_OF[claim.kind]]
        yes, unknown, yearly, lacks_value = self._answer(claim, frame)
        begins, ends, inside, whole_year = self._window(claim.kind)
        inside = inside & (whole_year | ~yearly)
        cell = np.flatnonzero(yes & inside)
        rates, has_amount, floor = np.zeros((len(claim.amounts), len(cell)), dtype="i8"), np.ones(len(cell), bool), np.zeros(len(cell), bool)
        if len(cell):
            for component, amount in enumerate(claim.amounts):
                rates[component] = evaluation.number(amount.rate, frame)[0][cell]
            has_amount, floor = evaluation.truth(claim.has_amount, frame)[0][cell], evaluation.truth(claim.is_floor, frame)[0][cell]
            given = (rates.sum(axis=0) > 0) | ~has_amount
            cell, rates, has_amount, floor = cell[given], rates[:, given], has_amount[given], floor[given]
        row, first, end = frame.row[cell], begins[cell], ends[cell]
        starts_run = np.ones(len(cell), dtype=bool)
        if len(cell) > 1:
            follows = (row[1:] == row[:-1]) & (first[1:] == end[:-1]) & (rates[:, 1:] == rates[:, :-1]).all(axis=0)
            follows &= has_amount[1:] == has_amount[:-1]
            starts_run[1:] = ~follows | (first[1:] % 12 == 0)
        return Spans(
            scheme=scheme, claim=claim, frame=frame, inside=inside, unknown=unknown, begins=begins, ends=ends, lacks_value=lacks_value,
            cell=cell, row=row, yearly=yearly[cell], first=first, months=end - first, rates=rates,
            has_amount=has_amount, floor=floor, run=np.cumsum(starts_run) - 1, place=evaluation.place_of_segment[frame.segment[cell]],
        )  # fmt: skip

    def _window(self, kind):
        """What claims of a kind share: cell by cell the months in the window, whether there are some, whether the year lies in it."""
        if kind not in self._windows:
            frame, segments = self.evaluation.frames[facts.TABLE_OF[kind]], self.evaluation.segments
            own, first = self._own(kind), segments.first[frame.segment]
            begins, ends = np.maximum(first, self.since), np.minimum(first + segments.months[frame.segment], self.until)
            year = first // 12 * 12
            self._windows[kind] = begins, ends, own[frame.row] & (ends > begins), (year >= self.since) & (year + 12 <= self.until)
        return self._windows[kind]

    def _own(self, kind):
        """For each row whether its claims are computed here; a couple is at home where the wife is."""
        tables = self.evaluation.tables
        if kind == "couple":
            return tables["persons"]["own"][tables["couples"]["wife"]]
        return np.ones(len(tables["households"]), dtype=bool) if kind == "household" else tables[facts.TABLE_OF[kind]]["own"]

    def _rights(self, spans: Spans) -> np.ndarray:
        if not len(spans.cell):
            return np.zeros(0, RIGHT)
        if spans.claim.registered:
            return _as_rights(self._lines(spans))
        at = np.flatnonzero(~spans.has_amount) if spans.claim.unit == "yuan" else np.arange(len(spans.cell))
        right = np.zeros(len(at), RIGHT)
        right["scheme"], right["kind"], right["row"] = spans.scheme, spans.kind, spans.row[at]
        right["first"], right["months"], right["floor"] = spans.first[at], spans.months[at], spans.floor[at]
        right["hundredths"] = np.where(spans.has_amount[at], money.rounded(spans.rates[:, at].sum(axis=0)), NO_AMOUNT)
        right["used"] = self._used(spans, at, spans.first[at])
        return right

    def _questions(self, spans: Spans) -> np.ndarray:
        concerned = spans.unknown & spans.inside
        if spans.claim.concerns is not None:
            concerned &= ~self.evaluation.truth(spans.claim.concerns, spans.frame)[1]
        at = np.flatnonzero(concerned)
        asked = np.zeros(len(at), QUESTION)
        if not len(at):
            return asked
        asked["scheme"], asked["kind"], asked["row"] = spans.scheme, spans.kind, spans.frame.row[at]
        asked["first"], asked["months"], asked["lacks_value"] = spans.begins[at], (spans.ends - spans.begins)[at], spans.lacks_value[at]
        return asked

    def _lines(self, spans: Spans) -> np.ndarray:
        """Spans as ledger lines, by row, period and component. Inside a run the months share what it comes to, rounded once, by what it has come to
        so far."""
        if spans.claim.unit != "yuan" or not len(spans.cell):
            return np.zeros(0, LINE)
        total = np.cumsum(spans.months)
        before = total - spans.months - (total - spans.months)[np.searchsorted(spans.run, spans.run)]
        made = []
        for by_year in np.unique(spans.yearly).tolist():
            span = np.flatnonzero(spans.yearly == by_year)
            so_far, month, count = before[span], spans.first[span], spans.months[span]
            if not by_year:
                step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
                span, so_far, month, count = np.repeat(span, count), np.repeat(so_far, count) + step, np.repeat(month, count) + step, 1
            used = self._used(spans, span, month)
            for index, amount in enumerate(spans.claim.amounts):
                line = np.zeros(len(span), LINE)
                line["scheme"], line["kind"], line["row"] = spans.scheme, spans.kind, spans.row[span]
                line["first"], line["months"], line["floor"] = month, 1, spans.floor[span]
                line["component"] = self.components.index(amount.component)
                line["amount_fen"] = _fen(spans.rates[index], span, so_far, count)
                line["used"] = used
                made.append(_by_year(line) if by_year else line)
        lines = made[0] if len(made) == 1 else np.concatenate(made)
        if not (lines["amount_fen"] > 0).all():
            lines = lines[lines["amount_fen"] > 0]
        if len(made) == 1:
            return lines
        place = (lines["row"].astype("i8") * _PERIODS + lines["first"]) * _PERIODS + lines["component"]
        return lines[np.argsort(place, kind="stable")]

    def _used(self, spans, span, month):
        """For each month of a claim the set of values it rests on."""
        sets = np.full((len(self.evaluation.places), self.until - self.since), -1, dtype="i4")
        where = spans.place[span], month - self.since
        sets[where] = 0
        for place, asked in enumerate(sets):
            steps = np.flatnonzero(asked == 0)
            asked[steps] = self._sets_of(self.evaluation.places[place], spans.claim, self.since + steps) if len(steps) else 0
        return sets[where]

    def _sets_of(self, place, claim, month) -> list[int]:
        """The number of the set of values a claim rests on at a place, for each month."""
        asked = [(name, of_year) for name, wanted in claim.months_asked.items() for of_year in wanted]
        rows = np.array([place.in_month(name, month if of_year is None else month // 12 * 12 + of_year - 1) for name, of_year in asked])
        found = []
        for row in rows.T.tolist():
            used = tuple(sorted({*row} - {-1}))
            if used not in self._sets:
                self._sets[used] = len(self.value_sets)
                self.value_sets.append(used)
            found.append(self._sets[used])
        return found

    def reason(self, scheme: str, beneficiary_row: int, period: Month, kind: str = "person") -> dict:
        """Why a beneficiary is or is not given something: `Reasons.reason`."""
        return self._reasons.reason(scheme, beneficiary_row, period, kind)

    def of_year(self, scheme: str, beneficiary_row: int, year: int, kind: str = "person") -> dict:
        """What a beneficiary is given of a scheme in a calendar year: `Reasons.of_year`."""
        return self._reasons.of_year(scheme, beneficiary_row, year, kind)

    @functools.cached_property
    def _reasons(self) -> Reasons:
        of = self.evaluation
        return Reasons(tables=of.tables, book=self.book, since=self.since, until=self.until, names=self.names, schemes=of.schemes)


def _joined(tables: list[np.ndarray], dtype: np.dtype) -> np.ndarray:
    """Tables one after another; there may be none with rows."""
    return np.concatenate([np.zeros(0, dtype), *(table for table in tables if len(table))])


def _as_rights(lines: np.ndarray) -> np.ndarray:
    """What would be booked, as rights to register."""
    right = np.zeros(len(lines), RIGHT)
    for name in ("scheme", "kind", "row", "first", "months", "floor", "used"):
        right[name] = lines[name]
    right["hundredths"] = lines["amount_fen"]
    return right


def _fen(rate: np.ndarray, span: np.ndarray, so_far: np.ndarray, count) -> np.ndarray:
    """What so many months of a span come to, after those of its run before it."""
    whole, odd = np.divmod(rate, money.SCALE)
    if not odd.any():
        return whole[span] * count
    rate = rate[span]
    return money.rounded(rate, so_far + count) - money.rounded(rate, so_far)


def _by_year(line: np.ndarray) -> np.ndarray:
    """Spans of a clause written "a year", in order of time, as one line for the calendar year."""
    key = line["row"].astype("i8") * _PERIODS + line["first"] // 12
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    year = line[begins]
    year["first"], year["months"] = year["first"] // 12 * 12, 12
    year["amount_fen"] = np.add.reduceat(line["amount_fen"], begins)
    return year


def assess(
    tables: Mapping[str, np.ndarray],
    *,
    values: Book | Iterable[Value],
    since: Month,
    until: Month,
    choices: Mapping[str, str] | None = None,
    schemes: Mapping | None = None,
    names: Sequence[str] | None = None,
) -> Results:
    """What is due to every household of `tables` (facts.py) in since <= month < until.

    Give whole calendar years: a rate that is no whole fen is then shared over the months the same way in every run. `choices` are readings
    for this calculation only; `names` what to call each row of `persons` in explanations.
    """
    schemes = registry.SCHEMES if schemes is None else schemes
    book = values if isinstance(values, Book) else Book(values)
    if choices:
        places = np.unique(tables["households"]["place"]).tolist()
        book = book.brings([value for code in places for value in chosen(dict(choices), f"{code:012d}")])
    whole = {name: tables.get(name, np.zeros(0, table.dtype)) for name, table in facts.TABLES.items()}
    evaluation = Evaluation(tables=whole, book=book, since=since, until=until, schemes=schemes)
    return Results(evaluation, since, until, list(schemes), names)
