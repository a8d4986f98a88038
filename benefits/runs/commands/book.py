"""Brings an approved run into the first book: what is due now less what the book says, line by line, and proves the sums."""
from contextlib import contextmanager

from django.db import connection

from benefits.models import Run
from benefits.runs.claims import CLAIMED_SCHEME

_KEY = "e.beneficiary = l.beneficiary AND e.scheme = l.scheme AND e.since = l.since AND e.component = l.component"

# The lines with which something is to be done; of most nothing changes. Read once, and a table of its own has as many rows as the planner sees.
_STAGED = """
CREATE TEMP TABLE staged_lines ON COMMIT DROP AS SELECT * FROM benefits_runline
WHERE run_id = %(run)s AND (due_fen <> booked_fen OR entitlement_id IS NULL OR subject_hash IS NOT NULL)
"""
# What something is booked for has its key.
_ENTITLEMENTS = """
INSERT INTO benefits_entitlement (division_code, beneficiary, person_id, household_id, scheme, since, until, component)
SELECT division_code, beneficiary, person_id, household_id, scheme, since, until, component FROM staged_lines
WHERE due_fen <> booked_fen AND booked_fen = 0 ORDER BY household_id, id
ON CONFLICT (beneficiary, scheme, since, component) DO NOTHING
"""
# Lines point at the keys the book had when they were computed (a_run_line_points_at_its_key); the others' keys, new since then, go by their words:
# each line is looked up (OFFSET 0), whatever statistics say of a county's book.
_KEYS = f"""
CREATE TEMP TABLE staged_keys ON COMMIT DROP AS
SELECT l.id AS line_id, e.id AS entitlement_id, e.division_code FROM staged_lines l
CROSS JOIN LATERAL (SELECT e.id, e.division_code FROM benefits_entitlement e WHERE {_KEY} OFFSET 0) e
WHERE l.entitlement_id IS NULL
"""
_MATCHED = """
CREATE TEMP TABLE staged_book ON COMMIT DROP AS
SELECT coalesce(k.division_code, l.division_code) AS division_code, coalesce(k.entitlement_id, l.entitlement_id) AS entitlement_id,
       l.run_id, l.due_fen - l.booked_fen AS amount_fen, v.id AS evidence_id, l.value_ids
FROM staged_lines l LEFT JOIN staged_keys k ON k.line_id = l.id
JOIN benefits_evidence v ON v.run_id = l.run_id AND v.household_id = l.household_id
WHERE v.run_id = %(run)s AND l.due_fen <> l.booked_fen ORDER BY l.household_id, l.id
"""
_LINES = """
INSERT INTO benefits_entitlementline
  (division_code, entitlement_id, run_id, amount_fen, evidence_id, value_ids, values_revision, values_hash, recorded_at)
SELECT division_code, entitlement_id, run_id, amount_fen, evidence_id, value_ids, %(values_revision)s, %(values_hash)s, %(at)s FROM staged_book
"""
# The few one-offs first: joined as they stand, every line of the run was looked up in the book.
_CLAIMS = f"""
WITH l AS MATERIALIZED (SELECT *, {CLAIMED_SCHEME.format("staged_lines")} AS claimed FROM staged_lines
  WHERE subject_hash IS NOT NULL AND due_fen > 0)
INSERT INTO benefits_claim (division_code, scheme, subject_hash, side, entitlement_id, claimed_at)
SELECT DISTINCT ON (l.claimed, l.subject_hash, side) e.division_code, l.claimed, l.subject_hash, side, e.id, %(at)s
FROM l JOIN benefits_entitlement e ON {_KEY} CROSS JOIN unnest(l.sides) AS side
WHERE NOT EXISTS (
  SELECT FROM benefits_claim c JOIN benefits_entitlement mine ON mine.id = c.entitlement_id
  WHERE c.scheme = l.claimed AND c.subject_hash = l.subject_hash AND c.side = side AND mine.beneficiary = l.beneficiary)
ORDER BY l.claimed, l.subject_hash, side, e.id
"""
# The run and the book are gone through once: thousands of lines rest on the same few sets of values. The book's lines are those of all of the run's
# keys, asked for at once: the index is walked in their order, not descended for each.
_SUMMED = """
CREATE TEMP TABLE staged_sums ON COMMIT DROP AS
WITH booked AS (
  SELECT entitlement_id, sum(amount_fen)::bigint AS fen FROM benefits_entitlementline
  WHERE entitlement_id = ANY (ARRAY(SELECT entitlement_id FROM benefits_runline WHERE run_id = %(run)s AND entitlement_id IS NOT NULL
                                    UNION ALL SELECT entitlement_id FROM staged_keys))
  GROUP BY entitlement_id)
SELECT l.scheme, l.chunk, l.value_ids, count(*) AS keys, sum(l.due_fen) AS due_fen, coalesce(sum(b.fen), 0) AS lines_fen
FROM benefits_runline l LEFT JOIN staged_keys k ON k.line_id = l.id
LEFT JOIN booked b ON b.entitlement_id = coalesce(k.entitlement_id, l.entitlement_id)
WHERE l.run_id = %(run)s GROUP BY l.scheme, l.chunk, l.value_ids
"""
_VALUES = "(SELECT DISTINCT value FROM staged_sums s CROSS JOIN unnest(s.value_ids) AS value) used"
# In one order: two counties that publish at once would otherwise wait for each other.
_USES = f"""
INSERT INTO benefits_policyuse (value_id, used_at)
SELECT value, %(at)s::timestamptz FROM {_VALUES} ORDER BY value ON CONFLICT (value_id) DO NOTHING
"""
_USED_BY = f"INSERT INTO benefits_runvalue (division_code, run_id, value_id) SELECT %(county)s, %(run)s, value FROM {_VALUES}"
_RECONCILIATION = """
INSERT INTO benefits_reconciliation (division_code, run_id, scheme, chunk, keys, due_fen, lines_fen)
SELECT %(county)s, %(run)s, scheme, chunk, sum(keys), sum(due_fen), sum(lines_fen) FROM staged_sums GROUP BY scheme, chunk
"""


