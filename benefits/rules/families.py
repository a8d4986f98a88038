"""Which of the kinds of family the documents name a household is on a day, and its people: for what is granted and no scheme decides.

A household is of a kind when somebody living in it has such a family; a member by the own children, without any by those of the parents.
"""
from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable
from dataclasses import dataclass

from benefits.rules import case as _case
from benefits.rules import months, registry, tables, words
from benefits.rules.alone import Alone
from benefits.rules.explain import distinct, word
from benefits.rules.expr import AnyOf, Day, Truth
from benefits.rules.facts import DISABILITIES, DISABILITY, MEMBERS, F, child
from benefits.rules.family import Children
from benefits.rules.kinds import OWN, Kind, any_of_kinds, bereaved, in_family, one_boy, one_girl, only_child, planned, two_girls
from benefits.rules.lacking import lacking
from benefits.rules.meaning import ASKED
from benefits.rules.schemes.special_assistance_disability import MILDEST
from benefits.rules.sentences import joined, say
from benefits.rules.values import Book
from benefits.rules.view import View

ON = Day(ASKED)
OF = Children(joined_by=ON, lost_by=ON, family=True)
_GRAVE = (DISABILITY.since <= ON) & (DISABILITY.until > ON) & (DISABILITY.grade <= MILDEST) & (DISABILITY.certified == 1)


def disabled_only_child(of: Children) -> Truth:
    """独生子女伤残家庭: the only child lives and is certified as special assistance asks."""
    return of.only_one & (of.living == 1) & of.any(of.alive & child(AnyOf(DISABILITIES, _GRAVE)))


KINDS: dict[str, tuple[str, Kind]] = {
    "planned": (say("计划生育家庭"), planned),
    "only_child": (say("独生子女户"), only_child),
    "one_boy": (say("独子户"), one_boy),
    "one_girl": (say("独女户"), one_girl),
    "two_girls": (say("计划生育二女户"), two_girls),
    "bereaved": (say("失独家庭"), bereaved),
    "disabled_only_child": (say("独生子女伤残家庭"), disabled_only_child),
}
_LIVES = F.died > ON


@dataclass(frozen=True)
class Found:
    """yes, no or unknown, with what was found or what is not recorded."""

    met: str
    because: str


class Families:
    """What families of a case (a mapping of the evaluation format) are on a day; raises Unusable as `evaluate` does."""

    def __init__(self, asked: dict, *, on: datetime.date, values: Book):
        read = _case.read(asked, registry.money_names())
        month = on.year * 12 + on.month - 1
        members = asked["household"]["members"]
        self._row = {member["id"]: row for row, member in enumerate(members)}
        self._alone = Alone(
            tables=tables.of_case(read), book=values.brings(read.values), since=month, until=month + 1,
            names=[member.get("name", member["id"]) for member in members], asked=months.day(on),
        )  # fmt: skip
        begun = [step for step, first in enumerate(self._alone.first) if first <= month]
        self._step = begun[-1]

    def household(self, kinds: Iterable[str]) -> Found:
        """Whether somebody living in the household has a family of one of these KINDS."""
        return self._found(_lives_in(tuple(kinds)), "households", 0)

    def person(self, member: str, kinds: Iterable[str]) -> Found:
        """Whether a member belongs to such a family, as a parent or as a child."""
        return self._found(_belongs_to(tuple(kinds)), "persons", self._row[member])

    def parent(self, member: str, kinds: Iterable[str]) -> Found:
        """Whether a member is a parent of such a family."""
        return self._found(_is_parent(tuple(kinds)), "persons", self._row[member])

    def _found(self, truth, table, row) -> Found:
        view = View(self._alone, self._alone.rows(table)[row], self._step)
        met = view.yes(truth)
        if met is None:
            return Found(word(met), joined("；", [item["text"] for item in distinct(lacking(truth, view))]))
        return Found(word(met), self._families())

    def _families(self) -> str:
        """The children of the families of the household, each family once."""
        people = [View(self._alone, row, self._step) for row in self._alone.rows("persons") if row.facts["own"]]
        told = dict.fromkeys(words.children_and_policy(person, OF) for person in people if person.number(OF.ever) != 0)
        return joined("；", told) or say("本户没有有子女的成员")


@functools.cache
def _kind(kinds):
    return any_of_kinds(*(KINDS[kind][1] for kind in kinds))


@functools.cache
def _lives_in(kinds):
    return AnyOf(MEMBERS, OWN & _LIVES & _kind(kinds)(OF))


@functools.cache
def _belongs_to(kinds):
    return in_family(_kind(kinds), {ON: OF})


@functools.cache
def _is_parent(kinds):
    return _kind(kinds)(OF) & (OF.ever >= 1)
