"""What the words about related rows mean: the rows of a person's or household's lists, linked people, other schemes, earlier decisions."""
from __future__ import annotations

import numpy as np

from benefits.rules import expr, facts, months
from benefits.rules.meaning import LONG_AGO, WIDE, means

MUCH = 2**50  # of an unrecorded amount; more than any sum of recorded ones


@means(expr.AnyOf)
def _any_of(of, node, frame):
    yes, maybe = _tally(of, node, frame)
    return yes > 0, (maybe == 0) & _recorded(node.relation, frame)


@means(expr.CountOf)
def _count_of(of, node, frame):
    yes, maybe = _tally(of, node, frame)
    return yes, np.where(_recorded(node.relation, frame), maybe, WIDE)


def _tally(of, node, frame):
    """How many rows surely and how many possibly answer the description, for each cell of the subject."""
    rows, subject = of.related(node.relation)
    if not len(rows):
        return np.zeros(len(frame), dtype="i8"), np.zeros(len(frame), dtype="i8")
    yes, no = of.truth(node.where, rows)
    return np.bincount(subject[yes], minlength=len(frame)), np.bincount(subject[~no], minlength=len(frame))


def _recorded(relation, frame):
    return frame.recorded(relation.recorded)


@means(expr.LatestOf)
def _latest_of(of, node, frame):
    rows, subject = of.related(node.relation)
    (yes, no), (low, high) = of.truth(node.where, rows), of.number(node.value, rows)
    latest_low, latest_high = np.full(len(frame), LONG_AGO), np.full(len(frame), LONG_AGO)
    np.maximum.at(latest_low, subject[yes], low[yes])
    np.maximum.at(latest_high, subject[~no], high[~no])
    return latest_low, np.where(_recorded(node.relation, frame), latest_high, WIDE)


@means(expr.SumOf)
def _sum_of(of, node, frame):
    """Rows that may answer count from nothing up to what they may come to."""
    rows, subject = of.related(node.relation)
    (yes, no), (low, high) = of.truth(node.where, rows), of.number(node.value, rows)
    sum_low, sum_high = np.zeros(len(frame), dtype="i8"), np.zeros(len(frame), dtype="i8")
    np.add.at(sum_low, subject[yes], np.maximum(low[yes], 0))
    np.add.at(sum_high, subject[~no], np.minimum(high[~no], MUCH))
    complete = _recorded(node.relation, frame) & (sum_high < MUCH)
    if node.rows is not None:
        complete &= np.bincount(subject[yes], minlength=len(frame)) >= of.number(node.rows, frame)[1]
    return sum_low, np.where(complete, sum_high, WIDE)


@means(expr.LastOf)
def _last_of(of, node, frame):
    """Known where the rows that answer are sure, and so is their order; otherwise between the bounds of all that may."""
    rows, subject = of.related(node.relation)
    (yes, no), (order, order_high) = of.truth(node.where, rows), of.number(node.order, rows)
    low, high = of.number(node.value, rows)
    last_low, last_high = np.full(len(frame), WIDE), np.full(len(frame), -WIDE)
    np.minimum.at(last_low, subject[~no], low[~no])
    np.maximum.at(last_high, subject[~no], high[~no])
    doubtful = np.bincount(subject[~no & ~(yes & (order == order_high))], minlength=len(frame)) > 0
    sure = np.flatnonzero(yes)
    sure = sure[~doubtful[subject[sure]]]
    sure = sure[np.lexsort((order[sure], subject[sure]))]
    last_low[subject[sure]], last_high[subject[sure]] = low[sure], high[sure]
    open_ended = (last_low > last_high) | ~_recorded(node.relation, frame)
    return np.where(open_ended, -WIDE, last_low), np.where(open_ended, WIDE, last_high)


@means(expr.MostAtOnce)
def _most_at_once(of, node, frame):
    rows, subject = of.related(node.relation)
    (yes, no), (since, since_high) = of.truth(node.where, rows), of.number(node.since, rows)
    until, until_high = of.number(node.until, rows)
    one, other = _pairs(subject)
    same = one == other
    sure = yes[other] & (same | (since_high[other] <= since[one]) & (since_high[one] < until[other]))
    maybe = ~no[other] & (same | (since[other] <= since_high[one]) & (since[one] < until_high[other]))
    sure, maybe = (np.bincount(one[pairs], minlength=len(subject)) for pairs in (sure, maybe))
    most_sure, most_maybe = np.zeros(len(frame), dtype="i8"), np.zeros(len(frame), dtype="i8")
    np.maximum.at(most_sure, subject, np.where(yes, sure, 0))
    np.maximum.at(most_maybe, subject, np.where(no, 0, maybe))
    return most_sure, np.where(_recorded(node.relation, frame), most_maybe, WIDE)


