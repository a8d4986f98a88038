"""目标监测 of one household, an indicator and no claim: 筑委厅字〔2013〕89号 二.

"补助照顾资金年人均不低于800元，分别占农民人均纯收入的10%以上和城镇居民年人均可支配收入的5%以上". What the household received in a calendar
year ÷ its living members, or those of them who receive something (PC-30). The second target is a share of the farmers' net income, or of the urban
disposable income where most of the household has an urban hukou.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benefits.rules import money, months
from benefits.rules.claimed import slices
from benefits.rules.explain import clause, word
from benefits.rules.scheme import Policies, choice
from benefits.rules.sentences import say
from benefits.rules.values import Value

P = Policies("support_target")
LEAST, PERCENT = P.money("least"), {"rural": P.percent("rural_percent"), "urban": P.percent("urban_percent")}
LEAST_UNIT = "yuan per person per year"
INCOMES = {"rural": "rural_net_income_per_person", "urban": "urban_disposable_income_per_person"}
POLICIES = (LEAST, *PERCENT.values())


def calculated(of, case) -> list[dict]:
    """The targets of each calendar year of the window whose support is recorded."""
    received = of.tables["support_received"]
    years = [int(year) for year in np.unique(received["year"]) if case.since <= year * 12 and year * 12 + 12 <= case.until]
    asked = (_Year(of, year, received[received["year"] == year]) for year in years)
    return [year.told() for year in asked if year.least is not None and year.received["amount_recorded"].all()]


@dataclass
class _Year:
    """One calendar year of the household."""

    of: object
    year: int
    received: np.ndarray

    @property
    def least(self) -> Value | None:
        return self._value(LEAST.name)

    def told(self) -> dict:
        fen, people = int(self.received["amount"].sum()), self._people()
        told = {"name": "support_target", "beneficiary": "household", "year": self.year, "unit": LEAST_UNIT, "cite": clause(self.least)}
        value = None if not people else money.yuan((2 * fen + people) // (2 * people))
        because = say("%(amount)s ÷ %(people)s 人", amount=money.yuan(fen), people=people) if people else say("没有在世成员或去世情况未录入")
        least = 10_000 * money.fen(self.least.value)
        targets = [_target(least, fen, people, clause(self.least)), self._share_of_income(fen, people)]
        return told | {"value": value, "because": because, "targets": targets}

    def _share_of_income(self, fen: int, people: int | None) -> dict:
        kind = self._kind()
        if kind is None:
            return {"value": None, "met": "unknown", "because": say("未录入户口性质")}
        income, percent = self._value(INCOMES[kind]), self._value(PERCENT[kind].name)
        if income is None or percent is None:
            lacking = INCOMES[kind] if income is None else PERCENT[kind].name
            told = {"place": self.of.home, "day": months.iso(self._days[1]), "name": lacking}
            return {"value": None, "met": "unknown", "because": say("%(place)s 在 %(day)s 没有 %(name)s 的数值", **told)}
        share = self.of.book.number(self._row(PERCENT[kind].name), PERCENT[kind])
        return _target(money.fen(income.value) * share, fen, people, clause(percent))

    @property
    def _days(self) -> tuple[int, int]:
        return int(months.first_day(self.year * 12)), int(months.last_day(self.year * 12 + 11))

    def _row(self, name: str) -> int:
        first, last = (np.array([day]) for day in self._days)
        return int(self.of.place.at(name, first, last)[0])

    def _value(self, name: str) -> Value | None:
        row = self._row(name)
        return None if row < 0 else self.of.book.values[row]

    def _living(self) -> np.ndarray | None:
        """Rows of the members alive when the year ends; None where that is not recorded of somebody."""
        persons = self.of.tables["persons"]
        return np.flatnonzero(persons["own"] & (persons["died"] > self._days[1])) if persons["died_recorded"].all() else None

    def _people(self) -> int | None:
        """By how many the support is divided."""
        living = self._living()
        if living is None or self._value("PC-30").value == choice("PC-30").options[0]:
            return None if living is None else len(living)
        persons = self.of.rows("persons")
        return sum(self._receives(persons[row]) for row in living.tolist()) or len(living)

    def _receives(self, person) -> bool:
        """Whether a person is due money of the ledger in the year."""
        claims = [claim for scheme in self.of.schemes.values() for claim in scheme.claims if claim.kind == "person" and claim.unit == "yuan"]
        found = [self.of.claimed(claim, person) for claim in claims if not claim.registered]
        return any(part.fen() for claimed in found for part in slices(claimed.parts, self.year * 12, self.year * 12 + 12))

    def _kind(self) -> str | None:
        """Whether the household is of the country or the town: what most of the living members' hukou are."""
        living, rows = self._living(), self.of.tables["hukou"]
        if living is None:
            return None
        held = rows[np.isin(rows["person"], living) & (rows["since"] <= self._days[1]) & (rows["until"] > self._days[1])]
        if len(np.unique(held["person"])) < len(living) or not (held["kind_recorded"] & held["since_recorded"]).all():
            return None
        kinds = np.bincount(held["kind"], minlength=2)
        return "rural" if kinds[0] >= kinds[1] else "urban"


def _target(target: int, fen: int, people: int | None, cite: str) -> dict:
    """A target in ten-thousandths of a fen a person, against fen received by so many; compared exactly, shown half up."""
    met = None if not people else fen * 10_000 >= target * people
    return {"value": money.yuan((target + 5_000) // 10_000), "met": word(met), "cite": cite}
