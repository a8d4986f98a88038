"""The cells rules are evaluated on: a household's months in runs within which nothing changes, and for every row of facts one cell a run.

A run breaks each January, where a policy value changes, and in the month of a dated fact, an age the documents name or a payment, and the
month after it; in its July too, for the half-year readings.
"""
from __future__ import annotations

from functools import cached_property

import numpy as np

from benefits.rules import facts, months

STEP = facts.CHILD.origin.options.index("step")


class Segments:
    """Runs of months of every household: `household`, `first` month and number of `months`, in order."""

    def __init__(self, *, tables, places, place_of, ages, since, until):
        """`places` by index, `place_of` each household's index; since <= month < until, whole calendar years."""
        self.since, self.until = since, until
        width = until - since
        count = len(tables["households"])
        januaries = np.arange(0, width, 12)
        keys = [(np.arange(count)[:, None] * width + januaries).ravel()]
        for index, place in enumerate(places):
            inside = np.array([month - since for month in place.breaks if since < month < until], dtype="i8")
            if len(inside):
                keys.append((np.flatnonzero(place_of == index)[:, None] * width + inside).ravel())
        for household, month in _changes(tables, ages, since, until):
            inside = (month >= since) & (month < until)
            keys.append(household[inside].astype("i8") * width + month[inside] - since)
        keys = np.sort(np.concatenate(keys))
        keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
        self.household = keys // width
        self.first = since + keys % width
        ends = np.append(self.first[1:], until)
        ends[np.append(self.household[1:] != self.household[:-1], True)] = until
        self.months = ends - self.first
        self.count = np.bincount(self.household, minlength=count)
        self.start = np.cumsum(self.count) - self.count

    def __len__(self):
        return len(self.first)


def _changes(tables, ages, since, until):
    """(household, month) in which something may change."""
    near = int(months.first_day(since)) - 62, int(months.first_day(until))
    for table in facts.TABLES.values():
        rows = tables[table.name]
        if not len(rows):
            continue
        home = facts.households_of(tables, table.name)
        for name, column in table.columns.items():
            if column.kind == "day":
                yield from _around(home, rows[name], rows[f"{name}_recorded"] if column.nullable else True, near)
            elif column.kind == "month":
                yield home, rows[name].astype("i8")
    persons = tables["persons"]
    born = np.where(persons["born_recorded"], persons["born"], 0)
    for years in ages:
        day = months.reached(born, years)
        for shift in (0, 1):
            yield from _around(persons["household"], day + shift, persons["born_recorded"], near)


def _around(home, day, recorded, near):
    """The month of a day that is near, the month after and the July of its year."""
    low, high = near
    at = np.flatnonzero((day >= low) & (day < high) & recorded)
    if len(at):
        month = months.of(day[at])
        for change in (month, month + 1, month // 12 * 12 + 6):
            yield home[at], change


class Frame:
    """A table seen on the runs of its households: cell by cell the row, the run, and the rows it is linked to."""

    def __init__(self, *, name, rows, home, segments, links=None, more=None):
        self.name, self.rows, self.home, self.segments = name, rows, home, segments
        self.links = links or {}
        self.more = more or {}
        self._recorded: dict[str | None, np.ndarray] = {}

    def __len__(self):
        return len(self.row)

    @cached_property
    def _count(self):
        return self.segments.count[self.home] if len(self.home) else np.zeros(0, dtype="i8")

    @cached_property
    def offset(self) -> np.ndarray:
        """The first cell of each row."""
        return np.cumsum(self._count) - self._count

    @cached_property
    def row(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.home)), self._count)

    @cached_property
    def local(self) -> np.ndarray:
        """The run of each cell among those of its household."""
        return np.arange(len(self.row)) - self.offset[self.row]

    @cached_property
    def segment(self) -> np.ndarray:
        return self.segments.start[self.home][self.row] + self.local if len(self.home) else self.row

    def is_steady(self, cells: np.ndarray) -> bool:
        """Whether no row changes from run to run."""
        return bool(((cells[1:] == cells[:-1]) | (self.row[1:] != self.row[:-1])).all())

    def column(self, name: str) -> np.ndarray:
        return self.more[name] if name in self.more else self.rows[name]

    def has(self, name: str) -> bool:
        return name in self.more or name in self.rows.dtype.names

    def recorded(self, name: str | None) -> np.ndarray:
        """For each cell whether the list of that name is recorded; a list without a name always is."""
        if name not in self._recorded:
            self._recorded[name] = np.ones(len(self), dtype=bool) if name is None else self.column(name)[self.row]
        return self._recorded[name]

    @cached_property
    def year(self) -> np.ndarray:
        """An index of (row, calendar year), for each cell."""
        return self.row * 4096 + self.segments.first[self.segment] // 12


