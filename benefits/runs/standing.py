"""What stands in the first book for the families of a run. One table a query, joined here: no statistics can lead it astray."""
from django.db.models import Q, Sum

from benefits.models import Entitlement, EntitlementLine
from households.models import Membership


def keys(run, household_ids, *, beneficiaries):
    """{(beneficiary, scheme, since, component): row} of what is booked inside the run's window for these beneficiaries.

    `away` marks what was booked through one of these families for somebody who belongs to no family any more.
    """
    found = Entitlement.objects.filter(Q(beneficiary__in=beneficiaries) | Q(household__in=household_ids))
    found = found.filter(scheme__in=run.schemes, since__gte=run.since, until__lte=run.until)
    rows = {row.pop("id"): row for row in found.values(*_COLUMNS)}
    own, elsewhere = set(beneficiaries), _homes(rows.values())
    sums = EntitlementLine.objects.filter(entitlement__in=list(rows)).values("entitlement_id").annotate(fen=Sum("amount_fen")).order_by()
    standing = {}
    for line in sums:
        row = rows[line["entitlement_id"]]
        away = row["beneficiary"] not in own
        if line["fen"] and not (away and row["person_id"] in elsewhere):
            key = row["beneficiary"], row["scheme"], row["since"], row["component"]
            standing[key] = row | {"booked_fen": int(line["fen"]), "away": away}
    return standing


_COLUMNS = ("id", "beneficiary", "scheme", "since", "until", "component", "division_code", "person_id", "household_id")


def _homes(rows):
    """Those of the people who have a home in some family: their claims are computed there."""
    people = {row["person_id"] for row in rows if row["person_id"]}
    return set(Membership.objects.filter(person__in=people, home=True, withdrawn_at=None).values_list("person_id", flat=True))
