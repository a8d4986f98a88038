"""Published calculations that are no claim: the income that counts for 低保 (淄政办发〔2012〕74号 三(三): 奖扶金 and 特扶金 do not count)."""
from __future__ import annotations

import numpy as np

from benefits.rules import money, months, support_target
from benefits.rules.explain import clause
from benefits.rules.sentences import say

DISREGARDS = "minimum_living_income.disregards"


def calculated(of, case) -> list[dict]:
    """Every calculation a case asks for."""
    return [*_minimum_living_incomes(of, case), *support_target.calculated(of, case)]


def _minimum_living_incomes(of, case) -> list[dict]:
    """The monthly income a person of each recorded year in which the place states what does not count."""
    found = []
    for income in of.tables["incomes"]:
        year = range(max(case.since, int(income["year"]) * 12), min(case.until, int(income["year"]) * 12 + 12))
        rows = of.place.at(DISREGARDS, months.first_day(list(year)), months.last_day(list(year))) if len(year) else np.zeros(0, dtype="i8")
        stated = rows[rows >= 0].tolist()
        if stated and income["other_recorded"]:
            found.append({
                "name": "minimum_living_income", "beneficiary": "household", "year": int(income["year"]),
                "value": money.yuan(income["other"]), "unit": "yuan per person per month",
                "because": say("计划生育奖励扶助金和特别扶助金不计入家庭收入"), "cite": clause(of.book.values[stated[-1]]),
            })  # fmt: skip
    return found