def _pairs(subject):
    """Every ordered pair of cells with the same subject, each with itself included."""
    order = np.argsort(subject, kind="stable")
    size = np.bincount(subject)
    begin = np.cumsum(size) - size
    mates = size[subject[order]]
    one = np.repeat(order, mates)
    step = np.arange(len(one)) - np.repeat(np.cumsum(mates) - mates, mates)
    return one, order[np.repeat(begin[subject[order]], mates) + step]


@means(expr.TruthOf)
def _truth_of(of, node, frame):
    cells = of.cells(frame, node.link)
    yes, no = of.truth(node.a, of.frames[node.table])
    if not len(yes):
        return np.zeros(len(frame), dtype=bool), np.ones(len(frame), dtype=bool)
    return yes[cells] & (cells >= 0), no[cells] | (cells < 0)


@means(expr.NumberOf)
def _number_of(of, node, frame):
    cells = of.cells(frame, node.link)
    low, high = of.number(node.a, of.frames[node.table])
    return low[cells], high[cells]


@means(expr.Meets)
def _meets(of, node, frame):
    return of.base(node.scheme)


@means(expr.AnyMonth)
def _any_month(of, node, frame):
    yes, no = of.truth(node.a, frame)
    years, year = np.unique(frame.year, return_inverse=True)
    return (np.bincount(year[yes], minlength=len(years)) > 0)[year], (np.bincount(year[~no], minlength=len(years)) == 0)[year]


@means(expr.Earlier)
def _earlier(of, node, frame):
    yes, no = of.truth(node.a, frame)
    return _before(yes, frame) > 0, _before(~no, frame) == 0


def _before(answers, frame):
    """In how many earlier cells of the same row it is so."""
    so_far = np.cumsum(answers) - answers
    return so_far - so_far[frame.offset[frame.row]] if len(frame) else so_far


@means(expr.DueInMonth)
def _due_in_month(of, node, frame):
    yes, no = of.base(node.scheme)
    low, high = of.number(of.personal(node.scheme).rate, frame)
    return np.where(yes, low, 0), np.where(no, 0, high)


@means(expr.DueInYear)
def _due_in_year(of, node, frame):
    yes, no = of.base(node.scheme)
    low, high = of.number(of.personal(node.scheme).rate, frame)
    known = no | (yes & (low == high))
    due = np.where(yes & known, low * of.segments.months[frame.segment], 0)
    years, year = np.unique(frame.year, return_inverse=True)
    total = np.zeros(len(years), dtype="i8")
    np.add.at(total, year, due)
    doubt = (np.bincount(year[~known], minlength=len(years)) > 0)[year]
    return np.where(doubt, -WIDE, total[year]), np.where(doubt, WIDE, total[year])


@means(expr.Confirmed)
def _confirmed(of, node, frame):
    rows, subject = _about(of.tables, "confirmations", node.scheme, frame)
    if not len(rows):
        return _never(frame)
    on = rows["on"].astype("i8")
    low, high = np.full(len(frame.rows), WIDE), np.full(len(frame.rows), WIDE)
    np.minimum.at(low, subject, np.where(rows["on_recorded"], on, -WIDE))
    np.minimum.at(high, subject, np.where(rows["on_recorded"], on, WIDE))
    without = np.bincount(subject, minlength=len(frame.rows)) == 0
    return np.where(without, LONG_AGO, low)[frame.row], np.where(without, LONG_AGO, high)[frame.row]


@means(expr.Given)
def _given(of, node, frame):
    rows, subject = _about(of.tables, "given", node.scheme, frame)
    if not len(rows):
        return _never(frame)
    last = np.full(len(frame.rows), LONG_AGO)
    np.maximum.at(last, subject, months.last_day(rows["month"]))
    return last[frame.row], last[frame.row]


def _never(frame):
    long_ago = np.full(len(frame), LONG_AGO)
    return long_ago, long_ago


def _about(tables, name, scheme, frame):
    """The rows of a scheme that speak of a beneficiary of this kind, and the rows of the frame they speak of."""
    rows = tables[name][tables[name]["scheme"] == facts.SCHEME_CODES.index(scheme)]
    if not len(rows):
        return rows, rows["household"]
    column = {"persons": "person", "couples": "couple"}.get(frame.name)
    if column:
        rows = rows[rows[column] >= 0]
        return rows, rows[column]
    rows = rows[(rows["person"] < 0) & (rows["couple"] < 0)]
    if frame.name == "households":
        return rows, rows["household"]
    village = np.full(len(tables["households"]), -1)
    village[tables["villages"]["household"]] = np.arange(len(tables["villages"]))
    subject = village[rows["household"]]
    return rows[subject >= 0], subject[subject >= 0]
