"""Families as the rules read them: the recorded facts of many households, fetched by fixed-width binary COPY into arrays.

Only facts that stand are read (nothing withdrawn). People of a family are its memberships; a person's own claims are computed
in the one family that is their home. A kind of fact without rows is recorded only where somebody stated "none".
"""
import numpy as np
from django.db import connection

from benefits.rules import facts as tables
from benefits.rules import months

_WIRE = {"i4": (">i4", 4, "int4"), "i8": (">i8", 8, "int8"), "i1": (">i2", 2, "int2"), "?": ("?", 1, "bool")}
_HEADER_BYTES, _TRAILER_BYTES = 19, 2

# Rows are numbered in the order of ids, so that every query of a chunk numbers them alike.
_PEOPLE = """
WITH family AS (
  SELECT h.id, h.division_code, row_number() OVER (ORDER BY h.id) - 1 AS row FROM households_household h WHERE h.id = ANY(%(households)s)
), member AS (
  SELECT m.household_id, m.person_id, row_number() OVER (ORDER BY m.household_id, m.person_id) - 1 AS row,
    bool_or(m.home AND NOT EXISTS (SELECT FROM households_membership later WHERE later.person_id = m.person_id AND later.home
      AND later.withdrawn_at IS NULL AND later.household_id <> m.household_id AND later.since > m.since)) AS own
  FROM households_membership m WHERE m.household_id = ANY(%(households)s) AND m.withdrawn_at IS NULL GROUP BY m.household_id, m.person_id
)
"""
_MARRIAGES = """households_marriage x JOIN member h ON h.person_id = x.husband_id
  JOIN member w ON w.person_id = x.wife_id AND w.household_id = h.household_id"""
_PARENTAGES = """households_parentage x JOIN member c ON c.person_id = x.child_id
  JOIN member p ON p.person_id = x.parent_id AND p.household_id = c.household_id"""


def _day(column):
    return f"({column} - DATE '1970-01-01')"


def _open_until(column):
    return f"coalesce({_day(column)}, {months.FOREVER})"


def _maybe(name, expression, fallback):
    """A column with its recorded bit: nothing stored is nothing recorded."""
    return {name: f"coalesce({expression}, {fallback})", f"{name}_recorded": f"({expression}) IS NOT NULL"}


def _word(name, column, table, *, always=False):
    """A word as its place among the table's options."""
    options = ", ".join(f"'{option}'" for option in tables.TABLES[table].columns[name].options)
    position = f"array_position(ARRAY[{options}], {column}::text) - 1"
    return {name: position} if always else _maybe(name, position, 0)


def _stated(kind, subject):
    """Somebody stated that there is none."""
    return f"EXISTS (SELECT FROM households_statement s WHERE s.{subject} AND s.kind = '{kind}' AND s.withdrawn_at IS NULL)"


def _any(rows, condition):
    return f"EXISTS (SELECT FROM {rows} WHERE {condition} AND x.withdrawn_at IS NULL)"


_PERIOD = {"since": _day("x.since"), "since_recorded": "x.since IS NOT NULL", "until": _open_until("x.until")}

_OF_HOUSEHOLD = {
    "minimum_living_recorded": f"({_any('poverty_minimumliving x', 'x.household_id = f.id')} OR {_stated('minimum_living', 'household_id = f.id')})",
    "status_recorded": f"({_any('households_householdstatus x', 'x.household_id = f.id')} OR {_stated('status', 'household_id = f.id')})",
}
_COUPLES_RECORDED = f"({_any(_MARRIAGES, 'h.household_id = m.household_id')} OR {_stated('couples', 'household_id = m.household_id')})"
_CHILDREN_RECORDED = f"({_any(_PARENTAGES, 'c.household_id = m.household_id')} OR {_stated('children', 'household_id = m.household_id')})"

