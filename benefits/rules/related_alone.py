"""What the words about related rows mean for one row of one household: as in `related.py`, row by row."""
from __future__ import annotations

from benefits.rules import expr, facts, months
from benefits.rules.meaning import LONG_AGO, WIDE
from benefits.rules.meaning_alone import means
from benefits.rules.related import MUCH


def _at(number, step):
    return number[step] if type(number) is tuple else number


def _by_run(of, truths, numbers, work):
    """(low, high) worked out run by run by `work(step)`; once where nothing changes."""
    changes = [bits for truth in truths for bits in truth if bits and bits != of.all]
    if not changes and not any(type(bound) is tuple for number in numbers for bound in number):
        return work(0)
    low, high = zip(*(work(step) for step in of.steps), strict=True)
    return low, high


def _recorded(relation, row):
    return relation.recorded is None or row.facts[relation.recorded]


@means(expr.AnyOf)
def _any_of(of, node, row):
    yes, no = 0, of.all if _recorded(node.relation, row) else 0
    for other in of.related(node.relation, row):
        yes_here, no_here = other.answers.get(node.where) or of.truth(node.where, other)
        yes, no = yes | yes_here, no & no_here
    return yes, no


@means(expr.CountOf)
def _count_of(of, node, row):
    truths, recorded = [of.truth(node.where, other) for other in of.related(node.relation, row)], _recorded(node.relation, row)
    truths = [truth for truth in truths if truth[1] != of.all]

    def count(step):
        maybe = sum(~no >> step & 1 for _, no in truths)
        return sum(yes >> step & 1 for yes, _ in truths), maybe if recorded else WIDE

    return _by_run(of, truths, (), count)


def _asked(of, node, row, *numbers):
    """What is asked of the rows that may answer: their truths, and each one's numbers."""
    rows = [(other, of.truth(node.where, other)) for other in of.related(node.relation, row)]
    rows = [(other, truth) for other, truth in rows if truth[1] != of.all]
    return [truth for _, truth in rows], [[of.number(number, other) for number in numbers] for other, _ in rows]


@means(expr.LatestOf)
def _latest_of(of, node, row):
    truths, numbers = _asked(of, node, row, node.value)
    recorded = _recorded(node.relation, row)

    def latest(step):
        each = [(yes >> step & 1, no >> step & 1, _at(low, step), _at(high, step)) for (yes, no), [(low, high)] in zip(truths, numbers, strict=True)]
        high = max([LONG_AGO, *(high for _, no, _, high in each if not no)])
        return max([LONG_AGO, *(low for yes, _, low, _ in each if yes)]), high if recorded else WIDE

    return _by_run(of, truths, [number for [number] in numbers], latest)


@means(expr.SumOf)
def _sum_of(of, node, row):
    """Rows that may answer count from nothing up to what they may come to."""
    truths, numbers = _asked(of, node, row, node.value)
    wanted = (0, 0) if node.rows is None else of.number(node.rows, row)
    recorded = _recorded(node.relation, row)

    def total(step):
        each = [(yes >> step & 1, no >> step & 1, _at(low, step), _at(high, step)) for (yes, no), [(low, high)] in zip(truths, numbers, strict=True)]
        low, high = sum(max(low, 0) for yes, _, low, _ in each if yes), sum(min(high, MUCH) for _, no, _, high in each if not no)
        enough = sum(yes for yes, _, _, _ in each) >= _at(wanted[1], step)
        return low, high if recorded and high < MUCH and enough else WIDE

    return _by_run(of, truths, [wanted, *(number for [number] in numbers)], total)


@means(expr.LastOf)
def _last_of(of, node, row):
    """Known where the rows that answer are sure, and so is their order; otherwise between the bounds of all that may."""
    truths, numbers = _asked(of, node, row, node.order, node.value)
    recorded = _recorded(node.relation, row)

    def last(step):
        each = [
            (yes >> step & 1, *(_at(bound, step) for number in both for bound in number))
            for (yes, no), both in zip(truths, numbers, strict=True) if not no >> step & 1
        ]  # fmt: skip
        if not recorded or not each:
            return -WIDE, WIDE
        if all(yes and order == order_high for yes, order, order_high, _, _ in each):
            *_, low, high = max(reversed(each), key=lambda one: one[1])
        else:
            low, high = min(one[3] for one in each), max(one[4] for one in each)
        return (low, high) if low <= high else (-WIDE, WIDE)

    return _by_run(of, truths, [number for both in numbers for number in both], last)


