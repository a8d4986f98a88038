"""Published calculations that are no claim: the income that counts for 低保 (淄政办发〔2012〕74号 三(三): 奖扶金 and 特扶金 do not count)."""
from __future__ import annotations

from benefits.rules import money
from benefits.rules.explain import clause

DISREGARDS = "minimum_living_income.disregards"


def calculated(results, case) -> list[dict]:
    """The monthly income a person of each recorded year in which the place states what does not count."""
    place = results.evaluation.places[0]
    found = []
    for income in results.evaluation.tables["incomes"]:
        year = range(max(case.since, int(income["year"]) * 12), min(case.until, int(income["year"]) * 12 + 12))
        stated = [row for row in place.at(DISREGARDS, list(year)).tolist() if row >= 0] if len(year) else []
        if stated and income["other_recorded"]:
            found.append({
                "name": "minimum_living_income", "beneficiary": "household", "year": int(income["year"]),
                "value": money.yuan(income["other"]), "unit": "yuan per person per month",
                "because": "计划生育奖励扶助金和特别扶助金不计入家庭收入", "cite": clause(results.book.values[stated[-1]]),
            })  # fmt: skip
    return found