class Frames(dict):
    """The frames of a batch by name, each made when it is first asked for."""

    def __init__(self, tables, segments):
        super().__init__()
        self.tables, self.segments = tables, segments

    def __missing__(self, name):
        rows, home, links, more = _MADE[name](self) if name in _MADE else self._owned(name)
        self[name] = Frame(name=name, rows=rows, home=home, segments=self.segments, links=links, more=more)
        return self[name]

    @cached_property
    def home(self):
        """The household of each person."""
        return self.tables["persons"]["household"]

    @cached_property
    def kin(self):
        return _kin(self.tables["persons"], self.tables["couples"], self.tables["children"])

    def _owned(self, name):
        """A table whose rows belong to a person or a household and point nowhere else."""
        rows = self.tables[name]
        if facts.TABLES[name].owner == "person":
            return rows, self.home[rows["person"]], {"person": ("persons", rows["person"])}, None
        return rows, rows["household"], {"household": ("households", rows["household"])}, None


def _households(of):
    return of.tables["households"], np.arange(len(of.tables["households"])), None, None


def _persons(of):
    return of.tables["persons"], of.home, {"household": ("households", of.home)}, {"kin_recorded": of.kin[1]}


def _hukou(of):
    rows, home, links, _more = of._owned("hukou")
    return rows, home, links, {"here": _here(of.tables)}


def _village_years(of):
    years = of.tables["village_years"]
    return years, of.tables["villages"]["household"][years["village"]], {"village": ("villages", years["village"])}, None


def _couples(of):
    couples = of.tables["couples"]
    where = of.home[couples["husband"]]
    return couples, where, {name: ("persons", couples[name]) for name in ("husband", "wife")} | {"household": ("households", where)}, None


def _marriages(of):
    couples = of.tables["couples"]
    me = np.concatenate([couples["husband"], couples["wife"]])
    other = np.concatenate([couples["wife"], couples["husband"]])
    return np.concatenate([couples, couples]), of.home[me], {"me": ("persons", me), "partner": ("persons", other)}, None


def _children(of):
    children = of.tables["children"]
    links = {"child": ("persons", children["child"]), "parent": ("persons", children["parent"])}
    return children, of.home[children["child"]], links, {"own": np.ones(len(children), dtype=bool)}


def _kin_frame(of):
    (me, row, marriage), _recorded = of.kin
    children = of.tables["children"]
    links = {"child": ("persons", children["child"][row]), "me": ("persons", me), "marriage": ("marriages", marriage)}
    return children[row], of.home[me], links, {"own": marriage < 0}


_MADE = {
    "households": _households, "persons": _persons, "hukou": _hukou, "village_years": _village_years, "couples": _couples,
    "marriages": _marriages, "children": _children, "kin": _kin_frame,
}  # fmt: skip


def _here(tables):
    """Whether a hukou lies in the household's county; a city's code stands for any of its counties."""
    rows = tables["hukou"]
    at = rows["place"] // 1_000_000
    home = tables["households"]["place"][facts.households_of(tables, "hukou")] // 1_000_000
    same_city = at // 100 == home // 100
    return (rows["place"] == 0) | (at == home) | (same_city & ((at % 100 == 0) | (home % 100 == 0)))


def _kin(persons, couples, children):
    """A person's own children and those a spouse brought: (person, row of children, row of marriages or −1), and whether both lists are recorded."""
    me = np.concatenate([couples["husband"], couples["wife"]]).astype("i8")
    other = np.concatenate([couples["wife"], couples["husband"]]).astype("i8")
    order = np.argsort(children["parent"], kind="stable")
    parents = children["parent"][order]
    first = np.searchsorted(parents, other, "left")
    count = np.searchsorted(parents, other, "right") - first
    marriage = np.repeat(np.arange(len(me)), count)
    row = order[np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(marriage))]
    step = children["origin_recorded"] & (children["origin"] == STEP)
    mine = (children["parent"].astype("i8") * len(persons) + children["child"])[~step]
    brought = ~np.isin(me[marriage] * len(persons) + children["child"][row], mine)
    recorded = persons["children_recorded"] & persons["couples_recorded"]
    np.logical_and.at(recorded, me, persons["children_recorded"][other])
    own = np.arange(len(children))
    return (
        np.concatenate([children["parent"], me[marriage][brought]]).astype("i8"),
        np.concatenate([own, row[brought]]),
        np.concatenate([np.full(len(own), -1), marriage[brought]]),
    ), recorded