# For each table of the rules: what its columns are, and from which rows.
_QUERIES = {
    "households": (
        {"id": "f.id", "place": "f.division_code", **_OF_HOUSEHOLD, "income_recorded": "false"},
        "family f ORDER BY f.row",
    ),
    "persons": (
        {
            "id": "m.person_id",
            "household": "f.row",
            "own": "m.own",
            **_word("sex", "p.sex", "persons"),
            **_maybe("born", _day("p.born"), 0),
            "died": _open_until("d.since"),
            "died_recorded": f"(d.id IS NOT NULL OR {_stated('death', 'person_id = p.id')})",
            "hukou_recorded": _any("households_hukou x", "x.person_id = p.id"),
            "disability_recorded": f"({_any('households_disability x', 'x.person_id = p.id')} OR {_stated('disability', 'person_id = p.id')})",
            "couples_recorded": _COUPLES_RECORDED,
            "children_recorded": _CHILDREN_RECORDED,
            "parents_recorded": _CHILDREN_RECORDED,
            "minimum_living_recorded": _OF_HOUSEHOLD["minimum_living_recorded"],
        },
        "member m JOIN family f ON f.id = m.household_id JOIN households_person p ON p.id = m.person_id "
        "LEFT JOIN households_death d ON d.person_id = p.id AND d.withdrawn_at IS NULL ORDER BY m.row",
    ),
    "hukou": (
        {"person": "m.row", **_PERIOD, **_word("kind", "x.kind", "hukou"), "place": "coalesce(x.place, '0')"},
        "households_hukou x JOIN member m ON m.person_id = x.person_id WHERE x.withdrawn_at IS NULL ORDER BY m.row, x.since, x.id",
    ),
    "disability": (
        {
            "person": "m.row",
            **_PERIOD,
            **_maybe("grade", "x.grade", 0),
            **_word("kind", "x.kind", "disability"),
            **_maybe("lost_labour", "x.lost_labour", "false"),
            **_maybe("certified", "x.certified", "false"),
        },
        "households_disability x JOIN member m ON m.person_id = x.person_id WHERE x.withdrawn_at IS NULL ORDER BY m.row, x.since, x.id",
    ),
    "couples": (
        {
            "husband": "h.row",
            "wife": "w.row",
            **_maybe("married", _day("x.since"), 0),
            "ended": _open_until("x.until"),
            "ended_recorded": "(x.until IS NOT NULL OR x.ended_how IS NULL)",
            **_word("how", "coalesce(x.ended_how, 'none')", "couples"),
        },
        f"{_MARRIAGES} WHERE x.withdrawn_at IS NULL ORDER BY h.row, w.row, x.id",
    ),
    "children": (
        {
            "child": "c.row",
            "parent": "p.row",
            **_word("origin", "x.origin", "children"),
            "since": f"coalesce({_day('x.since')}, -{months.FOREVER})",
            "since_recorded": "(x.since IS NOT NULL OR coalesce(x.origin, 'birth') = 'birth')",
            **_maybe("within_policy", "x.within_policy", "false"),
            "custody": "coalesce(k.row, -1)",
            "custody_recorded": "true",
        },
        f"{_PARENTAGES} LEFT JOIN member k ON k.person_id = x.custody_id AND k.household_id = c.household_id "
        "WHERE x.withdrawn_at IS NULL ORDER BY c.row, p.row, x.id",
    ),
    "allowances": (
        {
            "person": "m.row",
            "included": "true",
            "included_recorded": "true",
            **_PERIOD,
            **_word("kind", "x.kind", "allowances"),
            **_maybe("subsidy", "x.subsidy_fen", 0),
        },
        "poverty_minimumliving x JOIN member m ON m.household_id = x.household_id "
        "JOIN poverty_minimumlivingmember n ON n.minimum_living_id = x.id AND n.person_id = m.person_id "
        "WHERE x.withdrawn_at IS NULL ORDER BY m.row, x.since, x.id",
    ),
    "status": (
        {"household": "f.row", **_word("kind", "x.kind", "status", always=True), **_PERIOD},
        "households_householdstatus x JOIN family f ON f.id = x.household_id WHERE x.withdrawn_at IS NULL ORDER BY f.row, x.since, x.id",
    ),
    "given": (
        {
            "household": "f.row",
            "person": "coalesce(m.row, -1)",
            **_word("scheme", "e.scheme", "given", always=True),
            "month": "extract(year FROM e.since) * 12 + extract(month FROM e.since) - 1",
        },
        "benefits_entitlement e JOIN family f ON f.id = e.household_id "
        "LEFT JOIN member m ON m.person_id = e.person_id AND m.household_id = e.household_id "
        "WHERE e.scheme = ANY(%(one_off)s) AND (e.since < %(since)s OR e.since >= %(until)s) "
        "AND (SELECT sum(l.amount_fen) FROM benefits_entitlementline l WHERE l.entitlement_id = e.id) > 0 ORDER BY f.row, e.id",
    ),
}


def read(household_ids, *, since, until, one_off):
    """The rules' tables for these households. `one_off` schemes given outside the window (half-open days) are among them."""
    parameters = {"households": list(household_ids), "since": since, "until": until, "one_off": list(one_off)}
    made = tables.empty()
    for name, (columns, rows) in _QUERIES.items():
        made[name] = _copy(columns, rows, parameters, made[name].dtype)
    return made


def names(household_ids):
    """What to call each row of `persons` in explanations."""
    with connection.cursor() as cursor:
        query = f"{_PEOPLE} SELECT p.name FROM member m JOIN households_person p ON p.id = m.person_id ORDER BY m.row"
        cursor.execute(query, {"households": list(household_ids)})
        return [name for (name,) in cursor.fetchall()]


def _copy(columns, rows, parameters, dtype):
    """A query's rows as a structured array; every column is fixed in width and never null."""
    wire = {name: _WIRE[dtype[name].str.lstrip("<|>").replace("b1", "?")] for name in dtype.names}
    chosen = ", ".join(f"({columns[name]})::{wire[name][2]}" for name in dtype.names)
    with connection.cursor() as cursor, cursor.copy(f"COPY ({_PEOPLE} SELECT {chosen} FROM {rows}) TO STDOUT (FORMAT binary)", parameters) as copy:
        content = b"".join(copy)
    layout = [("fields", ">i2")]
    for name in dtype.names:
        layout += [(f"{name} length", ">i4"), (name, wire[name][0])]
    read = np.frombuffer(content, dtype=layout, offset=_HEADER_BYTES, count=_rows_in(content, layout))
    made = np.zeros(len(read), dtype)
    for name in dtype.names:
        if (read[f"{name} length"] != wire[name][1]).any():
            raise ValueError(f"{name}: a value is missing where the rules need one")
        made[name] = read[name]
    return made


def _rows_in(content, layout):
    rows, rest = divmod(len(content) - _HEADER_BYTES - _TRAILER_BYTES, np.dtype(layout).itemsize)
    if rest:
        raise ValueError("rows are not of fixed width: a value is missing where the rules need one")
    return rows
