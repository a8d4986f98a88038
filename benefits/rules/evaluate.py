"""What the words of `expr.py` mean, on arrays: a Truth is (yes, no), a Number is (low, high), one entry a cell.

Unknown is neither yes nor no, and a number whose bounds differ. An unrecorded fact has the widest bounds, so every comparison that could go
either way is unknown by itself.
"""
from __future__ import annotations

from functools import singledispatchmethod

import numpy as np

from benefits.rules import expr, facts, months
from benefits.rules.frames import Frame, Segments, frames
from benefits.rules.values import Book

WIDE = 2**60  # beyond every recorded number
LONG_AGO = -(2**40)  # a day before every recorded day

# The days a month is judged by. PERIOD words mean the calendar year for a clause written "a year".
DAYS = {
    "first_day": lambda first: months.first_day(first),
    "last_day": lambda first: months.last_day(first),
    "day_before": lambda first: months.first_day(first) - 1,
    "year_first": lambda first: months.first_day(first // 12 * 12),
    "year_last": lambda first: months.last_day(first // 12 * 12 + 11),
    "year_before": lambda first: months.first_day(first // 12 * 12) - 1,
    "year": lambda first: first // 12,
}
EDGES = {
    "month_first": lambda month: months.first_day(month),
    "month_last": lambda month: months.last_day(month),
    "next_month_first": lambda month: months.first_day(month + 1),
    "half_first": lambda month: months.first_day(month // 6 * 6),
    "half_last": lambda month: months.last_day(month // 6 * 6 + 5),
    "year_first": lambda month: months.first_day(month // 12 * 12),
    "year_last": lambda month: months.last_day(month // 12 * 12 + 11),
    "next_year_first": lambda month: months.first_day(month // 12 * 12 + 12),
}


class Evaluation:
    """One batch of households over whole calendar years, and everything computed about it so far."""

    def __init__(self, *, tables, book: Book, since, until, schemes):
        self.tables, self.book, self.schemes = tables, book, schemes
        codes, self.place_of = np.unique(tables["households"]["place"], return_inverse=True)
        self.places = [book.place(f"{code:012d}") for code in codes.tolist()]
        self.place_codes = [f"{code:012d}" for code in codes.tolist()]
        self.segments = Segments(tables=tables, places=self.places, place_of=self.place_of, ages=book.ages(), since=since, until=until)
        self.frames = frames(tables, self.segments)
        self._memo = {}
        self._policies = {}
        self._pending = []

    def truth(self, node: expr.Truth, frame: Frame):
        """(yes, no) of a condition, cell by cell."""
        return self._remembered(node, frame)

    def number(self, node: expr.Number, frame: Frame):
        """(low, high) of a number, cell by cell."""
        return self._remembered(node, frame)

    def _remembered(self, node, frame):
        key = node, frame.name
        if key not in self._memo:
            self._memo[key] = self._compute(node, frame)
        return self._memo[key]

    def policy_rows(self, policy: expr.Policy, month: int | None = None) -> np.ndarray:
        """For each run the row of the value in the book (in a month of its year), −1 where none is stated."""
        return self._policy(policy, month)[0]

    def cells(self, frame: Frame, link: str) -> np.ndarray:
        """For each cell the cell of the linked row in its own frame; −1 where there is none."""
        key = frame.name, link
        if key not in self._memo:
            name, rows = frame.links[link]
            linked = rows[frame.row]
            self._memo[key] = np.where(linked < 0, -1, self.frames[name].offset[linked] + frame.local) if len(frame) else frame.row
        return self._memo[key]

    def related(self, relation: expr.Relation):
        """(frame of the rows, for each of their cells the cell of the subject)."""
        rows = self.frames[relation.table]
        return rows, self.cells(rows, relation.subject)

    def base(self, code: str):
        """(yes, no) in the persons' frame: the conditions of a scheme without what excludes it."""
        if code in self._pending:
            raise ValueError(f"schemes exclude each other in a circle: {' → '.join([*self._pending, code])}")
        self._pending.append(code)
        claim = next(claim for claim in self.schemes[code].claims if claim.kind == "person")
        answer = self.truth(claim.base, self.frames["persons"])
        self._pending.pop()
        return answer

    @singledispatchmethod
    def _compute(self, node, frame):
        raise TypeError(f"{type(node).__name__} cannot be evaluated")

    @_compute.register
    def _(self, node: expr.Always, frame):
        return np.full(len(frame), node.value), np.full(len(frame), not node.value)

    @_compute.register
    def _(self, node: expr.Both, frame):
        (yes_a, no_a), (yes_b, no_b) = self.truth(node.a, frame), self.truth(node.b, frame)
        return yes_a & yes_b, no_a | no_b

    @_compute.register
    def _(self, node: expr.Either, frame):
        (yes_a, no_a), (yes_b, no_b) = self.truth(node.a, frame), self.truth(node.b, frame)
        return yes_a | yes_b, no_a & no_b

    @_compute.register
    def _(self, node: expr.Opposite, frame):
        yes, no = self.truth(node.a, frame)
        return no, yes

    @_compute.register
    def _(self, node: expr.Compare, frame):
        (low_a, high_a), (low_b, high_b) = self.number(node.a, frame), self.number(node.b, frame)
        if node.op == "<=":
            return high_a <= low_b, low_a > high_b
        if node.op == "<":
            return high_a < low_b, low_a >= high_b
        return (low_a == high_b) & (high_a == low_b), (high_a < low_b) | (low_a > high_b)

    @_compute.register
    def _(self, node: expr.Const, frame):
        value = np.full(len(frame), node.value, dtype="i8")
        return value, value

    @_compute.register
    def _(self, node: expr.Fact, frame):
        if node.table != frame.name:
            raise ValueError(f"{node.table}.{node.column} is asked of {frame.name}")
        value = frame.column(node.column).astype("i8")
        recorded = f"{node.column}_recorded"
        if not frame.has(recorded):
            value = value[frame.row]
            return value, value
        known = frame.column(recorded)
        return np.where(known, value, -WIDE)[frame.row], np.where(known, value, WIDE)[frame.row]

    @_compute.register
    def _(self, node: expr.Row, frame):
        return frame.row, frame.row

    @_compute.register
    def _(self, node: expr.Policy, frame):
        _, low, high = self._policy(node)
        return low[frame.segment], high[frame.segment]

    @_compute.register
    def _(self, node: expr.InMonth, frame):
        _, low, high = self._policy(node.policy, node.month)
        return low[frame.segment], high[frame.segment]

    def _policy(self, node, month=None):
        """(row of the value, low, high) for each run; with `month`, as in that month of its year."""
        if (node, month) not in self._policies:
            places = self.place_of[self.segments.household]
            asked = self.segments.first if month is None else self.segments.first // 12 * 12 + month - 1
            rows = np.full(len(self.segments), -1)
            for index, place in enumerate(self.places):
                at = places == index
                rows[at] = place.at(node.name, asked[at])
            low, high = np.full(len(rows), -WIDE), np.full(len(rows), WIDE)
            for row in np.unique(rows[rows >= 0]).tolist():
                low[rows == row] = high[rows == row] = self.book.number(row, node)
            self._policies[node, month] = rows, low, high
        return self._policies[node, month]

    @_compute.register
    def _(self, node: expr.InForceSince, frame):
        rows, _, _ = self._policy(node.policy)
        began = np.array([months.day(value.since) for value in self.book.values] or [0], dtype="i8")
        return np.where(rows < 0, -WIDE, began[rows])[frame.segment], np.where(rows < 0, WIDE, began[rows])[frame.segment]

    @_compute.register
    def _(self, node: expr.Stated, frame):
        stated = (self._policy(node.policy)[0] >= 0)[frame.segment]
        return stated, ~stated

    @_compute.register
    def _(self, node: expr.Includes, frame):
        rows, words, _ = self._policy(node.policy)
        named = (words >> node.policy.options.index(node.option)) & 1 == 1
        return (named & (rows >= 0))[frame.segment], (~named & (rows >= 0))[frame.segment]

    @_compute.register
    def _(self, node: expr.Day, frame):
        day = DAYS[node.which](self.segments.first)[frame.segment]
        return day, day

    @_compute.register
    def _(self, node: expr.Reached, frame):
        (low, high), (years, years_high) = self.number(node.born, frame), self.number(node.years, frame)
        leap, leap_high = self.number(node.leap, frame)
        known = (low == high) & (years == years_high) & (leap == leap_high)
        on = months.reached(np.where(known, low, 0), np.where(known, years, 0), leap_on_first_of_march=leap == 1)
        return np.where(known, on, -WIDE), np.where(known, on, WIDE)

    @_compute.register
    def _(self, node: expr.Rounded, frame):
        edge = EDGES[node.edge]
        return tuple(self._edge(edge, day) for day in self.number(node.a, frame))

    @staticmethod
    def _edge(edge, day):
        within = np.abs(day) < months.FOREVER
        return np.where(within, edge(months.of(np.where(within, day, 0))), day)

    @_compute.register
    def _(self, node: expr.Least, frame):
        (low_a, high_a), (low_b, high_b) = self.number(node.a, frame), self.number(node.b, frame)
        return np.minimum(low_a, low_b), np.minimum(high_a, high_b)

    @_compute.register
    def _(self, node: expr.Greatest, frame):
        (low_a, high_a), (low_b, high_b) = self.number(node.a, frame), self.number(node.b, frame)
        return np.maximum(low_a, low_b), np.maximum(high_a, high_b)

    @_compute.register
    def _(self, node: expr.Sum, frame):
        (low_a, high_a), (low_b, high_b) = self.number(node.a, frame), self.number(node.b, frame)
        return _clipped(low_a + low_b), _clipped(high_a + high_b)

    @_compute.register
    def _(self, node: expr.Times, frame):
        return self._exactly(node, frame, lambda a, b: a * b)

    @_compute.register
    def _(self, node: expr.Share, frame):
        def share(rate, percent):
            if np.any(rate * percent % 10_000):
                raise ValueError("a percentage of a percentage cannot be kept exact")
            return rate * percent // 10_000

        return self._exactly(node, frame, share)

    def _exactly(self, node, frame, operation):
        """An operation on known numbers; unknown where one of them is."""
        (low_a, high_a), (low_b, high_b) = (self.number(part, frame) for part in expr.children(node))
        known = (low_a == high_a) & (low_b == high_b)
        value = operation(np.where(known, low_a, 0), np.where(known, low_b, 0))
        return np.where(known, value, -WIDE), np.where(known, value, WIDE)

    @_compute.register
    def _(self, node: expr.If, frame):
        yes, no = self.truth(node.condition, frame)
        (low_a, high_a), (low_b, high_b) = self.number(node.then, frame), self.number(node.otherwise, frame)
        low = np.where(yes, low_a, np.where(no, low_b, np.minimum(low_a, low_b)))
        return low, np.where(yes, high_a, np.where(no, high_b, np.maximum(high_a, high_b)))

    @_compute.register
    def _(self, node: expr.Choose, frame):
        low, high = np.full(len(frame), -WIDE), np.full(len(frame), WIDE)
        for at, branch in self._read(node, frame):
            branch_low, branch_high = self.number(branch, frame)
            low[at], high[at] = branch_low[at], branch_high[at]
        return low, high

    @_compute.register
    def _(self, node: expr.Decide, frame):
        yes, no = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
        for at, branch in self._read(node, frame):
            branch_yes, branch_no = self.truth(branch, frame)
            yes[at], no[at] = branch_yes[at], branch_no[at]
        return yes, no

    def _read(self, node, frame):
        """(cells, branch) of each reading some cell uses."""
        reading, high = self.number(node.choice, frame)
        for code in np.unique(reading[reading == high]).tolist():
            yield reading == code, node.by[node.choice.options[code]]

    @_compute.register
    def _(self, node: expr.AnyOf, frame):
        yes, maybe = self._tally(node, frame)
        return yes > 0, (maybe == 0) & self._recorded(node.relation, frame)

    @_compute.register
    def _(self, node: expr.CountOf, frame):
        yes, maybe = self._tally(node, frame)
        return yes, np.where(self._recorded(node.relation, frame), maybe, WIDE)

    def _tally(self, node, frame):
        """How many rows surely and how many possibly answer the description, for each cell of the subject."""
        rows, subject = self.related(node.relation)
        yes, no = self.truth(node.where, rows)
        return np.bincount(subject[yes], minlength=len(frame)), np.bincount(subject[~no], minlength=len(frame))

    def _recorded(self, relation, frame):
        if relation.recorded is None:
            return np.ones(len(frame), dtype=bool)
        return frame.column(relation.recorded)[frame.row]

    @_compute.register
    def _(self, node: expr.LatestOf, frame):
        rows, subject = self.related(node.relation)
        (yes, no), (low, high) = self.truth(node.where, rows), self.number(node.value, rows)
        latest_low, latest_high = np.full(len(frame), LONG_AGO), np.full(len(frame), LONG_AGO)
        np.maximum.at(latest_low, subject[yes], low[yes])
        np.maximum.at(latest_high, subject[~no], high[~no])
        return latest_low, np.where(self._recorded(node.relation, frame), latest_high, WIDE)

    @_compute.register
    def _(self, node: expr.LastOf, frame):
        rows, subject = self.related(node.relation)
        (yes, no), (order, order_high) = self.truth(node.where, rows), self.number(node.order, rows)
        low, high = self.number(node.value, rows)
        last_low, last_high = np.full(len(frame), -WIDE), np.full(len(frame), WIDE)
        sure = np.flatnonzero(yes)
        sure = sure[np.lexsort((order[sure], subject[sure]))]
        last_low[subject[sure]], last_high[subject[sure]] = low[sure], high[sure]
        sole = np.bincount(subject[~no], minlength=len(frame)) == 1
        doubtful = ~yes & ~no | (yes & (order != order_high))
        open_ended = (np.bincount(subject[doubtful], minlength=len(frame)) > 0) & ~sole | ~self._recorded(node.relation, frame)
        return np.where(open_ended, -WIDE, last_low), np.where(open_ended, WIDE, last_high)

    @_compute.register
    def _(self, node: expr.MostAtOnce, frame):
        rows, subject = self.related(node.relation)
        (yes, no), (since, since_high) = self.truth(node.where, rows), self.number(node.since, rows)
        until, until_high = self.number(node.until, rows)
        one, other = _pairs(subject)
        same = one == other
        sure = yes[other] & (same | (since_high[other] <= since[one]) & (since_high[one] < until[other]))
        maybe = ~no[other] & (same | (since[other] <= since_high[one]) & (since[one] < until_high[other]))
        sure, maybe = (np.bincount(one[pairs], minlength=len(subject)) for pairs in (sure, maybe))
        most_sure, most_maybe = np.zeros(len(frame), dtype="i8"), np.zeros(len(frame), dtype="i8")
        np.maximum.at(most_sure, subject, np.where(yes, sure, 0))
        np.maximum.at(most_maybe, subject, np.where(no, 0, maybe))
        return most_sure, np.where(self._recorded(node.relation, frame), most_maybe, WIDE)

    @_compute.register
    def _(self, node: expr.TruthOf, frame):
        cells = self.cells(frame, node.link)
        yes, no = self.truth(node.a, self.frames[node.table])
        if not len(yes):
            return np.zeros(len(frame), dtype=bool), np.ones(len(frame), dtype=bool)
        return yes[cells] & (cells >= 0), no[cells] | (cells < 0)

    @_compute.register
    def _(self, node: expr.NumberOf, frame):
        cells = self.cells(frame, node.link)
        low, high = self.number(node.a, self.frames[node.table])
        return low[cells], high[cells]

    @_compute.register
    def _(self, node: expr.Meets, frame):
        return self.base(node.scheme)

    @_compute.register
    def _(self, node: expr.AnyMonth, frame):
        yes, no = self.truth(node.a, frame)
        years, year = np.unique(frame.year, return_inverse=True)
        return (np.bincount(year[yes], minlength=len(years)) > 0)[year], (np.bincount(year[~no], minlength=len(years)) == 0)[year]

    @_compute.register
    def _(self, node: expr.DueInYear, frame):
        yes, no = self.base(node.scheme)
        claim = next(claim for claim in self.schemes[node.scheme].claims if claim.kind == "person")
        low, high = self.number(claim.rate, frame)
        length = self.segments.months[frame.segment]
        known = no | (yes & (low == high))
        due = np.where(yes & known, low * length, 0)
        years, year = np.unique(frame.year, return_inverse=True)
        total = np.zeros(len(years), dtype="i8")
        np.add.at(total, year, due)
        doubt = (np.bincount(year[~known], minlength=len(years)) > 0)[year]
        return np.where(doubt, -WIDE, total[year]), np.where(doubt, WIDE, total[year])

    @_compute.register
    def _(self, node: expr.Confirmed, frame):
        rows = self.tables["confirmations"]
        rows = rows[rows["scheme"] == facts.SCHEME_CODES.index(node.scheme)]
        low, high = np.full(len(frame.rows), LONG_AGO), np.full(len(frame.rows), LONG_AGO)
        low[rows["person"]] = np.where(rows["on_recorded"], rows["on"], -WIDE)
        high[rows["person"]] = np.where(rows["on_recorded"], rows["on"], WIDE)
        return low[frame.row], high[frame.row]

    @_compute.register
    def _(self, node: expr.Given, frame):
        rows = self.tables["given"]
        rows = rows[rows["scheme"] == facts.SCHEME_CODES.index(node.scheme)]
        rows = rows[rows["person"] >= 0] if frame.name == "persons" else rows[rows["person"] < 0]
        last = np.full(len(frame.rows), LONG_AGO)
        np.maximum.at(last, rows["person" if frame.name == "persons" else "household"], months.last_day(rows["month"]))
        return last[frame.row], last[frame.row]


def _clipped(value):
    """Sums with an unrecorded number stay unrecorded."""
    return np.where(np.abs(value) >= WIDE // 2, np.sign(value) * WIDE, value)


def _pairs(subject):
    """Every ordered pair of cells with the same subject, each with itself included."""
    order = np.argsort(subject, kind="stable")
    size = np.bincount(subject, minlength=int(subject.max()) + 1 if len(subject) else 0)
    begin = np.cumsum(size) - size
    mates = size[subject[order]]
    one = np.repeat(order, mates)
    step = np.arange(len(one)) - np.repeat(np.cumsum(mates) - mates, mates)
    return one, order[np.repeat(begin[subject[order]], mates) + step]
