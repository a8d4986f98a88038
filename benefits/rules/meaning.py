"""What the words of `expr.py` mean on arrays: a Truth is (yes, no), a Number is (low, high), one entry a cell.

Unknown is neither yes nor no, and a number whose bounds differ. An unrecorded fact has the widest bounds, so every comparison that could go
either way is unknown by itself. Where nothing of a batch is unknown both bounds are one and the same array, and what follows from them is
computed once. Words about related rows are in `related.py`.
"""
from __future__ import annotations

import numpy as np

from benefits.rules import expr, months, values

WIDE = values.WIDE
LONG_AGO = -(2**40)  # a day before every recorded day

ASKED = "asked"  # the day a question is about, of a household looked at by itself

# The days a month, or its calendar year, is judged by.
DAYS = {
    "first_day": lambda month: months.first_day(month),
    "last_day": lambda month: months.last_day(month),
    "day_before": lambda month: months.first_day(month) - 1,
    "year_first": lambda month: months.first_day(month // 12 * 12),
    "year_last": lambda month: months.last_day(month // 12 * 12 + 11),
    "year_before": lambda month: months.first_day(month // 12 * 12) - 1,
    "september_first": lambda month: months.first_day(month // 12 * 12 + 8),
    "september_last": lambda month: months.last_day(month // 12 * 12 + 8),
    "year": lambda month: month // 12,
}
EDGES = {
    "month_first": lambda month: months.first_day(month),
    "month_last": lambda month: months.last_day(month),
    "next_month_first": lambda month: months.first_day(month + 1),
    "half_first": lambda month: months.first_day(month // 6 * 6),
    "half_last": lambda month: months.last_day(month // 6 * 6 + 5),
    "year_first": lambda month: months.first_day(month // 12 * 12),
    "year_last": lambda month: months.last_day(month // 12 * 12 + 11),
    "next_year_first": lambda month: months.first_day(month // 12 * 12 + 12),
}
MEANINGS = {}


def means(*words):
    """The function that computes these words: (evaluation, node, frame) -> two arrays."""

    def register(function):
        MEANINGS.update(dict.fromkeys(words, function))
        return function

    return register


def bounds(operation, *numbers):
    """The bounds of a number that grows with each of these."""
    low = operation(*(low for low, _ in numbers))
    return low, low if _exact(*numbers) else operation(*(high for _, high in numbers))


def _exact(*numbers):
    return all(low is high for low, high in numbers)


@means(expr.Always)
def _always(of, node, frame):
    return np.full(len(frame), node.value), np.full(len(frame), not node.value)


@means(expr.Both)
def _both(of, node, frame):
    yes_a, no_a = of.truth(node.a, frame)
    if no_a.all():
        return yes_a, no_a
    yes_b, no_b = of.truth(node.b, frame)
    return yes_a & yes_b, no_a | no_b


@means(expr.Either)
def _either(of, node, frame):
    (yes_a, no_a), (yes_b, no_b) = of.truth(node.a, frame), of.truth(node.b, frame)
    return yes_a | yes_b, no_a & no_b


@means(expr.Opposite)
def _opposite(of, node, frame):
    yes, no = of.truth(node.a, frame)
    return no, yes


@means(expr.Compare)
def _compare(of, node, frame):
    a, b = of.number(node.a, frame), of.number(node.b, frame)
    (low_a, high_a), (low_b, high_b) = a, b
    if _exact(a, b):
        yes = low_a <= low_b if node.op == "<=" else low_a < low_b if node.op == "<" else low_a == low_b
        return yes, ~yes
    if node.op == "<=":
        return high_a <= low_b, low_a > high_b
    if node.op == "<":
        return high_a < low_b, low_a >= high_b
    return (low_a == high_b) & (high_a == low_b), (high_a < low_b) | (low_a > high_b)


@means(expr.Const)
def _const(of, node, frame):
    value = np.full(len(frame), node.value, dtype="i8")
    return value, value


@means(expr.Fact)
def _fact(of, node, frame):
    if node.table != frame.name:
        raise ValueError(f"{node.table}.{node.column} is asked of {frame.name}")
    value = frame.column(node.column).astype("i8")
    recorded = f"{node.column}_recorded"
    known = frame.column(recorded) if frame.has(recorded) else None
    if known is None or known.all():
        value = value[frame.row]
        return value, value
    return np.where(known, value, -WIDE)[frame.row], np.where(known, value, WIDE)[frame.row]


@means(expr.Row)
def _row(of, node, frame):
    return frame.row, frame.row


@means(expr.Policy)
def _policy(of, node, frame):
    return _stated_number(of.policy(node), frame)


@means(expr.InMonth)
def _in_month(of, node, frame):
    return _stated_number(of.policy(node.policy, node.month), frame)


def _stated_number(found, frame):
    rows, low, high = found
    value = low[frame.segment]
    return value, value if (rows >= 0).all() else high[frame.segment]


@means(expr.InForceSince)
def _in_force_since(of, node, frame):
    rows, _, _ = of.policy(node.policy)
    began = of.began[rows]
    return np.where(rows < 0, -WIDE, began)[frame.segment], np.where(rows < 0, WIDE, began)[frame.segment]


@means(expr.Stated)
def _stated(of, node, frame):
    stated = (of.policy(*expr.asked(node.policy))[0] >= 0)[frame.segment]
    return stated, ~stated


@means(expr.Includes)
def _includes(of, node, frame):
    policy, month = expr.asked(node.policy)
    rows, words, _ = of.policy(policy, month)
    named = (words >> policy.options.index(node.option)) & 1 == 1
    return (named & (rows >= 0))[frame.segment], (~named & (rows >= 0))[frame.segment]


@means(expr.Within)
def _within(of, node, frame):
    rows, _, _ = of.policy(node.policy)
    inside = np.zeros(len(rows), dtype=bool)
    places, place = np.unique(of.tables["households"]["place"], return_inverse=True)
    above = [values.lineage(f"{place:012d}") for place in places.tolist()]
    for row in np.unique(rows[rows >= 0]).tolist():
        listed = {values.code(place) for place in of.book.values[row].value}
        lies = np.array([not listed.isdisjoint(steps) for steps in above])
        inside |= (rows == row) & lies[place[of.segments.household]]
    return inside[frame.segment], (~inside & (rows >= 0))[frame.segment]


@means(expr.Day)
def _day(of, node, frame):
    day = of.day(node.which)[frame.segment]
    return day, day


@means(expr.Reached)
def _reached(of, node, frame):
    born, age, choice = (of.number(asked, frame) for asked in (node.born, node.years, node.leap))
    (low, high), (years, years_high), (leap, leap_high) = born, age, choice
    known = (low == high) & (years == years_high) & (leap == leap_high)
    if steady := all(frame.is_steady(number) for number in (known, low, years, leap)):  # as a birthday is: once a row is enough
        known, low, years, leap = (number[frame.offset] for number in (known, low, years, leap))
    on = months.reached(np.where(known, low, 0), np.where(known, years, 0), leap_on_first_of_march=leap == 1)
    if _exact(born, age, choice):
        on = on[frame.row] if steady else on
        return on, on
    on = np.where(known, on, -WIDE), np.where(known, on, WIDE)
    return tuple(bound[frame.row] for bound in on) if steady else on


@means(expr.Rounded)
def _rounded(of, node, frame):
    return bounds(lambda day: _at_edge(EDGES[node.edge], day), of.number(node.a, frame))


def _at_edge(edge, day):
    within = np.abs(day) < months.FOREVER
    return np.where(within, edge(months.of(np.where(within, day, 0))), day)


@means(expr.Least)
def _least(of, node, frame):
    return bounds(np.minimum, of.number(node.a, frame), of.number(node.b, frame))


@means(expr.Greatest)
def _greatest(of, node, frame):
    return bounds(np.maximum, of.number(node.a, frame), of.number(node.b, frame))


@means(expr.Sum)
def _sum(of, node, frame):
    return bounds(lambda a, b: _clipped(a + b), of.number(node.a, frame), of.number(node.b, frame))


def _clipped(value):
    """Sums with an unrecorded number stay unrecorded."""
    return np.where(np.abs(value) >= WIDE // 2, np.sign(value) * WIDE, value)


@means(expr.Negative)
def _negative(of, node, frame):
    low, high = of.number(node.a, frame)
    less = -high
    return less, less if low is high else -low


@means(expr.Times)
def _times(of, node, frame):
    return _exactly(of.number(node.a, frame), of.number(node.b, frame), lambda a, b: a * b)


@means(expr.Share)
def _share(of, node, frame):
    return _exactly(of.number(node.a, frame), of.number(node.percent, frame), _percent_of)


def _percent_of(rate, percent):
    if np.any(rate * percent % 10_000):
        raise ValueError("a percentage of a percentage cannot be kept exact")
    return rate * percent // 10_000


def _exactly(a, b, operation):
    """An operation on known numbers; unknown where one of them is."""
    if _exact(a, b):
        return bounds(operation, a, b)
    (low_a, high_a), (low_b, high_b) = a, b
    known = (low_a == high_a) & (low_b == high_b)
    value = operation(np.where(known, low_a, 0), np.where(known, low_b, 0))
    return np.where(known, value, -WIDE), np.where(known, value, WIDE)


@means(expr.If)
def _if(of, node, frame):
    yes, no = of.truth(node.condition, frame)
    (low_a, high_a), (low_b, high_b) = of.number(node.then, frame), of.number(node.otherwise, frame)
    low = np.where(yes, low_a, np.where(no, low_b, np.minimum(low_a, low_b)))
    return low, np.where(yes, high_a, np.where(no, high_b, np.maximum(high_a, high_b)))


@means(expr.Choose)
def _choose(of, node, frame):
    return _read(of, node, frame, of.number, (-WIDE, WIDE))


@means(expr.Decide)
def _decide(of, node, frame):
    return _read(of, node, frame, of.truth, (False, False))


def _read(of, node, frame, ask, unread):
    """Each cell by the reading its place uses; only readings in use are computed."""
    reading, high = of.number(node.choice, frame)
    if len(frame) and reading[0] == high[0] and (reading == reading[0]).all() and (high == reading[0]).all():
        return ask(node.by[node.choice.options[reading[0]]], frame)
    used = np.unique(reading[reading == high]).tolist()
    first, second = np.full(len(frame), unread[0]), np.full(len(frame), unread[1])
    for code in used:
        at = reading == code
        a, b = ask(node.by[node.choice.options[code]], frame)
        first[at], second[at] = a[at], b[at]
    return first, second
