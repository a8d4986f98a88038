"""Columns between the database and arrays, by binary COPY: a row is fixed-width fields, a batch one piece of memory."""

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
    content = b"".join(pieces(source, key, ids, columns, where, **parameters))
    wire = np.frombuffer(content, dtype=_layout(columns), offset=len(_HEADER), count=_rows_in(content, _layout(columns)))
    made = np.zeros(len(wire), [(name, kind) for name, (_expression, kind) in columns.items()])
    for name, (_expression, kind) in columns.items():
        if (wire[f"{name} length"] != _WIRE[kind][1]).any():
            raise ValueError(f"{source}.{name}: a value is missing where the rules need one")
        made[name] = wire[name]
    return made


def pieces(source, key, ids, columns, where="true", **parameters):
    """The same rows as the server sends them."""
    chosen = ", ".join(f"({expression})::{_WIRE[kind][2]}" for expression, kind in columns.values())
    query = f"COPY (SELECT {chosen} FROM {source} WHERE {key} = ANY (%(ids)s) AND {where} ORDER BY id) TO STDOUT (FORMAT binary)"
    with connection.cursor() as cursor, cursor.cursor.copy(query, {"ids": list(ids), **parameters}) as copy:  # Django's own takes no parameters
        yield from copy


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


def _rows_in(content, layout):
    rows, rest = divmod(len(content) - len(_HEADER) - len(_TRAILER), layout.itemsize)
    if rest:
        raise ValueError("rows are not of fixed width: a value is missing where the rules need one")
    return rows
