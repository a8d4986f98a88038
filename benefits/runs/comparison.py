"""What a run would change: people counted by what happens to them, by township and by scheme."""
from dataclasses import dataclass, fields

from django.db import connection

from accounts.models import Jurisdiction

# A beneficiary of a scheme counts once: by all that is due in the window beside all that is booked. Whoever was given the scheme before
# the window goes on, whoever was not is new.
_COUNTS = """
WITH claimant AS (
  SELECT scheme, beneficiary, left(min(division_code), 9) || '000' AS township, sum(due_fen) AS due, sum(booked_fen) AS booked
  FROM benefits_runline WHERE run_id = %(run)s GROUP BY scheme, beneficiary
), told AS (
  SELECT c.*, c.booked = 0 AND EXISTS (SELECT FROM benefits_entitlement e
    WHERE e.beneficiary = c.beneficiary AND e.scheme = c.scheme AND e.since < %(since)s) AS goes_on FROM claimant c
)
SELECT {by}, count(*) FILTER (WHERE booked = 0 AND due > 0 AND NOT goes_on), count(*) FILTER (WHERE booked = 0 AND due > 0 AND goes_on),
  count(*) FILTER (WHERE booked > 0 AND due > booked), count(*) FILTER (WHERE due > 0 AND due < booked),
  count(*) FILTER (WHERE due = 0 AND booked > 0), count(*) FILTER (WHERE due = booked),
  sum(booked)::bigint, sum(due)::bigint, (sum(due) - sum(booked))::bigint
FROM told GROUP BY {by} ORDER BY {by}
"""
_ASKED = "SELECT {by}, count(DISTINCT beneficiary || ' ' || scheme) FROM benefits_runquestion WHERE run_id = %(run)s GROUP BY 1"


@dataclass
class Changes:
    """Beneficiaries by what happens to them, and sums in fen."""

    new: int = 0
    continued: int = 0
    up: int = 0
    down: int = 0
    ended: int = 0
    same: int = 0
    booked_fen: int = 0
    due_fen: int = 0
    difference_fen: int = 0
    questions: int = 0

    @property
    def people(self):
        return self.new + self.continued + self.up + self.down + self.ended + self.same


@dataclass
class Row:
    """One line of a comparison: its key (township or scheme code), what it is called, and the changes."""

    key: str
    title: str
    changes: Changes


def by_township(run):
    names = dict(Jurisdiction.objects.filter(code__startswith=run.division_code[:6]).values_list("code", "name"))
    return _rows(run, "township", "left(division_code, 9) || '000'", names)


def by_scheme(run, titles):
    return _rows(run, "scheme", "scheme", titles)


def total(rows):
    """All rows together."""
    return Changes(**{field.name: sum(getattr(row.changes, field.name) for row in rows) for field in fields(Changes)})


def _rows(run, by, asked_by, titles):
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(by=by), {"run": run.pk, "since": run.since})
        found = {key: Changes(*rest) for key, *rest in cursor.fetchall()}
        cursor.execute(_ASKED.format(by=asked_by), {"run": run.pk})
        for key, questions in cursor.fetchall():
            found.setdefault(key, Changes()).questions = questions
    return [Row(key, str(titles.get(key, key)), found[key]) for key in sorted(found)]
