"""The words rules are written in: nodes that are evaluated on arrays, explained for one person and never asked for a Python truth value.

A Truth is yes, no or unknown (`&`, `|`, `~`); a Number is a whole number that is known or lies between two bounds (`==` … `>=`, `+`, `-`, `*`).
Days, codes, fen and counts are all Numbers. What a node means is in `evaluate.py`, what it lacks in `explain.py`.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class _Once(type):
    """Makes a node once: made again of the same parts it is the same node, so that schemes share what they compute."""

    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        return _NODES.setdefault((cls, *(_part(getattr(made, name)) for name in cls.__slots__)), made)


_NODES: dict[tuple, Node] = {}


def _part(value):
    """What tells a part of a node from others, without asking whether nodes are equal."""
    if isinstance(value, Mapping):
        return tuple((name, id(part)) for name, part in value.items())
    return id(value) if isinstance(value, Node | Relation) else value


class Node(metaclass=_Once):
    """A piece of a rule; hashed by identity, because `==` builds a comparison."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __bool__(self):
        raise TypeError("a rule has no truth value by itself: combine with & | ~, not with and, or, not, in, if")


class Truth(Node):
    __slots__ = ()

    def __and__(self, other: Truth) -> Truth:
        return Both(self, _truth(other))

    def __or__(self, other: Truth) -> Truth:
        return Either(self, _truth(other))

    def __invert__(self) -> Truth:
        return Opposite(self)


class Number(Node):
    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other):
        return Compare("==", self, _number(other, self))

    def __ne__(self, other):
        return Opposite(Compare("==", self, _number(other, self)))

    def __le__(self, other):
        return Compare("<=", self, _number(other))

    def __lt__(self, other):
        return Compare("<", self, _number(other))

    def __ge__(self, other):
        return Compare("<=", _number(other), self)

    def __gt__(self, other):
        return Compare("<", _number(other), self)

    def __add__(self, other):
        return Sum(self, _number(other))

    def __sub__(self, other):
        return Sum(self, Negative(_number(other)))

    def __mul__(self, other):
        return Times(self, _number(other))

    def _no_division(self, other):
        raise TypeError("rules do not divide: a rate is kept exact and rounded once, in money.py")

    __truediv__ = __floordiv__ = __mod__ = __rtruediv__ = __rfloordiv__ = _no_division


def _truth(value) -> Truth:
    if not isinstance(value, Truth):
        raise TypeError(f"{value!r} is no condition")
    return value


def _number(value, beside: Number | None = None) -> Number:
    """A whole number, or the code a word stands for in the fact it is compared with."""
    if isinstance(value, Number):
        return value
    if isinstance(value, str) and isinstance(beside, Fact | Policy):
        return Const(beside.options.index(value))
    if type(value) is int:
        return Const(value)
    raise TypeError(f"{value!r} is no whole number; money is fen, days and codes are integers")


def node(cls):
    return dataclass(frozen=True, eq=False, slots=True)(cls)


@node
class Always(Truth):
    value: bool = True


@node
class Both(Truth):
    a: Truth
    b: Truth


@node
class Either(Truth):
    a: Truth
    b: Truth


@node
class Opposite(Truth):
    a: Truth


@node
class Compare(Truth):
    op: str
    a: Number
    b: Number


@node
class Const(Number):
    value: int


@node
class Fact(Number):
    """A recorded column of a table of facts."""

    table: str
    column: str
    options: tuple[str, ...] = ()


@node
class Policy(Number):
    """A policy value in the month; `kind` is money, points, area, percent, years, calendar_years, grade, date, flag, options, places,
    choice or share.

    Money, points and areas are rates of `money.py`.
    """

    name: str
    kind: str
    options: tuple[str, ...] = ()


@node
class Row(Number):
    """The number of the row itself, to compare with a column that points at rows."""

    table: str


@node
class InMonth(Number):
    """A policy value as it is in some month (1 to 12) of the calendar year."""

    policy: Policy
    month: int

    @property
    def kind(self) -> str:
        return self.policy.kind


@node
class InForceSince(Number):
    """The first day of the policy value that holds in the month."""

    policy: Policy


