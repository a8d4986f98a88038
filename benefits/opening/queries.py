"""Questions about opening balances."""
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Sum

from benefits.models import Opening, OpeningBalance


@dataclass(frozen=True)
class Scheme:
    """What a balance says of one scheme, in fen; `gap` counts people whose last month is not the one before the ledger begins."""

    scheme: str
    people: int
    due_fen: int
    paid_fen: int
    ledger_since: date | None
    gap: int


def balances(*, state=""):
    """Opening balances of the county, newest first."""
    found = OpeningBalance.objects.select_related("entered_by").order_by("-id")
    return found.filter(state=state) if state in OpeningBalance.State.values else found


def by_scheme(balance):
    """[Scheme] of a balance."""
    openings = dict(Opening.objects.filter(division_code=balance.division_code).values_list("scheme", "since"))
    sums = balance.entries.order_by("scheme").values("scheme").annotate(
        people=Count("beneficiary", distinct=True), due=Sum("due_fen"), paid=Sum("paid_fen")
    )  # fmt: skip
    last = balance.entries.order_by("scheme").values("scheme", "beneficiary").annotate(until=Max("until"))
    gaps = {}
    for row in last:
        if row["scheme"] in openings and row["until"] < openings[row["scheme"]]:
            gaps[row["scheme"]] = gaps.get(row["scheme"], 0) + 1
    return [
        Scheme(row["scheme"], row["people"], row["due"], row["paid"], openings.get(row["scheme"]), gaps.get(row["scheme"], 0)) for row in sums
    ]


def entries(balance, *, scheme="", only=""):
    """Entries of a balance in the order of the file; `only` "owed" for those not paid whole."""
    found = balance.entries.select_related("person", "household").order_by("row")
    if scheme:
        found = found.filter(scheme=scheme)
    if only == "owed":
        found = found.filter(paid_fen__lt=F("due_fen"))
    return found
