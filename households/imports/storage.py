"""How a file and its rows lie in the tables: sealed, and opened again."""
import base64
import json
from collections import defaultdict

from django.db import connection

from accounts import crypto
from households.imports import cells
from households.imports.families import Family, Line
from households.imports.models import ImportFamily, ImportRow


def seal_file(content, key):
    return crypto.seal(base64.b64encode(content).decode(), about=key)


def open_file(batch):
    return base64.b64decode(crypto.open(batch.content, about=batch.key))


def layout_of(found):
    """A sheet.Layout as JSON. It is not sealed, so a number that strayed above the headings is cut out."""
    above = [[cells.without_numbers(cell) if isinstance(cell, str) else cell for cell in row] for row in found.above]
    return {"above": above, "headings": found.headings, "keys": found.keys, "unknown": found.unknown}


def keys_of(batch):
    """{position on the sheet: key of our column}."""
    return {int(place): key for place, key in batch.layout["keys"].items()}


def keep(batch, families, typed):
    """Write the families and rows of a file; `typed` {row number: cells as read}."""
    kept = [ImportFamily(batch=batch, division_code=batch.division_code, place=place) for place, _family in enumerate(families, 1)]
    ImportFamily.objects.bulk_create(kept, batch_size=1000)
    rows = [_row(row, line, typed) for row, family in zip(kept, families, strict=True) for line in family.lines]
    with connection.cursor() as cursor:  # sealed bytes keep bulk_create from sending columns as arrays: each value would be a parameter
        cursor.execute(
            "INSERT INTO households_importrow (id, batch_id, family_id, division_code, number, content, messages) "
            "SELECT v.id, %s, v.family, %s, v.number, v.content, v.messages "
            "FROM unnest(%s::uuid[], %s::bigint[], %s::int[], %s::bytea[], %s::jsonb[]) AS v (id, family, number, content, messages)",
            [batch.pk, batch.division_code, *_columns(rows, "pk", "family_id", "number", "content"), _messages(rows)],
        )


def _row(family, line, typed):
    row = ImportRow(batch=family.batch, family=family, division_code=family.division_code, number=line.number)
    row.content = crypto.seal(json.dumps(typed[line.number], ensure_ascii=False), about=row.id)
    row.messages = [{"kind": "error", "column": column, "text": sentence} for column, sentence in line.problems]
    return row


def cells_of(row):
    return json.loads(row.text())


def families_of(batch, kept, *, on):
    """[(ImportFamily, families.Family, {row number: ImportRow})] as they were typed."""
    rows = defaultdict(list)
    for row in ImportRow.objects.filter(family__in=kept).order_by("number"):
        rows[row.family_id].append(row)
    keys = keys_of(batch)
    return [(family, Family([line_of(row, keys) for row in rows[family.pk]], on), {row.number: row for row in rows[family.pk]}) for family in kept]


def line_of(row, keys):
    """The row as it was typed."""
    typed = cells_of(row)
    return Line(row.number, {key: typed[place] for place, key in keys.items() if place < len(typed) and typed[place] is not None})


def save(families, rows):
    """Write back what was found of these families and their rows, each table in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE households_importfamily f SET outcome = v.outcome, household_id = v.household, imported_at = v.moment, revision = v.revision, "
            "former = v.former FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[], %s::bigint[], %s::bytea[]) "
            "AS v (id, outcome, household, moment, revision, former) WHERE f.id = v.id",
            _columns(families, "pk", "outcome", "household_id", "imported_at", "revision", "former"),
        )
        cursor.execute(
            "UPDATE households_importrow r SET messages = v.messages FROM unnest(%s::uuid[], %s::jsonb[]) AS v (id, messages) WHERE r.id = v.id "
            "AND r.messages <> v.messages",
            [*_columns(rows, "pk"), _messages(rows)],
        )


def _columns(rows, *names):
    return [[getattr(row, name) for row in rows] for name in names]


def _messages(rows):
    return [json.dumps(row.messages, ensure_ascii=False) for row in rows]
