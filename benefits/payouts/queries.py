"""Questions about payout runs."""
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Substr

from accounts import scope
from accounts.models import Jurisdiction
from benefits import wording
from benefits.models import Entitlement, Payout, PayoutPart, PayoutRun
from benefits.payouts import equation

PAGE = 50
INCLUDED = Q(decision__in=[Payout.Decision.APPROVE, Payout.Decision.PENDING])
TABS = {
    "anomalies": ~Q(anomalies=[]),
    "new": INCLUDED & Q(change=Payout.Change.NEW),
    "changed": INCLUDED & Q(change=Payout.Change.CHANGED),
    "same": INCLUDED & Q(change=Payout.Change.SAME),
    "off": ~INCLUDED,
    "all": Q(pk__isnull=False),
}


def titles():
    """{code of a scheme: its title}."""
    return wording.ledger_titles()


def previous_run(division_code, schemes, since, until):
    """The run this one is compared with: the last approved one of the same place over an earlier period that has all its schemes.

    None when the period was paid out already: what comes then is a supplement and compares with nothing.
    """
    approved = PayoutRun.objects.filter(division_code=division_code, state__in=PayoutRun.APPROVED_STATES)
    if approved.filter(schemes__overlap=schemes, since__lt=until, until__gt=since).exists():
        return None
    return approved.filter(schemes__contains=schemes, until__lte=since).order_by("-until", "id").first()


def content_hash(run):
    """The hash of the run's payouts as they are now, 64 hex digits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lidao_payout_run_hash(%s)", [run.pk])
        return cursor.fetchone()[0]


def pending(run):
    """How many payouts await a decision."""
    return run.payouts.filter(decision=Payout.Decision.PENDING).count()


def beneficiaries(run):
    """How many beneficiaries the book has of the run's place and schemes."""
    found = scope.within(Entitlement.objects.filter(scheme__in=run.schemes, since__lt=run.until), run.division_code)
    return found.aggregate(count=Count("beneficiary", distinct=True))["count"]


def runs(*, state="", scheme="", year=""):
    """Payout runs of the post's place, newest first, as the filters of the list say."""
    found = PayoutRun.objects.select_related("previous", "job")
    if state in PayoutRun.State.values:
        found = found.filter(state=state)
    if scheme:
        found = found.filter(schemes__contains=[scheme])
    if year.isdecimal():
        found = found.filter(since__year__lte=int(year), until__year__gte=int(year))
    return found


def payouts(run, *, tab="all", township="", kind=""):
    """Payouts of a run as a tab and the filters say, in the order of the roster."""
    found = run.payouts.filter(TABS[tab]).select_related("decided_by")
    if township:
        found = found.filter(division_code__startswith=township[:9])
    if kind:
        found = found.filter(anomalies__contains=[{"kind": kind}])
    return found.order_by("line_no")


def left(run, *, township=""):
    """Payouts of the previous run whose people this run pays nothing for the period, and does not merely hold back.

    `removed_why` is the reason of those that were collected and removed.
    """
    if run.previous is None:
        return Payout.objects.none()
    alike = Payout.objects.filter(run=run, beneficiary=OuterRef("beneficiary"), scheme=OuterRef("scheme"))
    regular = PayoutPart.objects.filter(payout=OuterRef("pk")).exclude(reason=PayoutPart.Reason.ARREARS)
    paid = alike.filter(INCLUDED, Exists(regular))
    had = PayoutPart.objects.filter(payout=OuterRef("pk")).exclude(reason=PayoutPart.Reason.ARREARS)
    there = run.previous.payouts.filter(decision="approve", scheme__in=run.schemes)
    found = there.filter(Exists(had), ~Exists(paid), ~Exists(alike.filter(decision="hold")))
    found = found.annotate(removed_why=Subquery(alike.filter(decision="remove").values("reason")[:1]))
    if township:
        found = found.filter(division_code__startswith=township[:9])
    return found.order_by("line_no")


@dataclass(frozen=True, slots=True)
class Township:
    """A line of the table beside the list: sums in fen, payouts counted."""

    code: str
    name: str
    equation: equation.Equation
    lines: int
    anomalies: int
    pending: int


def townships(equations, run):
    """The townships the run or the one before pays in, by code."""
    counts = {
        row.pop("township"): row
        for row in run.payouts.annotate(township=Substr("division_code", 1, 9)).values("township").annotate(
            lines=Count("id", filter=INCLUDED),
            anomalies=Count("id", filter=~Q(anomalies=[])),
            pending=Count("id", filter=Q(decision=Payout.Decision.PENDING)),
        )
    }
    codes = sorted({*counts, *equations})
    names = dict(Jurisdiction.objects.filter(pk__in=[code + "000" for code in codes]).values_list("code", "name"))
    nothing = {"lines": 0, "anomalies": 0, "pending": 0}
    return [
        Township(code + "000", names.get(code + "000", code), equations.get(code, equation.Equation()), **counts.get(code, nothing)) for code in codes
    ]


def tab_counts(run):
    """{tab: how many payouts}, those who left among them."""
    counts = run.payouts.aggregate(**{f"{tab}_count": Count("id", filter=condition) for tab, condition in TABS.items()})
    return {name.removesuffix("_count"): count for name, count in counts.items()} | {"left": left(run).count()}


def years():
    """The years payout runs are about, latest first."""
    return sorted(set(PayoutRun.objects.values_list("since__year", flat=True)), reverse=True)


def places(code):
    """{code: name} of the townships and villages of a county."""
    return dict(Jurisdiction.objects.filter(code__startswith=code[:6]).values_list("code", "name"))
