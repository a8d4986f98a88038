"""Writes rows into the tables by COPY, as the role that sees every place."""
import json
from itertools import islice

from django.apps import apps
from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def copy(rows):
    """COPY every collected table in an order that suits its references."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    with connection.cursor() as cursor:
        for table, collected in rows.tables.items():
            _copy_table(cursor, by_table[table], collected)
    rows.tables.clear()


def set_sequences(tables):
    """What is added from now on follows the highest id of each table."""
    with connection.cursor() as cursor:
        for table in tables:
            highest = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {} HAVING max(id) IS NOT NULL")
            cursor.execute(highest.format(sql.Identifier(table)), [table])


def _copy_table(cursor, model, collected):
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    names, otherwise = [field.attname for field in fields], {field.attname: field.get_default() for field in fields}
    documents = [field.attname for field in fields if isinstance(field, models.JSONField)]
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)) as target:
        for row in collected:
            full = otherwise | row
            for name in documents:
                full[name] = Jsonb(full[name], dumps=_chinese)
            target.write_row([full[name] for name in names])


def _chinese(value):
    return json.dumps(value, ensure_ascii=False)


def batched(iterable, size):
    iterator = iter(iterable)
    while chunk := list(islice(iterator, size)):
        yield chunk
