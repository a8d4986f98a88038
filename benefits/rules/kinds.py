"""The kinds of family the documents name, as they stand when a month begins or when it ends: what ends in a month still counts for it.

独生子女户 is 独子户 or 独女户; 计划生育二女户 has two girls; 计划生育家庭 has children, none of them against the policy of its time. Births and
adoptions of both spouses count.
"""
from __future__ import annotations

import functools
from collections.abc import Callable

from benefits.rules.expr import Always, AnyOf, Number, Truth
from benefits.rules.facts import CHILD, MEMBERS, PARENTS, F, parent
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, RURAL, Children, by_choice, hukou_was

FAMILY = {day: Children(joined_by=day, lost_by=day, family=True) for day in (DAY_BEFORE, LAST_DAY)}
Kind = Callable[[Children], Truth]

OWN = F.own == 1
RURAL_HERE = RURAL & HERE
FARMER_HERE = hukou_was(RURAL_HERE, DAY_BEFORE, LAST_DAY)


def only_child(of: Children) -> Truth:
    """独生子女户; a family that lost its only child stays one where the place reads it so (PC-34)."""
    bereaved = (of.living == 0) & (of.ever >= 1)
    return of.lawful & ((of.living == 1) | by_choice("PC-34", yes=bereaved, no=Always(False)))


def one_girl(of: Children) -> Truth:
    """独女户."""
    return of.lawful & (of.living == 1) & (of.living_girls == 1)


def one_boy(of: Children) -> Truth:
    """独子户."""
    return of.lawful & (of.living == 1) & (of.living_girls == 0)


def two_girls(of: Children) -> Truth:
    """计划生育二女户."""
    return of.lawful & (of.living == 2) & (of.living_girls == 2)


def planned(of: Children) -> Truth:
    """计划生育家庭."""
    return of.lawful & (of.ever >= 1)


def bereaved(of: Children) -> Truth:
    """失独家庭: the only child there was is dead."""
    return of.only_one & (of.ever >= 1) & (of.living == 0)


def any_of_kinds(*kinds: Kind) -> Kind:
    return lambda of: functools.reduce(lambda a, b: a | b, [kind(of) for kind in kinds])


def is_parent_of(kind: Kind) -> Truth:
    """Somebody's own family is of a kind, when the month begins or when it ends."""
    return kind(FAMILY[DAY_BEFORE]) | kind(FAMILY[LAST_DAY])


def is_child_of(kind: Kind, who: Truth) -> Truth:
    """Somebody is the child, not the step-child, of such a family; `who` says more of the parent."""
    return AnyOf(PARENTS, ~(CHILD.origin == "step") & parent(who & is_parent_of(kind)))


def has_parent(who: Truth) -> Truth:
    """Somebody living in the household answers this; relations who are at home elsewhere do not count."""
    return AnyOf(MEMBERS, OWN & (F.died >= FIRST_DAY) & who)


def in_family(kind: Kind, families: dict[Number, Children]) -> Truth:
    """Somebody's own family, or without children that of a parent, is of a kind on one of the days."""
    own = [kind(of) & (of.ever >= 1) for of in families.values()]
    parents = [(of.ever == 0) & AnyOf(PARENTS, parent(kind(of) & (of.ever >= 1))) for of in families.values()]
    return functools.reduce(lambda a, b: a | b, own + parents)
