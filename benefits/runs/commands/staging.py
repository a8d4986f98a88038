"""Bulk rows into tables under row-level security: COPY into a temporary table, then INSERT … SELECT, which the policy checks."""
from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb


def insert(model, rows):
    """Insert dicts of one shape; keys are column names."""
    if not rows:
        return
    columns = list(rows[0])
    json_columns = {field.column for field in model._meta.concrete_fields if field.get_internal_type() == "JSONField"}
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE staged ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(names, table))
        with cursor.copy(sql.SQL("COPY staged ({}) FROM STDIN").format(names)) as copy:
            for row in rows:
                copy.write_row([Jsonb(row[name]) if name in json_columns else row[name] for name in columns])
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM staged").format(table, names, names))
        cursor.execute("DROP TABLE staged")
