"""Income before and after, and registration in the poverty system through time, counted by the database.

Before is the first year on record, for a registered family not before the year of its registration; after is the last year on record up to
the year asked for. A family without two such years is unknown and never counted as unchanged. A family counts where its record is now.
"""
import re
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

from accounts import scope
from households.models import Household

RISEN, FALLEN, SAME, ONE_YEAR, NONE, COMPARED = "risen", "fallen", "same", "one_year", "none", "compared"
INSIDE, OUT, ENTERED, LEFT, RETURNED, NEVER, UNKNOWN = "inside", "out", "entered", "left", "returned", "never", "unknown"

# FamilyType.is_planning
_PLANNING = """(NOT %(planning)s OR o.id IN (
    SELECT t.household_id FROM households_familytype t WHERE t.kind NOT IN ('several', 'uncertain')))"""
_INCOMES = f"""
WITH registered AS (
  SELECT household_id, min(since) AS since FROM poverty_povertyregistration WHERE withdrawn_at IS NULL GROUP BY 1
), said AS (
  SELECT i.household_id, min(extract(year FROM i.since))::int AS first_year, max(extract(year FROM i.since))::int AS last_year,
    (array_agg(i.other_fen ORDER BY i.since))[1] AS first_fen, (array_agg(i.other_fen ORDER BY i.since DESC))[1] AS last_fen
  FROM households_income i LEFT JOIN registered g ON g.household_id = i.household_id
  WHERE i.withdrawn_at IS NULL AND i.since < %(after)s AND (g.since IS NULL OR i.since >= date_trunc('year', g.since)::date) GROUP BY 1
), family AS (
  SELECT o.id, rpad(left(o.division_code, %(digits)s), 12, '0') AS place, said.*, CASE
      WHEN said.first_year IS NULL THEN 'none' WHEN said.first_year = said.last_year THEN 'one_year'
      WHEN last_fen > first_fen THEN 'risen' WHEN last_fen < first_fen THEN 'fallen' ELSE 'same' END AS answer
  FROM households_household o LEFT JOIN said ON said.household_id = o.id LEFT JOIN registered g ON g.household_id = o.id
  WHERE o.division_code >= %(low)s AND o.division_code < %(high)s AND (NOT %(registered)s OR g.since IS NOT NULL)
    AND {_PLANNING}
)
"""
_BY_PLACE = f"""{_INCOMES}
SELECT place, answer, count(*), coalesce(sum(first_fen), 0)::bigint, coalesce(sum(last_fen), 0)::bigint FROM family GROUP BY 1, 2
"""
_FAMILIES = f"""{_INCOMES}
SELECT id FROM family WHERE %(answer)s IN ('', answer) OR (%(answer)s = 'compared' AND answer IN ('risen', 'fallen', 'same'))
"""
_OF_FAMILIES = f"{_INCOMES} SELECT id, first_year, first_fen, last_year, last_fen FROM family WHERE id = ANY (%(ids)s) AND first_year IS NOT NULL"

# Rows of the poverty register with the status before each. Back after having left is a return, whatever the row is called.
_REGISTER = f"""
WITH held AS (
  SELECT p.household_id, rpad(left(o.division_code, %(digits)s), 12, '0') AS place, p.since, p.until, p.status,
    lag(p.status) OVER (PARTITION BY p.household_id ORDER BY p.since, p.id) AS before
  FROM poverty_povertyregistration p JOIN households_household o ON o.id = p.household_id
  WHERE p.withdrawn_at IS NULL AND o.division_code >= %(low)s AND o.division_code < %(high)s AND {_PLANNING}
), told AS (
  SELECT h.*, y.year, h.since < y.after AND (h.until IS NULL OR h.until >= y.after) AS holds,
    h.since >= y.first AND h.since < y.after AS begins, h.status IN ('registered', 'returned') AS poor
  FROM held h CROSS JOIN LATERAL (
    SELECT n AS year, make_date(n, 1, 1) AS first, make_date(n + 1, 1, 1) AS after FROM generate_series(%(first)s, %(last)s) n) y
), answered AS (
  SELECT household_id, place, year, CASE WHEN poor THEN 'inside' ELSE 'out' END AS answer FROM told WHERE holds
  UNION ALL
  SELECT household_id, place, year, CASE
      WHEN status = 'returned' OR (poor AND before = 'out') THEN 'returned' WHEN poor AND before IS NULL THEN 'entered'
      WHEN status = 'out' THEN 'left' ELSE '' END FROM told WHERE begins
)
"""
_BY_YEAR = f"{_REGISTER} SELECT year, answer, count(DISTINCT household_id) FROM answered WHERE answer <> '' GROUP BY 1, 2"
_BY_STATUS = f"{_REGISTER} SELECT place, answer, count(DISTINCT household_id) FROM answered WHERE answer <> '' GROUP BY 1, 2"
_IN_YEAR = f"{_REGISTER} SELECT household_id FROM answered WHERE answer = %(answer)s"
_RECORDED = f"""
SELECT CASE
    WHEN EXISTS (SELECT FROM poverty_povertyregistration p WHERE p.household_id = o.id AND p.withdrawn_at IS NULL) THEN 'ever'
    WHEN EXISTS (SELECT FROM households_statement s WHERE s.household_id = o.id AND s.kind = 'poverty_register' AND s.withdrawn_at IS NULL)
    THEN 'never' ELSE 'unknown' END AS answer, o.id
FROM households_household o WHERE o.division_code >= %(low)s AND o.division_code < %(high)s AND {_PLANNING}
"""
_OF_YEAR = f"""
SELECT count(*), count(i.id), coalesce(sum(i.other_fen), 0)::bigint FROM households_household o
LEFT JOIN households_income i ON i.household_id = o.id AND i.withdrawn_at IS NULL AND i.since = %(first)s
WHERE o.division_code >= %(low)s AND o.division_code < %(high)s AND {_PLANNING}
"""


