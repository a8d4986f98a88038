"""The rules: what a family is owed and why, from dated facts and dated policy values. Pure: no Django, no clock, no tables of a database.

`assess` computes many households at once on arrays, `evaluate` answers for one case of the evaluation format and `Alone` explains one
household, without arrays; both walk the same words of the same rules. `Families` says what kind of family a household is on a day; `schemes` lists
what there is.
"""
from __future__ import annotations

from collections.abc import Iterable

from benefits.rules import answer as _answer
from benefits.rules import calculations, facts, tables
from benefits.rules import case as _case
from benefits.rules.adjusting import adjusted
from benefits.rules.alone import Alone
from benefits.rules.assess import LINE, QUESTION, RIGHT, Results, assess
from benefits.rules.choices import CHOICES
from benefits.rules.evaluate import Evaluation
from benefits.rules.families import Families
from benefits.rules.months import Month
from benefits.rules.reasons import Reasons
from benefits.rules.registry import SCHEMES, Scheme, money_names
from benefits.rules.shapes import Unusable
from benefits.rules.values import Book, Value

__all__ = ["CHOICES", "LINE", "QUESTION", "RIGHT", "SCHEMES", "Alone", "Book", "Evaluation", "Families", "Month", "Reasons", "Results",
           "Scheme", "Unusable", "Value", "adjusted", "assess", "check", "evaluate", "facts", "schemes"]  # fmt: skip


def schemes() -> list[Scheme]:
    """Every scheme there are rules for, each after those it looks at."""
    return list(SCHEMES.values())


def check(case: object) -> None:
    """Raises Unusable where evaluate would, and calculates nothing."""
    _case.read(case, money_names())


def evaluate(case: dict, *, values: Book | Iterable[Value]) -> dict:
    """The answer to a case of the evaluation format; raises Unusable for an input that cannot be calculated. Nothing is stored."""
    read = _case.read(case, money_names())
    book = values if isinstance(values, Book) else Book(values)
    members = case["household"]["members"]
    inside = [row for row in read.paid if row["from"] < read.until and row["to"] >= read.since]
    alone = Alone(
        tables=tables.of_case(read),
        book=book.brings(read.values),
        since=min([read.since, *(row["from"] for row in inside)]),
        until=max([read.until, *(row["to"] + 1 for row in inside)]),
        names=[member.get("name", member["id"]) for member in members],
    )
    ids = [member["id"] for member in members]
    answer = _answer.household(alone, ids=ids, since=read.since, until=read.until, paid=read.paid)
    return {"id": case.get("id")} | answer | {"calculations": calculations.calculated(alone, read)}
