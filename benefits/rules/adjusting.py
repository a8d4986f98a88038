"""The dynamic adjustment tried out: 筑委厅字〔2013〕89号 三(一), "调整后的标准 = 现标准 × (1 + 累计增长幅度)".

It proposes; officials decide. Growth is compared exactly and only printed rounded. A year that reaches the trigger is the next base, its standards
the 现标准 of the next round.
"""
from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from benefits.rules import choices as register
from benefits.rules import money
from benefits.rules.expr import Policy
from benefits.rules.registry import BROUGHT, SCHEMES, money_names
from benefits.rules.scheme import Policies
from benefits.rules.sentences import say
from benefits.rules.shapes import Unusable, any_object, list_of, place, shape, text, year
from benefits.rules.shapes import money as amount
from benefits.rules.values import Book, Value, code
from benefits.rules.walking import walk

P = Policies("dynamic_adjustment")
TRIGGER, BASE_YEAR = P.percent("trigger"), P.calendar_years("base_year")
READINGS = ("PC-19", "PC-20", "PC-21", "PC-22", "PC-23")
_GRIDS_FEN = {"1": 100, "5": 500, "10": 1000}
_CEILINGS = {"ceil_to_1": "1", "ceil_to_5": "5", "ceil_to_10": "10"}


@functools.cache
def standards() -> frozenset[str]:
    """The names of the sums of money that claims with a ledger give, which is what the mechanism speaks of: no threshold, target or percentage."""
    given = (claim for scheme in SCHEMES.values() for claim in scheme.claims if claim.unit == "yuan" and not claim.registered)
    asked = {node.name for claim in given for node in walk(claim.rate) if isinstance(node, Policy) and node.kind == "money"}
    return frozenset(asked - BROUGHT.keys())


def moves(name: str, reading: str) -> bool:
    """Whether a standard moves under a reading of PC-23; the province's does only where the place reads it so."""
    return reading == "total" or not name.endswith(".province")


def growth(index: Mapping[int, Fraction], base: int, now: int, reading: str) -> Fraction:
    """The growth from the base to a year under a reading of PC-19, exactly."""
    if reading == "compound":
        return index[now] / index[base] - 1
    years = [one for one in sorted(index) if base <= one <= now]
    return sum((index[after] / index[before] - 1 for before, after in pairwise(years)), Fraction(0))


@dataclass(frozen=True)
class Raised:
    """A standard × (1 + growth) in fen: exact to the fen, and on the grids of 1, 5 and 10 yuan, half up and up."""

    exact: int
    half_up: dict[str, int]
    up: dict[str, int]

    def read(self, reading: str) -> int:
        """The one a reading of PC-21 takes."""
        return self.exact if reading == "exact" else self.half_up["1"] if reading == "half_up_to_1" else self.up[_CEILINGS[reading]]


def raised(fen: int, growth: Fraction) -> Raised:
    """What a standard in fen becomes."""
    new = fen * (1 + growth)
    half_up = {grid: _half_up(new, step) for grid, step in _GRIDS_FEN.items()}
    return Raised(_half_up(new, 1), half_up, {grid: math.ceil(new / step) * step for grid, step in _GRIDS_FEN.items()})


def printed(growth: Fraction) -> str:
    """With six decimals, half up."""
    millionths = math.floor(growth * 1_000_000 + Fraction(1, 2))
    sign, millionths = "-" if millionths < 0 else "", abs(millionths)
    return f"{sign}{millionths // 1_000_000}.{millionths % 1_000_000:06d}"


def stated(values: Book, place: str, name: str) -> Value | None:
    """The last value a place states under a name."""
    pieces = values.place(code(place)).pieces(name)
    return values.values[pieces[-1][2]] if pieces else None


def trigger(value: Value) -> Fraction:
    """The growth that starts an adjustment."""
    return Fraction(str(value.value)) / 100


def _index(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,6})?", value) or not Decimal(value):
        raise Unusable(at, say("指数应是大于 0 的数字文字，如 \"133.22\"。"))


_GIVEN = shape(
    ("place", "base_year", "index", "standards"),
    place=place, base_year=year, choices=any_object,
    index=list_of(shape(("year", "value"), year=year, value=_index)),
    standards=list_of(shape(("name", "value"), name=text, value=amount)),
)  # fmt: skip


def adjusted(given: object, *, values: Book) -> dict:
    """Year by year the growth since the base, whether it reached the trigger, and the new standards; raises Unusable."""
    _GIVEN(given, "")
    readings, asked = _readings(given, values), stated(values, given["place"], TRIGGER.name)
    if asked is None:
        raise Unusable("place", say("本地没有动态调整机制的文件。"))
    index, standards = _series(given), _standards(given)
    rows, base = [], given["base_year"]
    for now in sorted(later for later in index if later > base):
        grown = growth(index, base, now, readings["PC-19"])
        row = {"year": now, "base_year": base, "growth": printed(grown), "reached": grown >= trigger(asked)}
        if row["reached"]:
            effective = f"{now + 1}-01-01" if readings["PC-22"] == "next_january" else None
            proposed = [_standard(name, fen, grown, readings) for name, fen in standards.items()]
            row |= {"effective": effective, "new_base_year": now, "standards": proposed}
            standards, base = {one["name"]: money.fen(one["new"]) for one in proposed}, now
        rows.append(row)
    return {"place": given["place"], "years": rows}


def _series(given) -> dict[int, Fraction]:
    index = {row["year"]: Fraction(row["value"]) for row in given["index"]}
    if len(index) < len(given["index"]):
        raise Unusable("index", say("同一年份只能有一个指数。"))
    if given["base_year"] not in index:
        raise Unusable("index", say("缺少基期 %(year)s 年的指数。", year=given["base_year"]))
    return index


def _standards(given) -> dict[str, int]:
    for n, row in enumerate(given["standards"]):
        if row["name"] not in money_names():
            raise Unusable(f"standards[{n}].name", say("没有名为“%(name)s”的政策数值。", name=row["name"]))
    return {row["name"]: money.fen(row["value"]) for row in given["standards"]}


def _readings(given, values: Book) -> dict[str, str]:
    """How the place reads PC-19 to PC-23, with what is asked for over it."""
    for name, reading in given.get("choices", {}).items():
        if why := register.why_not(name, reading):
            raise Unusable(f"choices.{name}", why)
    return {name: stated(values, given["place"], name).value for name in READINGS} | given.get("choices", {})


def _standard(name: str, fen: int, growth: Fraction, readings) -> dict:
    if not moves(name, readings["PC-23"]):
        return {"name": name, "adjusted": False, "old": money.yuan(fen), "new": money.yuan(fen)}
    new = raised(fen, growth)
    return {
        "name": name, "adjusted": True, "old": money.yuan(fen), "exact": money.yuan(new.exact), "new": money.yuan(new.read(readings["PC-21"])),
        "half_up": {grid: money.yuan(one) for grid, one in new.half_up.items()}, "up": {grid: money.yuan(one) for grid, one in new.up.items()},
    }  # fmt: skip


def _half_up(fen: Fraction, step: int) -> int:
    return math.floor(fen / step + Fraction(1, 2)) * step
