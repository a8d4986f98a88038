"""What stands in the first book for the families of a run."""
from django.db import connection

_KEYS = """
SELECT e.beneficiary, e.scheme, e.since, e.until, e.component, e.division_code, e.person_id, e.household_id, sum(l.amount_fen)::bigint AS booked_fen,
  e.beneficiary <> ALL (%(beneficiaries)s) AS away
FROM benefits_entitlement e JOIN benefits_entitlementline l ON l.entitlement_id = e.id
WHERE e.scheme = ANY (%(schemes)s) AND e.since >= %(since)s AND e.until <= %(until)s
  AND (e.beneficiary = ANY (%(beneficiaries)s) OR e.household_id = ANY (%(households)s) AND NOT EXISTS (
    SELECT FROM households_membership m WHERE m.person_id = e.person_id AND m.home AND m.withdrawn_at IS NULL AND m.household_id <> e.household_id))
GROUP BY e.id HAVING sum(l.amount_fen) <> 0
"""


def keys(run, household_ids, *, beneficiaries):
    """{(beneficiary, scheme, since, component): row} of what is booked inside the run's window for these beneficiaries.

    `away` marks what was booked through one of these families for somebody who belongs to no family any more.
    """
    parameters = {
        "households": list(household_ids), "beneficiaries": beneficiaries, "schemes": run.schemes, "since": run.since, "until": run.until
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, parameters)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["beneficiary"], row["scheme"], row["since"], row["component"]): row for row in rows}