def write(run, *, by, at):
    """Publish the run in the caller's transaction; what was written, in figures. The county's lock is held."""
    run.state, run.published_by, run.published_staff_no, run.published_at = Run.State.PUBLISHED, by.user, by.staff_no, at
    with connection.cursor() as cursor:
        if run.households is None:
            cursor.execute("DISCARD PLANS")  # guards whose plans this session made for a small run would go through a county's lines one by one
        cursor.execute("SELECT nextval('lidao_revision')")
        (run.published_revision,) = cursor.fetchone()
        run.save()
        parameters = {
            "run": run.pk, "county": run.division_code, "at": at, "values_revision": run.values_revision, "values_hash": run.values_hash
        }  # fmt: skip
        written = {}
        for name, statement, hashed in (
            ("staged", _STAGED, False), ("entitlements", _ENTITLEMENTS, False), ("keys", _KEYS, False), ("matched", _MATCHED, True),
            ("lines", _LINES, False), ("claims", _CLAIMS, False), ("summed", _SUMMED, True), ("values", _USES, False),
            ("named", _USED_BY, False), ("reconciliations", _RECONCILIATION, False),
        ):
            with _planned(cursor, _HASHED if hashed else {}):
                cursor.execute(statement, parameters)
            written[name] = cursor.rowcount
        cursor.execute("DROP TABLE staged_lines, staged_keys, staged_book, staged_sums")
    told = ("entitlements", "lines", "claims", "values", "named", "reconciliations")
    return {"state": run.state, "lines_hash": run.lines_hash, **{name: written[name] for name in told}}


# What a run has written meets its lines by hashing in memory, whatever statistics say: a county that is new in a database of many looks empty to the
# planner, which would go through all of it for every line. And a list of keys is looked up, never held against every line of a book that looks short.
_HASHED = {"enable_nestloop": "off", "enable_sort": "off", "enable_seqscan": "off", "work_mem": "'64MB'"}


@contextmanager
def _planned(cursor, settings):
    """Statements inside are planned with these settings of PostgreSQL."""
    for name, value in settings.items():
        cursor.execute(f"SET LOCAL {name} = {value}")
    yield
    for name in settings:
        cursor.execute(f"SET LOCAL {name} TO DEFAULT")
