"""Questions about overpayments: how much is open, by which key, and how a plan stands."""
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, F, Func, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Left

from benefits.models import Entitlement, EntitlementLine, MoneyLine, Recovery, RecoveryPlan


@dataclass(frozen=True)
class Key:
    """One period of which more moved than is due, or did: sums in fen."""

    entitlement: Entitlement
    due_fen: int
    moved_fen: int

    @property
    def open_fen(self):
        return max(self.moved_fen - self.due_fen, 0)


@dataclass(frozen=True)
class Schedule:
    """How a plan of instalments stands on a day, in fen: what should have come back by then, what has, and the next day money is due."""

    expected_fen: int
    repaid_fen: int
    next_due: date | None

    @property
    def behind_fen(self):
        return max(self.expected_fen - self.repaid_fen, 0)


def cases(*, state="", scheme="", township=""):
    """Cases in sight with `open_fen`, newest first, as the filters of the list say."""
    open_fen = Func(F("beneficiary"), F("scheme"), Left("division_code", 6), function="lidao_overpaid", output_field=BigIntegerField())
    found = Recovery.objects.annotate(open_fen=open_fen).select_related("person", "household", "wrong_payment").order_by("-id")
    if state in Recovery.State.values:
        found = found.filter(state=state)
    if scheme:
        found = found.filter(scheme=scheme)
    if township:
        found = found.filter(division_code__startswith=township[:9])
    return found


def keys(case):
    """The Keys of a case of which money moved, the oldest first."""
    due = EntitlementLine.objects.filter(entitlement=OuterRef("pk")).order_by().values("entitlement").annotate(fen=Sum("amount_fen")).values("fen")
    moved = MoneyLine.objects.filter(entitlement=OuterRef("pk")).order_by().values("entitlement").annotate(fen=Sum("amount_fen")).values("fen")
    found = Entitlement.objects.filter(beneficiary=case.beneficiary, scheme=case.scheme, division_code__startswith=case.division_code[:6])
    found = found.annotate(due_fen=Coalesce(Subquery(due), Value(0)), moved_fen=Coalesce(Subquery(moved), Value(0))).order_by("since", "component")
    known = set(case.money_lines.values_list("entitlement_id", flat=True))
    return [Key(key, key.due_fen, key.moved_fen) for key in found if key.moved_fen > key.due_fen or key.pk in known]


def open_fen(case):
    """What is still to come back."""
    return sum(key.open_fen for key in keys(case))


def sums(case):
    """{kind: fen that came back or was given up by it} of a case."""
    kinds = (MoneyLine.Kind.RECOVERED, MoneyLine.Kind.WRITTEN_OFF, MoneyLine.Kind.SET_OFF)
    own = case.money_lines.filter(entitlement__scheme=case.scheme).exclude(kind=MoneyLine.Kind.SET_OFF, amount_fen__gt=0)
    found = dict(own.order_by().values_list("kind").annotate(Sum("amount_fen")))
    return {kind.value: -found.get(kind.value, 0) for kind in kinds}


def came_back(case):
    """{key: fen that came back of it or was given up} by this case."""
    own = case.money_lines.filter(entitlement__scheme=case.scheme).exclude(kind=MoneyLine.Kind.SET_OFF, amount_fen__gt=0)
    return {key: -fen for key, fen in own.order_by().values_list("entitlement").annotate(Sum("amount_fen"))}


def schedule(plan, *, on):
    """The Schedule of an approved plan of instalments on a day: a month apart from the first, until all that was open at its approval is due."""
    came_back = plan.recovery.money_lines.filter(kind=MoneyLine.Kind.RECOVERED)
    repaid = -(came_back.filter(at__gte=plan.decided_at).aggregate(fen=Sum("amount_fen"))["fen"] or 0)
    whole = open_fen(plan.recovery) + repaid
    count = -(-whole // plan.each_fen)
    days = [_months_after(plan.first_due, number) for number in range(count)]
    expected = min(sum(1 for day in days if day <= on) * plan.each_fen, whole)
    unpaid = days[repaid // plan.each_fen :]
    return Schedule(expected, repaid, unpaid[0] if unpaid else None)


def holding(case):
    """The plan a case is carried out by now, and the one that waits for a decision; None where there is none."""
    plans = list(case.plans.select_related("proposed_by", "decided_by"))
    approved = [plan for plan in plans if plan.state == RecoveryPlan.State.APPROVED and plan.kind != RecoveryPlan.Kind.WRITE_OFF]
    proposed = [plan for plan in plans if plan.state == RecoveryPlan.State.PROPOSED]
    return approved[0] if approved else None, proposed[0] if proposed else None


def without_plan():
    """Open cases for which nothing is agreed or proposed."""
    planned = RecoveryPlan.objects.filter(state__in=["proposed", "approved"]).exclude(kind="write_off", state="approved")
    return Recovery.objects.filter(state=Recovery.State.OPEN).exclude(pk__in=planned.values("recovery"))


def to_decide():
    """Plans that wait for the signer."""
    return RecoveryPlan.objects.filter(state=RecoveryPlan.State.PROPOSED)


def ways(case):
    """The kinds of plan a case can be carried out by; the receiver of a wrong payment has no later payouts of their own under that name."""
    return [kind for kind in RecoveryPlan.Kind if not (case.wrong_payment_id and kind == RecoveryPlan.Kind.SET_OFF)]


def set_offs(beneficiaries, schemes):
    """{(beneficiary, scheme it is taken from): plan} of the consented plans that hold."""
    found = RecoveryPlan.objects.filter(
        kind=RecoveryPlan.Kind.SET_OFF, state=RecoveryPlan.State.APPROVED, recovery__state=Recovery.State.OPEN,
        recovery__beneficiary__in=beneficiaries, taken_from__in=schemes,
    )  # fmt: skip
    return {(plan.recovery.beneficiary, plan.taken_from): plan for plan in found.select_related("recovery").order_by("-id")}


def paid_schemes(case):
    """Codes of the schemes the beneficiary is in the books with: from these it can be set off."""
    return sorted(set(Entitlement.objects.filter(beneficiary=case.beneficiary).values_list("scheme", flat=True)))


def _months_after(day, count):
    """The same day `count` months later, or the last of a shorter month."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