@dataclass(frozen=True)
class Incomes:
    """A place's families: how many by what became of their income, and the sums before and after of those with two years (fen a person and month)."""

    place: str
    counts: dict
    first_fen: int
    last_fen: int

    @property
    def compared(self):
        return sum(self.counts.get(answer, 0) for answer in (RISEN, FALLEN, SAME))

    @property
    def unknown(self):
        return self.counts.get(ONE_YEAR, 0) + self.counts.get(NONE, 0)

    @property
    def before_fen(self):
        """The mean of the families, rounded half up; None without any."""
        return _mean(self.first_fen, self.compared)

    @property
    def after_fen(self):
        return _mean(self.last_fen, self.compared)

    @property
    def more_fen(self):
        return None if self.before_fen is None else self.after_fen - self.before_fen

    @property
    def risen_share(self):
        """Ten-thousandths of the compared families whose income rose, cut off."""
        return self.counts.get(RISEN, 0) * 10_000 // self.compared if self.compared else None


@dataclass(frozen=True)
class Family:
    """What a family lived on before and after, in fen a person and month."""

    first_year: int
    first_fen: int
    last_year: int
    last_fen: int

    @property
    def more_fen(self):
        return self.last_fen - self.first_fen if self.last_year > self.first_year else None


def incomes(places, *, inside, year, registered=False, planning=False):
    """[Incomes] of the townships or villages of a place, and of the place as a whole; when asked, of registered families or of 计划生育户 only."""
    counts, sums = {code: {} for code in places}, dict.fromkeys(places, (0, 0))
    for code, answer, count, first_fen, last_fen in _rows(_BY_PLACE, _asked(inside, year, planning) | {"registered": registered}):
        counts.setdefault(code, {})[answer] = count
        if answer in (RISEN, FALLEN, SAME):
            before, after = sums.get(code, (0, 0))
            sums[code] = (before + first_fen, after + last_fen)
    found = [Incomes(code, counts[code], *sums.get(code, (0, 0))) for code in sorted(counts)]
    together = {answer: sum(row.counts.get(answer, 0) for row in found) for answer in (RISEN, FALLEN, SAME, ONE_YEAR, NONE)}
    return found, Incomes(inside, together, sum(row.first_fen for row in found), sum(row.last_fen for row in found))


def families_by_income(inside, *, year, answer="", registered=False, planning=False):
    """The families of an answer, in order of their ids."""
    return _households(_FAMILIES, _asked(inside, year, planning) | {"registered": registered, "answer": answer})


def of_families(ids, inside, *, year):
    """{household: Family} of those with a year on record."""
    rows = _rows(_OF_FAMILIES, _asked(inside, year) | {"registered": False, "ids": list(ids)})
    return {household: Family(*said) for household, *said in rows}


def of_year(inside, *, year):
    """(families, those with an income of the year on record, their mean in fen a person and year or None) of the 计划生育户 of a place."""
    ((families, recorded, fen),) = _rows(_OF_YEAR, _asked(inside, year, True) | {"first": date(year, 1, 1)})
    return families, recorded, _mean(12 * fen, recorded)


def years(inside, *, first, last, planning=False):
    """{year: {INSIDE, OUT, ENTERED, LEFT, RETURNED: families}}."""
    found = {year: dict.fromkeys((INSIDE, OUT, ENTERED, LEFT, RETURNED), 0) for year in range(first, last + 1)}
    for year, answer, count in _rows(_BY_YEAR, _asked(inside, last, planning) | {"first": first, "last": last}):
        found[year][answer] = count
    return found


def by_place(places, *, inside, year, planning=False):
    """{place: {INSIDE, OUT, ENTERED, LEFT, RETURNED: families}} of the townships or villages of a place in one year."""
    found = {code: dict.fromkeys((INSIDE, OUT, ENTERED, LEFT, RETURNED), 0) for code in places}
    for code, answer, count in _rows(_BY_STATUS, _asked(inside, year, planning) | {"first": year, "last": year}):
        found.setdefault(code, dict.fromkeys((INSIDE, OUT, ENTERED, LEFT, RETURNED), 0))[answer] = count
    return found


def recorded(inside, *, planning=False):
    """{"ever", "never", "unknown": families}: registered once, stated not to be, nothing recorded."""
    return dict(_rows(f"SELECT answer, count(*) FROM ({_RECORDED}) r GROUP BY 1", _asked(inside, 2100, planning)))


def families_by_status(inside, *, year, answer, planning=False):
    """The families of an answer in a year; NEVER and UNKNOWN are of no year."""
    if answer in (NEVER, UNKNOWN):
        return _households(f"SELECT id FROM ({_RECORDED}) r WHERE answer = %(answer)s", _asked(inside, year, planning) | {"answer": answer})
    return _households(_IN_YEAR, _asked(inside, year, planning) | {"first": year, "last": year, "answer": answer})


def _mean(fen, count):
    return (2 * fen + count) // (2 * count) if count else None


def _asked(inside, year, planning=False):
    low, high = scope.bounds(inside)
    return {"planning": planning, "low": low, "high": high, "after": date(year + 1, 1, 1), "digits": 9 if inside.endswith("000000") else 12}


def _households(statement, asked):
    return Household.objects.filter(pk__in=RawSQL(*_positional(statement, asked))).order_by("id")


def _positional(statement, asked):
    """The same statement with its values in order, as RawSQL takes them."""
    values = []

    def value(found):
        values.append(asked[found[1]])
        return "%s"

    return re.sub(r"%\((\w+)\)s", value, statement), values


def _rows(statement, asked):
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
