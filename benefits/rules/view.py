"""One cell of a batch looked at: what is recorded and decided of one person, household or row of facts in one run of months."""
from __future__ import annotations

import numpy as np

from benefits.rules import expr, months
from benefits.rules.meaning import WIDE
from benefits.rules.sentences import joined, say
from benefits.rules.values import Value

ABOUT = {"marriages": "me", "children": "child", "kin": "child"}  # whose fact it is; otherwise the subject's

HOMES = {say("本户"): "household", say("本村"): "village"}  # what is no person, and its key in an answer
_NAMES = dict(zip(("households", "villages"), HOMES, strict=True))
_NO_DAY = say("日期不明")


class View:
    """One cell of a frame: a person, household or row of facts in one run of months."""

    def __init__(self, evaluation, frame, cell: int, names):
        self.evaluation, self.frame, self.cell, self.names = evaluation, frame, int(cell), names

    @property
    def row(self) -> int:
        return int(self.frame.row[self.cell])

    @property
    def name(self) -> str:
        if self.frame.name in _NAMES:
            return _NAMES[self.frame.name]
        if self.frame.name == "couples":
            return joined("、", [self.of("husband").name, self.of("wife").name])
        if self.frame.name == "persons":
            return str(self.names[self.row] if self.names is not None else self.frame.rows["id"][self.row])
        return self.of(ABOUT.get(self.frame.name, next(iter(self.frame.links)))).name

    def yes(self, truth: expr.Truth) -> bool | None:
        """The answer: None is unknown."""
        yes, no = self.evaluation.truth(truth, self.frame)
        return True if yes.item(self.cell) else False if no.item(self.cell) else None

    def number(self, number: expr.Number) -> int | None:
        low, high = self.evaluation.number(number, self.frame)
        low, high = low.item(self.cell), high.item(self.cell)
        return low if low == high else None

    def bounds(self, number: expr.Number) -> tuple[int, int]:
        low, high = self.evaluation.number(number, self.frame)
        return low.item(self.cell), high.item(self.cell)

    def count(self, number: expr.Number) -> str:
        """A number as it is known: `1`, `1 至 2`, `至少 1`."""
        low, high = self.bounds(number)
        if low <= -WIDE:
            return say("未知")
        return str(low) if low == high else say("至少 %(count)s", count=low) if high >= WIDE else say("%(least)s 至 %(most)s", least=low, most=high)

    def date(self, number: expr.Number) -> str | None:
        day = self.number(number)
        return None if day is None or abs(day) >= months.FOREVER else months.iso(day)

    def on(self, number: expr.Number) -> str:
        """A day to read, also where it is not recorded."""
        return self.date(number) or _NO_DAY

    @staticmethod
    def day_text(day: int) -> str:
        return months.iso(day) if abs(day) < months.FOREVER else _NO_DAY

    def year(self, number: expr.Number) -> str:
        return (self.date(number) or "")[:4]

    def value(self, policy: expr.Policy | expr.InMonth) -> Value | None:
        """The value in force, with its document."""
        return self.evaluation.value(policy, self.frame.segment.item(self.cell))

    def includes(self, policy: expr.Policy | expr.InMonth, option: str) -> bool:
        """Whether a list among the policy values names this."""
        value = self.value(policy)
        return value is not None and option in value.value

    def reads(self, choice: expr.Policy, reading: str) -> bool:
        """Whether the place reads a policy choice so."""
        value = self.value(choice)
        return value is not None and value.value == reading

    def of(self, link: str) -> View:
        """The linked row in the same months."""
        name, _ = self.frame.links[link]
        return View(self.evaluation, self.evaluation.frames[name], self.evaluation.cells(self.frame, link)[self.cell], self.names)

    def rows(self, relation: expr.Relation, where: expr.Truth | None = None) -> list[View]:
        """The rows of a relation that answer a description, or may."""
        frame, cells = self.evaluation.frames[relation.table], self.evaluation.rows_of(relation, self.cell)
        if not len(cells):
            return []
        if where is not None:
            cells = cells[~self.evaluation.truth(where, frame)[1][cells]]
        return [View(self.evaluation, frame, cell, self.names) for cell in cells]

    def recorded(self, relation: expr.Relation) -> bool:
        return relation.recorded is None or bool(self.frame.column(relation.recorded)[self.row])

    def year_cells(self) -> list[View]:
        """The same row in every run of the calendar year."""
        return [View(self.evaluation, self.frame, cell, self.names) for cell in np.flatnonzero(self.frame.year == self.frame.year[self.cell])]

    def earlier_cells(self) -> list[View]:
        """The same row in every run before this one."""
        first = int(self.frame.offset[self.row])
        return [View(self.evaluation, self.frame, cell, self.names) for cell in range(first, self.cell)]

    @property
    def place(self) -> str:
        return self.evaluation.place_at(self.frame.segment[self.cell])

    @property
    def month(self) -> int:
        """The first month of the run that was asked for."""
        segments, segment = self.evaluation.segments, self.frame.segment[self.cell]
        first = int(segments.first[segment])
        return self.evaluation.since if first < self.evaluation.since < first + segments.months[segment] else first
