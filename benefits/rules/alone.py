"""One household evaluated by itself: row by row, its runs of months as the bits of a whole number.

The words mean here what they mean on arrays (`meaning.py`), without the fixed price of a NumPy call for four people; what is explained is
explained from here. A Truth is (yes, no), bit n for run n. A Number is (low, high), each one number for all runs or a tuple with one for each.
"""
from __future__ import annotations

from itertools import compress, repeat

import numpy as np

from benefits.rules import answer, expr, facts, registry, walking
from benefits.rules import related_alone as _words_about_rows  # noqa: F401 registers what they mean
from benefits.rules.claimed import Claimed
from benefits.rules.frames import Frames, Segments
from benefits.rules.meaning_alone import MEANINGS
from benefits.rules.values import Book, Value, code, short


class Row:
    """A row of a table: what is recorded in it, the rows it is linked to, and every word worked out about it."""

    __slots__ = ("answers", "facts", "links", "number", "table")

    def __init__(self, table: str, number: int, recorded: dict, links: dict):
        self.table, self.number, self.facts, self.links = table, number, recorded, links
        self.answers: dict[expr.Node, tuple] = {}


class Alone:
    """A household over the calendar years of since <= month < until; `names` is what to call each row of `persons`.

    `asked` is a day (from 1970-01-01) for words that ask of one; no scheme does.
    """

    def __init__(self, *, tables, book: Book, since, until, names=None, schemes=registry.SCHEMES, asked=None):
        self.tables, self.book, self.schemes, self.names = facts.empty() | tables, book, schemes, names
        self.since, self.until, self.asked = since, until, asked
        place = f"{int(tables['households']['place'][0]):012d}"
        self.code, self.place = place, book.place(code(place))
        years = {"since": since // 12 * 12, "until": -(-until // 12) * 12}
        segments = Segments(tables=self.tables, places=[self.place], place_of=np.zeros(1, dtype="i8"), ages=book.ages, **years)
        self.first, self.months = segments.first.tolist(), segments.months.tolist()
        self.steps, self.bits = range(len(self.first)), [1 << step for step in range(len(self.first))]
        self.all = (1 << len(self.first)) - 1
        self.years: dict[int, int] = {}
        for first, bit in zip(self.first, self.bits, strict=True):
            self.years[first // 12] = self.years.get(first // 12, 0) | bit
        self._frames = Frames(self.tables, segments)
        self._rows: dict[str, list[Row]] = {}
        self.begins = [max(first, since) for first in self.first]
        self.ends = [min(first + months, until) for first, months in zip(self.first, self.months, strict=True)]
        self.in_window = sum(bit for bit, begins, end in zip(self.bits, self.begins, self.ends, strict=True) if begins < end)
        self.in_whole_years = self.in_window & sum(runs for year, runs in self.years.items() if since <= year * 12 and year * 12 + 12 <= until)
        self._policies, self._related, self._claimed, self._of_place = {}, {}, {}, {}
        self.said: dict[tuple, object] = {}

    # What words are evaluated with

    def truth(self, node: expr.Truth, row: Row) -> tuple[int, int]:
        """(yes, no) of a condition of a row."""
        found = row.answers.get(node)
        if found is None:
            found = self._of_place.get(node)
            if found is None:
                found = MEANINGS[type(node)](self, node, row)
                if walking.is_of_place(node):
                    self._of_place[node] = found
            row.answers[node] = found
        return found

    number = truth  # (low, high) of a number of a row

    def where(self, test, *numbers) -> int:
        """The runs in which numbers pass a test."""
        if tuple not in map(type, numbers):
            return self.all if test(*numbers) else 0
        return sum(compress(self.bits, map(test, *(number if type(number) is tuple else repeat(number) for number in numbers))))

    @staticmethod
    def each(operation, *numbers):
        """An operation on numbers, run by run; once where none of them changes."""
        if tuple not in map(type, numbers):
            return operation(*numbers)
        return tuple(map(operation, *(number if type(number) is tuple else repeat(number) for number in numbers)))

    def runs(self, bits: int) -> list[int]:
        """The runs whose bit is set, in order of time."""
        return [step for step in self.steps if bits >> step & 1]

    def rows(self, name: str) -> list[Row]:
        """The rows of a table, made when it is first asked for."""
        if name not in self._rows:
            frame, columns = self._frames[name], self._frames[name].rows.dtype.names
            links = {link: (table, rows.tolist()) for link, (table, rows) in frame.links.items()}
            more = {column: values.tolist() for column, values in frame.more.items()}
            self._rows[name] = [
                Row(
                    name,
                    number,
                    dict(zip(columns, recorded, strict=True)) | {column: values[number] for column, values in more.items()},
                    {link: (table, rows[number]) for link, (table, rows) in links.items()},
                )
                for number, recorded in enumerate(frame.rows.tolist())
            ]
        return self._rows[name]

    def linked(self, row: Row, link: str) -> Row | None:
        """The row another one points at."""
        table, number = row.links[link]
        return None if number < 0 else self.rows(table)[number]

    def related(self, relation: expr.Relation, row: Row) -> list[Row]:
        """The rows that belong to a subject."""
        key = relation.table, relation.subject
        if key not in self._related:
            found = self._related[key] = {}
            for other in self.rows(relation.table):
                found.setdefault(other.links[relation.subject][1], []).append(other)
        return self._related[key].get(row.number, [])

    def policy(self, policy: expr.Policy, month: int | None = None):
        """(row in the book or −1, low, high), as numbers are; with `month` (1 to 12), as in that month of the year."""
        key = policy, month
        if key not in self._policies:
            asked = self.first if month is None else [first // 12 * 12 + month - 1 for first in self.first]
            self._policies[key] = self.place.told(policy, asked)
        return self._policies[key]

    def value(self, policy: expr.Policy | expr.InMonth, step: int) -> Value | None:
        """The value that holds in a run."""
        row = self.policy(*expr.asked(policy))[0]
        row = row[step] if type(row) is tuple else row
        return None if row < 0 else self.book.values[row]

    def personal(self, scheme: str):
        """The claim of persons under a scheme."""
        return next(claim for claim in self.schemes[scheme].claims if claim.kind == "person")

    @property
    def home(self) -> str:
        """The place, as short as it can be written."""
        return short(self.code)

    # What is asked of a household

    def claimed(self, claim, row: Row) -> Claimed:
        """What comes of a claim of one beneficiary."""
        key = claim, row
        if key not in self._claimed:
            self._claimed[key] = Claimed(self, claim, row)
        return self._claimed[key]

    def claimants(self, claim) -> list[Row]:
        """The rows whose claims are computed here; a couple is at home where the wife is."""
        rows = self.rows(facts.TABLE_OF[claim.kind])
        if claim.kind == "couple":
            return [row for row in rows if self.linked(row, "wife").facts["own"]]
        return [row for row in rows if row.facts.get("own", True)]

    def reason(self, scheme: str, beneficiary_row: int, period: int, kind: str = "person") -> dict:
        """Why a beneficiary is or is not given something in a month (or its calendar year): conditions, values and sum, ready for JSON."""
        claim = next(claim for claim in self.schemes[scheme].claims if claim.kind == kind)
        return {"scheme": scheme} | answer.reason(self.claimed(claim, self.rows(facts.TABLE_OF[kind])[beneficiary_row]), int(period))

    def of_year(self, scheme: str, beneficiary_row: int, year: int, kind: str = "person") -> dict:
        """What a beneficiary is given of a scheme in a calendar year; a scheme that gives it nothing there is a KeyError."""
        row = self.rows(facts.TABLE_OF[kind])[beneficiary_row]
        for claim in self.schemes[scheme].claims:
            if claim.kind == kind and (given := answer.of_year(self.claimed(claim, row), year)):
                return given
        raise KeyError((scheme, kind, beneficiary_row, year))
