"""What a payout run collects: every key with a positive balance, with its one reason in the equation.

A key enters when its scheme is the run's, its period begins before the run's ends, more is due than has moved, no open
payout holds it and every value it rests on is proven. A beneficiary's keys stand together, in the village of the latest.
"""
from dataclasses import dataclass
from datetime import date

from django.db import connection

from accounts import scope

# `ended`: the period was over before the run's began, or something of the key was paid before: then it is arrears.
# `offset`: which month of the run's period; the same month of the previous run's is what it is compared with.
_PARTS = """
WITH unproven AS (
  SELECT coalesce(array_agg(v.id), '{}') AS ids FROM benefits_policyvalue v
  WHERE v.quality = 'reported' AND NOT EXISTS (SELECT FROM benefits_policyconfirmation c WHERE c.value_id = v.id)
), book AS (
  SELECT e.*, due.fen AS due_fen, due.fen - moved.fen AS balance_fen, due.unproven, moved.lines > 0 OR e.until <= %(since)s AS ended,
         sum(due.fen) OVER (PARTITION BY e.beneficiary, e.scheme, e.since) AS period_fen
  FROM benefits_entitlement e
  CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount_fen), 0)::bigint AS fen, coalesce(bool_or(l.value_ids && u.ids), false) AS unproven
                      FROM benefits_entitlementline l, unproven u WHERE l.entitlement_id = e.id) due
  CROSS JOIN LATERAL (SELECT coalesce(sum(m.amount_fen), 0)::bigint AS fen, count(*) AS lines
                      FROM benefits_moneyline m WHERE m.entitlement_id = e.id) moved
  WHERE e.scheme = ANY (%(schemes)s) AND e.since < %(until)s AND e.division_code >= %(low)s AND e.division_code < %(high)s
), candidate AS (
  SELECT b.*, first_value(division_code) OVER (PARTITION BY beneficiary, scheme ORDER BY since DESC, component) AS village,
         12 * extract(year FROM greatest(since, %(since)s)) + extract(month FROM greatest(since, %(since)s))
           - 12 * extract(year FROM %(since)s::date) - extract(month FROM %(since)s::date) AS "offset"
  FROM book b
  WHERE balance_fen > 0 AND NOT unproven
    AND NOT EXISTS (SELECT FROM benefits_payoutpart q WHERE q.entitlement_id = b.id AND q.open)
), previous AS (
  SELECT q.id, q.amount_fen, q.entitlement_id, p.beneficiary, p.scheme, left(p.division_code, 9) AS township, e.component, e.since, r.drafted_at,
         12 * extract(year FROM greatest(e.since, r.since)) + extract(month FROM greatest(e.since, r.since))
           - 12 * extract(year FROM r.since) - extract(month FROM r.since) AS "offset"
  FROM benefits_payoutpart q JOIN benefits_payout p ON p.id = q.payout_id JOIN benefits_payoutrun r ON r.id = p.run_id
  JOIN benefits_entitlement e ON e.id = q.entitlement_id
  WHERE r.id = %(previous)s AND p.decision = 'approve' AND q.reason <> 'arrears'
)
SELECT c.beneficiary, c.scheme, c.household_id, c.person_id, c.village, c.id, c.since, c.until, c.balance_fen, c.period_fen,
  CASE
    WHEN c.ended THEN 'arrears'
    WHEN f.id IS NOT NULL AND f.amount_fen = c.balance_fen THEN 'continued'
    WHEN f.id IS NOT NULL AND now_rests.ids IS DISTINCT FROM then_rested.ids THEN 'standard'
    WHEN f.id IS NOT NULL THEN 'other'
    WHEN EXISTS (SELECT FROM previous p WHERE p.beneficiary = c.beneficiary AND p.scheme = c.scheme) THEN 'other'
    WHEN EXISTS (SELECT FROM benefits_moneyline m JOIN benefits_entitlement e ON e.id = m.entitlement_id
                 WHERE m.kind = 'handed' AND e.beneficiary = c.beneficiary AND e.scheme = c.scheme
                   AND e.since < %(previous_until)s AND e.until > %(previous_since)s) THEN 'other'
    ELSE 'new'
  END AS reason, f.id AS follows
FROM candidate c
LEFT JOIN previous f ON NOT c.ended AND f.beneficiary = c.beneficiary AND f.scheme = c.scheme AND f.component = c.component
  AND f."offset" = c."offset" AND f.township = left(c.village, 9)
LEFT JOIN LATERAL (SELECT ARRAY(SELECT unnest(l.value_ids) ORDER BY 1) AS ids FROM benefits_entitlementline l
                   WHERE l.entitlement_id = c.id ORDER BY l.id DESC LIMIT 1) now_rests ON f.id IS NOT NULL
LEFT JOIN LATERAL (SELECT ARRAY(SELECT unnest(l.value_ids) ORDER BY 1) AS ids FROM benefits_entitlementline l
                   WHERE l.entitlement_id = f.entitlement_id AND l.recorded_at <= f.drafted_at ORDER BY l.id DESC LIMIT 1) then_rested ON f.id IS NOT NULL
WHERE c.village >= %(first)s AND c.village < %(after)s
ORDER BY c.village, c.household_id, c.beneficiary, c.scheme, c.since, c.component
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One key a run can settle: its balance in fen, what is due for its whole period, its reason, and the part it follows."""

    beneficiary: str
    scheme: str
    household_id: int
    person_id: int | None
    village: str
    entitlement_id: int
    since: date
    until: date
    amount_fen: int
    period_fen: int
    reason: str
    follows_id: int | None


def parts(run, township):
    """[[Part]]: the parts of one township, those of one beneficiary and scheme together, in the order of the roster."""
    low, high = scope.bounds(run.division_code)
    first, after = scope.bounds(township)
    with connection.cursor() as cursor:
        cursor.execute(
            _PARTS,
            {
                "since": run.since,
                "until": run.until,
                "schemes": run.schemes,
                "low": low,
                "high": high,
                "first": first,
                "after": after,
                "previous": run.previous_id,
                "previous_since": run.previous and run.previous.since,
                "previous_until": run.previous and run.previous.until,
            },
        )
        found = [Part(*row) for row in cursor.fetchall()]
    together = {}
    for part in found:
        together.setdefault((part.beneficiary, part.scheme), []).append(part)
    return list(together.values())
