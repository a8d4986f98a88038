"""Writes rows into the tables by COPY, as the role that sees every place."""
import json
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def copy(rows):
    """COPY every collected table in an order that suits its references, then set the sequences."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    with connection.cursor() as cursor:
        for table, collected in rows.tables.items():
            _copy_table(cursor.connection if hasattr(cursor, "connection") else connection.connection, by_table[table], collected)
            _set_sequence(cursor, by_table[table])
    rows.tables.clear()


def next_ids(tables):
    """{table: the id its next row would get} for tables with a serial key."""
    with connection.cursor() as cursor:
        ids = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(sql.Identifier(table)))
            (ids[table],) = cursor.fetchone()
    return ids


def _copy_table(raw, model, collected):
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with raw.cursor() as cursor, cursor.copy(statement) as target:
        for row in collected:
            target.write_row([_value(row, field) for field in fields])


def _value(row, field):
    value = row[field.attname] if field.attname in row else field.get_default()
    if isinstance(field, models.JSONField):
        return Jsonb(value, dumps=lambda plain: json.dumps(plain, ensure_ascii=False))
    return str(value) if isinstance(value, UUID) else value


def _set_sequence(cursor, model):
    if isinstance(model._meta.pk, models.AutoField):
        cursor.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {}))").format(sql.Identifier(model._meta.db_table)),
            [model._meta.db_table],
        )


def batched(iterable, size):
    iterator = iter(iterable)
    while chunk := list(islice(iterator, size)):
        yield chunk
