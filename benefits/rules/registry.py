"""The schemes: every file of `schemes/` is one, its name is the code."""
from __future__ import annotations

import functools
import importlib
import pkgutil
from dataclasses import dataclass

from benefits.rules import schemes as folder
from benefits.rules import support_target
from benefits.rules.expr import AnyOf, Confirmed, CountOf, DueInMonth, DueInYear, Fact, LastOf, LatestOf, Meets, MostAtOnce, Policy, SumOf
from benefits.rules.facts import SCHEME_CODES
from benefits.rules.money import SCALE_OF_UNIT
from benefits.rules.scheme import Claim, Definition
from benefits.rules.walking import walk


@dataclass(frozen=True, eq=False)
class Scheme:
    """A scheme as others see it: code, title, who is given it, the period of its clause (month, year, once), the unit
    of what is given (yuan, points, square metres, priority), the facts it asks, its document and whether the county's confirmation opens it."""

    code: str
    title: str
    beneficiary: str
    period: str
    unit: str
    one_off: bool
    facts: tuple[str, ...]
    clause: str
    claims: tuple[Claim, ...]
    confirmed: bool = False


_OVER_ROWS = AnyOf | CountOf | LastOf | LatestOf | MostAtOnce | SumOf


def scheme(code: str, definition: Definition) -> Scheme:
    """A definition under its code."""
    nodes = [node for claim in definition.claims for node in claim.nodes]
    asked = {f"{node.table}.{node.column}" for node in nodes if isinstance(node, Fact)}
    asked |= {node.relation.name for node in nodes if isinstance(node, _OVER_ROWS) and node.relation.recorded}
    return Scheme(
        code=code, title=definition.title, beneficiary=definition.claims[0].kind, period=definition.period,
        unit=definition.claims[0].unit, one_off=definition.period == "once", facts=tuple(sorted(asked)), clause=definition.clause,
        claims=definition.claims, confirmed=any(isinstance(node, Confirmed) for node in nodes),
    )  # fmt: skip


def in_order(schemes: dict[str, Scheme]) -> dict[str, Scheme]:
    """Schemes after those they look at; a circle is refused."""
    looks_at = {code: _looks_at(scheme) for code, scheme in schemes.items()}
    ordered: dict[str, Scheme] = {}

    def place(code, path):
        if code in path:
            raise ValueError(f"schemes exclude each other in a circle: {' → '.join([*path, code])}")
        for other in sorted(looks_at[code]):
            place(other, [*path, code])
        ordered.setdefault(code, schemes[code])

    for code in sorted(schemes, key=SCHEME_CODES.index):
        place(code, [])
    return ordered


def _looks_at(scheme: Scheme) -> set[str]:
    """The schemes whose answer the conditions themselves need; exclusion by what others give comes after all of these."""
    return {
        node.scheme
        for claim in scheme.claims
        for node in walk(claim.base)
        if isinstance(node, Meets | DueInMonth | DueInYear)
    }


def _read() -> dict[str, Scheme]:
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__) if not module.name.startswith("_"))
    return {name: scheme(name, importlib.import_module(f"{folder.__name__}.{name}").DEFINITION) for name in names}


SCHEMES = in_order(_read())


BROUGHT = {
    "rural_minimum_living_line": ("yuan per person per month", "yuan per person per year"),
    "urban_minimum_living_line": ("yuan per person per month", "yuan per person per year"),
    "minimum_living_subsidy_tier": ("yuan per person per month",),
    "medical_premium": ("yuan per person per year",),
    "city_income_per_person": ("yuan per person per year",),
    "rural_net_income_per_person": ("yuan per person per year",),
    "urban_disposable_income_per_person": ("yuan per person per year",),
}
# Whom a place puts first in poverty projects, in which order (priorities.py has the conditions).
PROJECT_PRIORITIES = ("one_girl", "one_boy_or_two_girls", "able_planned", "rural_planned", "hardship", "poverty_target", "two_kinds")
STATED_AMOUNTS = tuple(f"{code}.rate" for code in SCHEME_CODES)  # of schemes without rules yet


_RECURRING = {
    "person": ("yuan per person per month", "yuan per person per year"),
    "household": ("yuan per person per month", "yuan per person per year", "yuan per household per year"),
}


@functools.cache
def money_names() -> dict[str, tuple[str, ...]]:
    """The amounts a case may bring along, and the units they may be in."""
    names = {name: tuple(SCALE_OF_UNIT) for name in STATED_AMOUNTS if name.split(".")[0] not in SCHEMES} | BROUGHT
    for scheme in SCHEMES.values():
        for claim in scheme.claims:
            units = ("yuan",) if claim.once else _RECURRING["person" if claim.kind == "person" else "household"]
            names |= {name: units for name, policy in claim.policies.items() if policy.kind == "money" and name not in BROUGHT}
    return names


@functools.cache
def policies() -> dict[str, Policy]:
    """Every policy value some rule or calculation asks for, by name."""
    asked = {name: policy for scheme in SCHEMES.values() for claim in scheme.claims for name, policy in claim.policies.items()}
    disregards = Policy("minimum_living_income.disregards", "options", ("rural_reward", "special_assistance"))
    adjustment = (Policy("dynamic_adjustment.trigger", "percent"), Policy("dynamic_adjustment.base_year", "calendar_years"))
    budget = [Policy("budget_share.percent", "percent"), *(Policy(f"budget_share.{name}", "flag") for name in ("not_offset", "separately_budgeted"))]
    order = [Policy(f"project_priority.{name}", "grade") for name in PROJECT_PRIORITIES]
    return asked | {policy.name: policy for policy in (disregards, *adjustment, *support_target.POLICIES, *budget, *order)}