@means(expr.MostAtOnce)
def _most_at_once(of, node, row):
    truths, numbers = _asked(of, node, row, node.since, node.until)
    recorded = _recorded(node.relation, row)

    def most(step):
        each = [
            (index, yes >> step & 1, *(_at(bound, step) for number in both for bound in number))
            for index, ((yes, no), both) in enumerate(zip(truths, numbers, strict=True)) if not no >> step & 1
        ]  # fmt: skip
        sure = maybe = 0
        for one, surely, since, since_high, _, _ in each:
            there = [other for other in each if other[0] == one or (other[2] <= since_high and since < other[5])]
            maybe = max(maybe, len(there))
            if surely:
                sure = max(sure, sum(o[1] for o in each if o[0] == one or (o[3] <= since and since_high < o[4])))
        return sure, maybe if recorded else WIDE

    return _by_run(of, truths, [number for both in numbers for number in both], most)


@means(expr.TruthOf)
def _truth_of(of, node, row):
    linked = of.linked(row, node.link)
    return (0, of.all) if linked is None else of.truth(node.a, linked)


@means(expr.NumberOf)
def _number_of(of, node, row):
    return of.number(node.a, of.linked(row, node.link))


@means(expr.Meets)
def _meets(of, node, row):
    return of.truth(of.personal(node.scheme).base, row)


@means(expr.AnyMonth)
def _any_month(of, node, row):
    yes, no = of.truth(node.a, row)
    years = of.years.values()
    return sum(year for year in years if yes & year), sum(year for year in years if no & year == year)


@means(expr.Earlier)
def _earlier(of, node, row):
    yes, no = of.truth(node.a, row)
    maybe = of.all & ~no
    since_yes, until_maybe = (yes & -yes) * 2 - 1, (maybe & -maybe) * 2 - 1  # the runs up to the first; −1 without one
    return of.all & ~since_yes, of.all & until_maybe


@means(expr.DueInMonth)
def _due_in_month(of, node, row):
    claim = of.personal(node.scheme)
    yes, no = of.truth(claim.base, row)
    low, high = of.number(claim.rate, row)
    return _by_run(of, [(yes, no)], [(low, high)], lambda step: (yes >> step & 1 and _at(low, step), 0 if no >> step & 1 else _at(high, step)))


@means(expr.DueInYear)
def _due_in_year(of, node, row):
    claim = of.personal(node.scheme)
    yes, no = of.truth(claim.base, row)
    low, high = of.number(claim.rate, row)
    due = {}
    for year, runs in of.years.items():
        steps = of.runs(runs & ~no)
        known = all(yes >> step & 1 and _at(low, step) == _at(high, step) for step in steps)
        total = sum(_at(low, step) * of.months[step] for step in steps) if known else None
        due[year] = (-WIDE, WIDE) if total is None else (total, total)
    low, high = zip(*(due[first // 12] for first in of.first), strict=True)
    return (low[0], high[0]) if len(due) == 1 else (low, high)


@means(expr.Confirmed)
def _confirmed(of, node, row):
    days = [entry["on"] if entry["on_recorded"] else None for entry in _about(of, "confirmations", node.scheme, row)]
    if not days:
        return LONG_AGO, LONG_AGO
    return min(-WIDE if on is None else on for on in days), min(WIDE if on is None else on for on in days)


@means(expr.Given)
def _given(of, node, row):
    last = max((months.begins(entry["month"] + 1) - 1 for entry in _about(of, "given", node.scheme, row)), default=LONG_AGO)
    return last, last


def _about(of, name, scheme, row):
    """The decisions about a scheme that speak of a beneficiary."""
    wanted = facts.SCHEME_CODES.index(scheme)
    for entry in (other.facts for other in of.rows(name)):
        if entry["scheme"] != wanted:
            continue
        if row.table in ("persons", "couples"):
            if entry[{"persons": "person", "couples": "couple"}[row.table]] == row.number:
                yield entry
        elif entry["person"] < 0 and entry["couple"] < 0:
            yield entry
