"""Two reasons for the same period beside each other, and what differs between them, in words."""
from dataclasses import dataclass

from benefits.policies_table import names


@dataclass(frozen=True)
class Row:
    """One condition or value: what it is, and what was said of it then and is said of it today (None: not said)."""

    title: str
    then: dict | None
    now: dict | None

    @property
    def changed(self):
        return self.then != self.now

    @property
    def sides(self):
        return self.then, self.now


def conditions(then, now):
    """[Row] of the conditions of two reasons, in the order of today's; `met` and `because` are compared."""
    return _rows(*(_by(told.get("conditions", ()), "text", ("met", "because", "cite")) for told in (then, now)))


def values(then, now, *, titles):
    """[Row] of the policy values two reasons rest on; figure, first day and document are compared."""
    rows = _rows(*(_by(told.get("values", ()), "name", ("value", "unit", "since", "cite")) for told in (then, now)))
    return [
        Row(names.title(row.title, titles), *(side and side | {"unit": names.unit(side["unit"])} for side in (row.then, row.now))) for row in rows
    ]


def _by(told, key, columns):
    return {one[key]: {name: one[name] for name in columns} for one in told}


def _rows(then, now):
    return [Row(title, then.get(title), now.get(title)) for title in [*now, *(title for title in then if title not in now)]]
