"""Rows onto pages: how many stand on each, and the sums at its foot."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, its own sums and the sums from page one to here, field by field."""

    number: int
    rows: list
    subtotals: dict
    running: dict
    last: bool


def pages(rows, *, heights, room, last_room, sums):
    """Lay `rows` out; heights and rooms are tenths of a millimetre, `sums` the fields to add up (fen).

    The last page has less room, for totals and signatures: rows that would not stand there beside them
    are shared by the last two pages, so that no page of signatures goes without rows.
    """
    groups = _filled(heights, room)
    first, end = groups[-1]
    if end - first > 1 and sum(heights[first:end]) > last_room:
        groups[-1:] = _halves(heights, first, end, last_room)
    running = dict.fromkeys(sums, 0)
    laid = []
    for number, (first, end) in enumerate(groups, 1):
        own = {name: sum(getattr(row, name) for row in rows[first:end]) for name in sums}
        running = {name: running[name] + own[name] for name in sums}
        laid.append(Page(number, rows[first:end], own, running, last=number == len(groups)))
    return laid


def _filled(heights, room):
    groups, first, used = [], 0, 0
    for index, height in enumerate(heights):
        if used + height > room and index > first:
            groups.append((first, index))
            first, used = index, 0
        used += height
    return [*groups, (first, len(heights))]


def _halves(heights, first, end, last_room):
    middle = (first + end) // 2
    while end - middle > 1 and sum(heights[middle:end]) > last_room:
        middle += 1
    return [(first, middle), (middle, end)]
