"""Columns between the database and arrays, by binary COPY: values of fixed width, a batch one piece of memory."""

import numpy as np
from django.db import connection
from psycopg import sql

_WIRE = {
    "i4": (">i4", 4, "int4"), "i8": (">i8", 8, "int8"), "i2": (">i2", 2, "int2"), "i1": (">i2", 2, "int2"), "b1": ("?", 1, "bool"),
}  # fmt: skip
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"


def fetch(source, key, ids, columns, where="true", **parameters):
    """Rows of one table whose `key` is among the ids, in the order of the table's own ids, as a structured array.

    `columns` are {name: (SQL expression, "i4", "i8", "i2", "i1" or "b1")}; an expression that comes out NULL is a ValueError.
    """
    if not len(ids):
        return np.zeros(0, [(name, kind) for name, (_expression, kind) in columns.items()])
    content = b"".join(pieces(source, key, ids, columns, where, **parameters))
    found, at = {}, len(_HEADER) + 2
    for name, (_expression, kind) in columns.items():
        length = int.from_bytes(content[at : at + 4], signed=True)
        found[name] = _array(content[at + 4 : at + 4 + max(length, 0)], kind, f"{source}.{name}")
        at += 4 + max(length, 0)
    made = np.zeros(len(found[next(iter(columns))]), [(name, kind) for name, (_expression, kind) in columns.items()])
    for name in columns:
        made[name] = found[name]
    return made


def pieces(source, key, ids, columns, where="true", **parameters):
    """Every column as one array, all in one row: row by row the server and the driver would handle each row as a message of its own."""
    chosen = ", ".join(f"({expression})::{_WIRE[kind][2]} AS c{number}" for number, (expression, kind) in enumerate(columns.values()))
    rows = f"SELECT {chosen} FROM {source} WHERE {key} = ANY (%(ids)s::{'text' if isinstance(ids[0], str) else 'bigint'}[]) AND {where} ORDER BY id"
    arrays = ", ".join(f"array_agg(c{number})" for number in range(len(columns)))
    query = f"COPY (SELECT {arrays} FROM ({rows}) AS found) TO STDOUT (FORMAT binary)"
    with connection.cursor() as cursor, cursor.cursor.copy(query, parameters | {"ids": listed(ids)}) as copy:  # Django's own takes no parameters
        yield from copy


def listed(ids):
    """Numbers as the text of an array, to be cast to bigint[]: as the column's own type they are looked up by hashing; and written at once."""
    return "{" + ",".join(map(str, ids)) + "}" if ids and not isinstance(ids[0], str) else list(ids)


def _array(sent, kind, what):
    """The elements of a one-dimensional array as the server sends it; nothing at all is no rows."""
    if not sent:
        return np.zeros(0, kind)
    _dimensions, has_missing, _type, count, _first = np.frombuffer(sent, ">i4", count=5).tolist()
    if has_missing:
        raise ValueError(f"{what}: a value is missing where the rules need one")
    return np.frombuffer(sent, [("length", ">i4"), ("value", _WIRE[kind][0])], offset=20, count=count)["value"]


def stage(table, rows):
    """A temporary table with the rows of a structured array, gone with the transaction; its columns are named like the fields."""
    columns = {name: ("", rows.dtype[name].str[1:]) for name in rows.dtype.names}
    wire = np.zeros(len(rows), _layout(columns))
    wire["fields"] = len(columns)
    for name, (_expression, kind) in columns.items():
        wire[f"{name} length"], wire[name] = _WIRE[kind][1], rows[name]
    typed = sql.SQL(", ").join(sql.SQL(f"{{}} {_WIRE[kind][2]}").format(sql.Identifier(name)) for name, (_expression, kind) in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(table), typed))
        with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))) as copy:
            copy.write(_HEADER + wire.tobytes() + _TRAILER)


def _layout(columns):
    layout = [("fields", ">i2")]
    for name, (_expression, kind) in columns.items():
        layout += [(f"{name} length", ">i4"), (name, _WIRE[kind][0])]
    return np.dtype(layout)
