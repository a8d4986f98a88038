"""One row of one household looked at in one run of months: what is recorded and decided."""
from __future__ import annotations

from benefits.rules import expr, months
from benefits.rules.meaning import WIDE
from benefits.rules.sentences import joined, say
from benefits.rules.values import Value

ABOUT = {"marriages": "me", "children": "child", "kin": "child"}  # whose fact it is; otherwise the subject's

HOMES = {say("本户"): "household", say("本村"): "village"}  # what is no person, and its key in an answer
_NAMES = dict(zip(("households", "villages"), HOMES, strict=True))
_NO_DAY = say("日期不明")


class View:
    """A person, household or row of facts (`alone.Row`) in one run of months."""

    __slots__ = ("of_household", "row", "said", "step")

    def __init__(self, household, row, step: int):
        self.of_household, self.row, self.step = household, row, step
        self.said: dict[tuple, object] = household.said  # what was said of the household so far

    @property
    def table(self) -> str:
        return self.row.table

    @property
    def name(self) -> str:
        table = self.row.table
        if table == "persons":
            names = self.of_household.names
            return str(names[self.row.number] if names is not None else self.row.facts["id"])
        if table in _NAMES:
            return _NAMES[table]
        if table == "couples":
            return joined("、", [self.of("husband").name, self.of("wife").name])
        return self.of(ABOUT.get(table, next(iter(self.row.links)))).name

    def yes(self, truth: expr.Truth) -> bool | None:
        """The answer: None is unknown."""
        yes, no = self.row.answers.get(truth) or self.of_household.truth(truth, self.row)
        return True if yes >> self.step & 1 else False if no >> self.step & 1 else None

    def bounds(self, number: expr.Number) -> tuple[int, int]:
        low, high = self.row.answers.get(number) or self.of_household.number(number, self.row)
        return low[self.step] if type(low) is tuple else low, high[self.step] if type(high) is tuple else high

    def number(self, number: expr.Number) -> int | None:
        low, high = self.bounds(number)
        return low if low == high else None

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
        return self.of_household.value(policy, self.step)

    def includes(self, policy: expr.Policy | expr.InMonth, option: str) -> bool:
        """Whether a list among the policy values names this."""
        value = self.value(policy)
        return value is not None and option in value.value

    def reads(self, choice: expr.Policy, reading: str) -> bool:
        """Whether the place reads a policy choice so."""
        value = self.value(choice)
        return value is not None and value.value == reading

    def linked(self, link: str) -> View | None:
        """The linked row in the same months; None without one."""
        row = self.of_household.linked(self.row, link)
        return None if row is None else View(self.of_household, row, self.step)

    of = linked  # where there is always one

    def rows(self, relation: expr.Relation, where: expr.Truth | None = None) -> list[View]:
        """The rows of a relation that answer a description, or may."""
        household = self.of_household
        found = [View(household, row, self.step) for row in household.related(relation, self.row)]
        return found if where is None else [view for view in found if view.yes(where) is not False]

    def recorded(self, relation: expr.Relation) -> bool:
        return relation.recorded is None or bool(self.row.facts[relation.recorded])

    def claim(self, scheme: str):
        """The claim of persons under a scheme."""
        return self.of_household.personal(scheme)

    def year_runs(self) -> list[View]:
        """The same row in every run of the calendar year."""
        household = self.of_household
        return [View(household, self.row, step) for step in household.runs(household.years[household.first[self.step] // 12])]

    def earlier_runs(self) -> list[View]:
        """The same row in every run before this one."""
        return [View(self.of_household, self.row, step) for step in range(self.step)]

    @property
    def place(self) -> str:
        return self.of_household.home

    @property
    def month(self) -> int:
        """The first month of the run that was asked for."""
        household, first = self.of_household, self.of_household.first[self.step]
        return household.since if first < household.since < first + household.months[self.step] else first
