"""What the words of `expr.py` mean for one row of one household (`alone.py`): as in `meaning.py`, with whole numbers in place of arrays."""
from __future__ import annotations

import functools
import operator

from benefits.rules import expr, months, values, walking
from benefits.rules.meaning import ASKED, DAYS, EDGES, WIDE

MEANINGS = {}


def means(*words):
    """The function that works out these words: (household, node, row) -> two whole numbers or tuples."""

    def register(function):
        MEANINGS.update(dict.fromkeys(words, function))
        return function

    return register


@means(expr.Always)
def _always(of, node, row):
    return (of.all, 0) if node.value else (0, of.all)


@means(expr.Both)
def _both(of, node, row):
    yes, no = of.all, 0
    for part in walking.parts_of(node):
        yes_here, no_here = row.answers.get(part) or of.truth(part, row)
        yes, no = yes & yes_here, no | no_here
        if no == of.all:
            break
    return yes, no


@means(expr.Either)
def _either(of, node, row):
    yes, no = 0, of.all
    for part in walking.parts_of(node):
        yes_here, no_here = row.answers.get(part) or of.truth(part, row)
        yes, no = yes | yes_here, no & no_here
        if yes == of.all:
            break
    return yes, no


@means(expr.Opposite)
def _opposite(of, node, row):
    yes, no = of.truth(node.a, row)
    return no, yes


_SIGNS = {"<=": (operator.le, operator.gt), "<": (operator.lt, operator.ge), "==": (operator.eq, operator.ne)}


@means(expr.Compare)
def _compare(of, node, row):
    low_a, high_a = row.answers.get(node.a) or of.number(node.a, row)
    low_b, high_b = row.answers.get(node.b) or of.number(node.b, row)
    surely, never = _SIGNS[node.op]
    if low_a is high_a and low_b is high_b:  # both are known
        if type(low_a) is type(low_b) is int:
            return (of.all, 0) if surely(low_a, low_b) else (0, of.all)
        yes = of.where(surely, low_a, low_b)
        return yes, of.all ^ yes
    if node.op == "==":
        return of.where(_are_equal, low_a, high_a, low_b, high_b), of.where(_are_apart, low_a, high_a, low_b, high_b)
    return of.where(surely, high_a, low_b), of.where(never, low_a, high_b)


def _are_equal(low_a, high_a, low_b, high_b):
    return low_a == high_b and high_a == low_b


def _are_apart(low_a, high_a, low_b, high_b):
    return high_a < low_b or low_a > high_b


@means(expr.Const)
def _const(of, node, row):
    return node.value, node.value


@means(expr.Fact)
def _fact(of, node, row):
    if node.table != row.table:
        raise ValueError(f"{node.table}.{node.column} is asked of {row.table}")
    if not row.facts.get(f"{node.column}_recorded", True):
        return -WIDE, WIDE
    value = int(row.facts[node.column])
    return value, value


@means(expr.Row)
def _row(of, node, row):
    return row.number, row.number


@means(expr.Policy, expr.InMonth)
def _policy(of, node, row):
    _, low, high = of.policy(*expr.asked(node))
    return low, high


@means(expr.InForceSince)
def _in_force_since(of, node, row):
    rows, _, _ = of.policy(node.policy)
    began = of.each(lambda at: None if at < 0 else months.day(of.book.values[at].since), rows)
    return _known_or_any(of, began)


@means(expr.Stated)
def _stated(of, node, row):
    yes = of.where(_is_stated, of.policy(*expr.asked(node.policy))[0])
    return yes, of.all ^ yes


def _is_stated(row):
    return row >= 0


@means(expr.Includes)
def _includes(of, node, row):
    policy, month = expr.asked(node.policy)
    rows, words, _ = of.policy(policy, month)
    bit = 1 << policy.options.index(node.option)
    stated = of.where(_is_stated, rows)
    named = of.where(lambda listed: listed & bit, words)
    return stated & named, stated & ~named


@means(expr.Within)
def _within(of, node, row):
    rows, _, _ = of.policy(node.policy)
    stated, above = of.where(_is_stated, rows), values.lineage(of.code)
    inside = of.where(lambda at: at >= 0 and not {values.code(place) for place in of.book.values[at].value}.isdisjoint(above), rows)
    return inside, stated & ~inside


@functools.lru_cache(65_536)
def _day_of(which, month):
    return int(DAYS[which](month))


@functools.lru_cache(65_536)
def _edge_of(edge, month):
    return int(EDGES[edge](month))


