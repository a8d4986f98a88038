"""Rows of a run into tables under row-level security: COPY into a temporary table, then INSERT … SELECT, which the policy checks."""
import numpy as np
from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from benefits.rules.facts import BENEFICIARIES
from benefits.wire import stage

_LINES = """
INSERT INTO benefits_runline (run_id, chunk, division_code, household_id, person_id, beneficiary, scheme, since, until, component,
  due_fen, booked_fen, entitlement_id, floor, value_ids, subject_hash, sides)
SELECT %(run)s, %(chunk)s, lpad(place::text, 12, '0'), household, nullif(person, 0),
  (%(kinds)s::text[])[kind + 1] || ':' || who || CASE WHEN partner > 0 THEN '+' || partner ELSE '' END,
  (%(schemes)s::text[])[scheme + 1], make_date(first / 12, first %% 12 + 1, 1), make_date((first + months) / 12, (first + months) %% 12 + 1, 1),
  (%(components)s::text[])[component + 1], due, booked, nullif(key, 0), floor, coalesce(v.ids, '{}'), c.hash, coalesce(c.sides, '{}')
FROM staged_line LEFT JOIN staged_values v ON v.number = used LEFT JOIN staged_claims c ON c.number = claim ORDER BY household, scheme, who, first
"""


def lines(run, found, *, chunk):
    """The lines of an assessment (assessment.Found) as rows of the run."""
    if not len(found.lines):
        return
    stage("staged_line", found.lines)
    used = np.unique(found.lines["used"][found.lines["used"] >= 0]).tolist()
    _temporary("staged_values", "number int, ids bigint[]", [(number, found.value_sets[number]) for number in used])
    claimed = [(number, one_off.hash, one_off.sides) for number, one_off in enumerate(found.claims)]
    _temporary("staged_claims", "number int, hash bytea, sides text[]", claimed)
    parameters = {"run": run.pk, "chunk": chunk, "kinds": list(BENEFICIARIES), "schemes": found.schemes, "components": found.components}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, parameters)
        cursor.execute("DROP TABLE staged_line, staged_values, staged_claims")


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


def _temporary(table, columns, rows):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