@node
class Stated(Truth):
    """The place, or one above it, states this value in the month, or in the month of the year that is asked for."""

    policy: Policy | InMonth


@node
class Includes(Truth):
    """A list among the policy values names this."""

    policy: Policy | InMonth
    option: str


@node
class Within(Truth):
    """The household's place lies in one of the places a policy value lists."""

    policy: Policy


@node
class Day(Number):
    """A day of the calendar seen from the month: see `evaluate.DAYS`."""

    which: str


@node
class Reached(Number):
    """The day an age is reached."""

    born: Number
    years: Number
    leap: Policy


@node
class Rounded(Number):
    """The first or last day of the month, half-year or year a day lies in, or the first day of the next: see `evaluate.EDGES`."""

    a: Number
    edge: str


@node
class Least(Number):
    a: Number
    b: Number


@node
class Greatest(Number):
    a: Number
    b: Number


@node
class Sum(Number):
    a: Number
    b: Number


@node
class Negative(Number):
    a: Number


@node
class Times(Number):
    a: Number
    b: Number


@node
class Share(Number):
    """A percentage of a rate; exact, or refused."""

    a: Number
    percent: Number


@node
class If(Number):
    condition: Truth
    then: Number
    otherwise: Number


@node
class Choose(Number):
    """A number by the reading of a policy choice."""

    choice: Policy
    by: Mapping[str, Number]


@node
class Decide(Truth):
    """A condition by the reading of a policy choice."""

    choice: Policy
    by: Mapping[str, Truth]


@node
class Relation:
    """Rows that belong to a subject: which table, seen from which link, and the subject's column that says the list was recorded."""

    name: str
    table: str
    subject: str
    recorded: str | None
    label: str


@node
class AnyOf(Truth):
    relation: Relation
    where: Truth


@node
class CountOf(Number):
    relation: Relation
    where: Truth


@node
class LatestOf(Number):
    """The greatest of a number over the rows; long ago when there is none."""

    relation: Relation
    where: Truth
    value: Number


@node
class LastOf(Number):
    """A number of the row that comes last in an order."""

    relation: Relation
    where: Truth
    order: Number
    value: Number


@node
class SumOf(Number):
    """A number of the rows, none below 0, added up; where there are fewer than `rows`, the others are not recorded."""

    relation: Relation
    where: Truth
    value: Number
    rows: Number | None = None


@node
class MostAtOnce(Number):
    """How many rows were ever there at the same time: counted at each one's first day, those come and not yet gone."""

    relation: Relation
    where: Truth
    since: Number
    until: Number


@node
class TruthOf(Truth):
    """A condition on somebody or something linked: child, parent, partner, household."""

    link: str
    table: str
    a: Truth


@node
class NumberOf(Number):
    link: str
    table: str
    a: Number


@node
class Meets(Truth):
    """The person meets the conditions of a scheme in the month, whatever else excludes it."""

    scheme: str


@node
class AnyMonth(Truth):
    """In some month of the calendar year."""

    a: Truth


@node
class Earlier(Truth):
    """In some earlier month that is calculated together with this one."""

    a: Truth


@node
class DueInMonth(Number):
    """What a scheme alone would give the person in the month, as a rate of `money.py`."""

    scheme: str


@node
class DueInYear(Number):
    """What a scheme alone would give the person over the calendar year (rate of `money.py`, summed over its months)."""

    scheme: str


@node
class Confirmed(Number):
    """The first day the county confirmed the qualification; long ago where none is given: it was confirmed in time."""

    scheme: str


@node
class Given(Number):
    """The last month in which a one-off of the scheme was given; long ago when never."""

    scheme: str


def any_of(relation: Relation, where: Truth) -> Truth:
    return AnyOf(relation, where)


def all_of(relation: Relation, where: Truth) -> Truth:
    return ~AnyOf(relation, ~where)


def asked(policy: Policy | InMonth) -> tuple[Policy, int | None]:
    """A policy value, and the month of the year it is asked for in."""
    return (policy.policy, policy.month) if isinstance(policy, InMonth) else (policy, None)
