"""Who comes first in a poverty project, and what the least of its grant is: conditions as those of schemes, with nothing due.

A place states in `project_priority.yaml` which of them it follows; the grade says in which order. Families that meet the first come before those
that do not, and so on; `kinds` are the projects the clause speaks of. Whether a family is one of these is asked as schemes ask it: yes, no, or not
recorded.
"""
from __future__ import annotations

import functools
from dataclasses import dataclass

from benefits.rules import registry, words
from benefits.rules.expr import AnyOf, Truth
from benefits.rules.facts import STATUS_ROW, STATUSES
from benefits.rules.family import LAST_DAY
from benefits.rules.kinds import FARMER_HERE, any_of_kinds, has_parent, is_parent_of, one_boy, one_girl, only_child, planned, two_girls
from benefits.rules.scheme import Claim, Condition, Definition, Policies
from benefits.rules.schemes import project_fund
from benefits.rules.sentences import say

NAME = "project_priority"
P = Policies(NAME)
FUND_OF_GIRL, FUND_OF_OTHERS, RISE = "least.fund_of_girl", "least.fund_of_others", "least.rise"
INCOME = frozenset({"industry", "specialty", "subsidised_loan", "mutual_fund", "development_fund"})


@dataclass(frozen=True)
class Priority:
    """One condition that puts a family first; `kinds` of projects it is about, None: all."""

    title: str
    rule: Truth
    because: object
    kinds: frozenset | None = None


def _status(kind):
    return AnyOf(STATUSES, (STATUS_ROW.kind == kind) & (STATUS_ROW.since <= LAST_DAY) & (STATUS_ROW.until > LAST_DAY))


_RURAL_PLANNED = has_parent(FARMER_HERE & is_parent_of(planned))
PRIORITIES = {
    "one_girl": Priority(say("农村独女户"), has_parent(FARMER_HERE & is_parent_of(one_girl)), words.families),
    "one_boy_or_two_girls": Priority(
        say("农村独子户或计划生育二女户"), has_parent(FARMER_HERE & is_parent_of(any_of_kinds(one_boy, two_girls))), words.families
    ),
    "able_planned": Priority(say("有能力发展项目的农村计划生育家庭"), _RURAL_PLANNED & _status("able_to_run_project"), words.statuses, INCOME),
    "rural_planned": Priority(say("农村计划生育家庭"), _RURAL_PLANNED, words.families),
    "hardship": Priority(
        say("计划生育困难家庭"), has_parent(is_parent_of(planned)) & _status("fp_hardship"), words.statuses,
        frozenset({"subsidised_loan", "specialty", "training"}),
    ),
    "poverty_target": Priority(
        say("计划生育扶贫对象"), has_parent(is_parent_of(planned)) & _status("poverty_target"), words.statuses,
        frozenset({"relocation", "work_relief", "industry", "drinking_water", "drought_and_flood"}),
    ),
    "two_kinds": Priority(
        say("农村独生子女户或二女结扎户"), has_parent(FARMER_HERE & is_parent_of(only_child)) | _status("two_girls_sterilised"), words.families
    ),
}  # fmt: skip


def stated(kind, value):
    """[(name, Value)] of what a place's documents put first in projects of a kind, in their order; `value` is what holds of a name, None without."""
    asked = [name for name in registry.PROJECT_PRIORITIES if PRIORITIES[name].kinds is None or kind in PRIORITIES[name].kinds]
    found = [(name, value(f"{NAME}.{name}")) for name in asked]
    return sorted(((name, said) for name, said in found if said), key=lambda pair: int(pair[1].value))


def _definition(title, rule, because, in_force):
    claim = Claim(kind="household", in_force=in_force, unit="priority", conditions=(Condition(lambda _view: title, rule, because),))
    return Definition(title=str(title), clause="", period="month", claims=(claim,))


def _code(name):
    return f"{NAME}.{name}"


@functools.cache
def schemes() -> dict:
    """{code: Scheme} of the priorities and of the least that is granted, to be asked with `rules.Reasons`."""
    of = project_fund.AFTER
    made = {_code(name): _definition(one.title, one.rule, one.because, P.grade(name)) for name, one in PRIORITIES.items()}
    made[FUND_OF_GIRL] = _definition(
        say("参加诚信活动并有能力发展项目的农村独女户"), of.able & of.higher, words.statuses, project_fund.IN_FORCE
    )
    made[FUND_OF_OTHERS] = _definition(
        say("有能力发展项目的独子户或计划生育二女户"), of.able & of.lower, words.statuses, project_fund.IN_FORCE
    )
    made[RISE] = _definition(say("农村计划生育家庭"), _RURAL_PLANNED, words.families, Policies("poverty_aid_uplift").flag("in_force"))
    return {code: registry.scheme(code, definition) for code, definition in made.items()}