@means(expr.Day)
def _day(of, node, row):
    if node.which == ASKED:
        return of.asked, of.asked
    days = tuple(_day_of(node.which, month) for month in of.first)
    day = days[0] if days[0] == days[-1] else days  # they never go back
    return day, day


@means(expr.Reached)
def _reached(of, node, row):
    born, years, leap = of.number(node.born, row), of.number(node.years, row), of.number(node.leap, row)
    return exactly(of, lambda born, years, leap: months.comes_of_age(born, years, leap == 1), born, years, leap)


@means(expr.Rounded)
def _rounded(of, node, row):
    low, high = of.number(node.a, row)

    def rounded(day):
        return _edge_of(node.edge, months.of_day(day)) if abs(day) < months.FOREVER else day

    return of.each(rounded, low), of.each(rounded, high)


@means(expr.Least)
def _least(of, node, row):
    (low_a, high_a), (low_b, high_b) = of.number(node.a, row), of.number(node.b, row)
    return of.each(min, low_a, low_b), of.each(min, high_a, high_b)


@means(expr.Greatest)
def _greatest(of, node, row):
    (low_a, high_a), (low_b, high_b) = of.number(node.a, row), of.number(node.b, row)
    return of.each(max, low_a, low_b), of.each(max, high_a, high_b)


@means(expr.Sum)
def _sum(of, node, row):
    (low_a, high_a), (low_b, high_b) = of.number(node.a, row), of.number(node.b, row)
    return of.each(_clipped_sum, low_a, low_b), of.each(_clipped_sum, high_a, high_b)


def _clipped_sum(a, b):
    """Sums with an unrecorded number stay unrecorded."""
    value = a + b
    return value if abs(value) < WIDE // 2 else WIDE if value > 0 else -WIDE


@means(expr.Negative)
def _negative(of, node, row):
    low, high = of.number(node.a, row)
    return of.each(operator.neg, high), of.each(operator.neg, low)


@means(expr.Times)
def _times(of, node, row):
    return exactly(of, operator.mul, of.number(node.a, row), of.number(node.b, row))


@means(expr.Share)
def _share(of, node, row):
    return exactly(of, _percent_of, of.number(node.a, row), of.number(node.percent, row))


def _percent_of(rate, percent):
    share, rest = divmod(rate * percent, 10_000)
    if rest:
        raise ValueError("a percentage of a percentage cannot be kept exact")
    return share


def exactly(of, operation, *numbers):
    """An operation on known numbers; unknown where one of them is."""

    def known(*bounds):
        low = bounds[::2]
        return operation(*low) if low == bounds[1::2] else None

    return _known_or_any(of, of.each(known, *(bound for number in numbers for bound in number)))


def _known_or_any(of, number):
    """The bounds of what is known or None."""
    return of.each(lambda known: -WIDE if known is None else known, number), of.each(lambda known: WIDE if known is None else known, number)


@means(expr.If)
def _if(of, node, row):
    yes, no = of.truth(node.condition, row)
    if yes == of.all:
        return of.number(node.then, row)
    if no == of.all:
        return of.number(node.otherwise, row)
    (low_a, high_a), (low_b, high_b) = of.number(node.then, row), of.number(node.otherwise, row)
    met = tuple(True if yes >> step & 1 else False if no >> step & 1 else None for step in of.steps)
    low = of.each(lambda met, a, b: min(a, b) if met is None else a if met else b, met, low_a, low_b)
    return low, of.each(lambda met, a, b: max(a, b) if met is None else a if met else b, met, high_a, high_b)


@means(expr.Decide)
def _decide(of, node, row):
    yes = no = 0
    for reading, runs in _readings(of, node, row):
        yes_here, no_here = of.truth(reading, row)
        yes, no = yes | yes_here & runs, no | no_here & runs
    return yes, no


@means(expr.Choose)
def _choose(of, node, row):
    low, high = -WIDE, WIDE
    for reading, runs in _readings(of, node, row):
        low_here, high_here = of.number(reading, row)
        if runs == of.all:
            return low_here, high_here
        here = tuple(runs >> step & 1 for step in of.steps)
        low = of.each(lambda here, new, old: new if here else old, here, low_here, low)
        high = of.each(lambda here, new, old: new if here else old, here, high_here, high)
    return low, high


def _readings(of, node, row):
    """The readings the place uses, each with its runs."""
    reading, high = of.number(node.choice, row)
    known = of.where(operator.eq, reading, high)
    for at in {*reading} if type(reading) is tuple else {reading}:
        runs = known & of.where(at.__eq__, reading)
        if runs:
            yield node.by[node.choice.options[at]], runs
