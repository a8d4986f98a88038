"""Questions about funds."""
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from benefits.models import Fund, FundGrant, FundLine
from households.models import Membership


@dataclass(frozen=True)
class Sums:
    """What came in, went out and is asked for, in fen; what was taken back is counted on neither side."""

    received_fen: int
    granted_fen: int
    asked_fen: int


def funds():
    """Funds in sight with what they hold and what is asked of them."""
    last = FundLine.objects.filter(fund=OuterRef("pk")).order_by("-number")
    asked = FundGrant.objects.filter(fund=OuterRef("pk"), state=FundGrant.State.PROPOSED).order_by().values("fund").annotate(sum=Sum("amount_fen"))
    return Fund.objects.annotate(
        balance_fen=Coalesce(Subquery(last.values("balance_fen")[:1]), 0),
        lines_so_far=Coalesce(Subquery(last.values("number")[:1]), 0),
        asked_fen=Coalesce(Subquery(asked.values("sum")[:1]), 0),
    )


def balance_fen(fund):
    """What the fund holds now: the balance of its last line."""
    return fund.lines.order_by("-number").values_list("balance_fen", flat=True).first() or 0


def sums(fund):
    standing = fund.lines.filter(reversal=None)
    by_kind = dict(standing.order_by().values_list("kind").annotate(Sum("amount_fen")))
    asked = fund.grants.filter(state=FundGrant.State.PROPOSED).aggregate(sum=Sum("amount_fen"))["sum"]
    return Sums(by_kind.get(fund.income, 0), -by_kind.get("grant", 0), asked or 0)


def statement(fund):
    """Lines with what they point at and the receipts of grants, to be ordered by number."""
    return fund.lines.select_related(
        "grant__household", "grant__registration__person", "grant__receipt__job", "reverses", "reversal", "entered_by"
    )


def waiting(fund):
    """Grants nobody has decided on yet, oldest first."""
    asked = fund.grants.filter(state=FundGrant.State.PROPOSED)
    return asked.select_related("household", "registration__person", "proposed_by", "citation").order_by("id")


def proposed_for(registrations):
    """{registration} of those a grant is proposed for that nobody has decided on yet."""
    asked = FundGrant.objects.filter(registration__in=registrations, state=FundGrant.State.PROPOSED)
    return set(asked.values_list("registration_id", flat=True))


def householders(household_ids):
    """{household: name of its householder}."""
    found = Membership.objects.filter(household__in=household_ids, relation="0", withdrawn_at=None).order_by("-id")
    return dict(found.values_list("household_id", "person__name"))
