"""Writes of a run being drafted, in the transaction of the command that calls: payouts with their parts, copies, anomalies, sums."""
from django.db import connection
from django.db.models import Count, Max, Q, Sum
from psycopg.types.json import Jsonb

from accounts import crypto
from accounts.models import Jurisdiction
from benefits import beneficiaries, rules
from benefits.models import Payout, PayoutPart
from benefits.models.payouts import part_key
from benefits.payouts import anomalies, collecting, recipients
from benefits.runs.commands import staging
from households.models import Household

_COPIES = ("person_id", "name", "identity_sealed", "account_id", "holder_name", "bank", "account_sealed", "account_hash")
_BATCH = 2000


def collect(run, chosen, *, on):
    """Make the payouts of some beneficiaries; how many. They are numbered when all are there."""
    found = sorted(collecting.groups(run, chosen), key=_in_the_roster)
    families = Household.objects.in_bulk({group.household_id for group in found})
    receive = recipients.of([(group.beneficiary, group.household_id) for group in found], on=on)
    had = _amounts_of(run.previous, chosen)
    villages = dict(Jurisdiction.objects.filter(pk__in={group.village for group in found}).values_list("code", "name"))
    provisional = run.payouts.aggregate(last=Max("line_no"))["last"] or 0
    payouts = []
    for number, group in enumerate(found, provisional + 1):
        payout = Payout(
            run=run, line_no=number, division_code=group.village, beneficiary=group.beneficiary, scheme=group.scheme,
            household_id=group.household_id, amount_fen=sum(part.amount_fen for part in group.parts), standard_fen=group.period_fen,
            standard_per=_per(group), previous_fen=had.get((group.beneficiary, group.scheme)),
            place_name=_place_name(group, villages[group.village], families[group.household_id].group),
        )  # fmt: skip
        payout.change = _change(payout, group)
        _copy(payout, *receive[group.beneficiary])
        payouts.append(payout)
    columns = [field for field in Payout._meta.concrete_fields if not field.primary_key]
    staging.insert(Payout, [{field.column: getattr(payout, field.attname) for field in columns} for payout in payouts])
    ids = dict(run.payouts.filter(line_no__gt=provisional).values_list("line_no", "pk"))
    parts = [
        {
            "payout_id": ids[payout.line_no], "division_code": payout.division_code, "entitlement_id": part.entitlement_id,
            "amount_fen": part.amount_fen, "reason": part.reason, "follows_id": part.follows_id, "plan_id": part.plan_id, "open": True,
        }
        for payout, group in zip(payouts, found, strict=True) for part in group.parts
    ]  # fmt: skip
    staging.insert(PayoutPart, parts)
    return len(payouts)


def number(run):
    """Give the payouts the order of the roster: village by village, family by family."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_payout p SET line_no = o.line_no FROM (SELECT id, row_number() OVER "
            "(ORDER BY division_code, household_id, beneficiary, scheme) AS line_no FROM benefits_payout WHERE run_id = %s) o "
            "WHERE p.id = o.id AND p.line_no <> o.line_no",
            [run.pk],
        )


def _in_the_roster(group):
    """The order of `number`, so that what is collected at once need not be numbered again."""
    return group.village, group.household_id, group.beneficiary, group.scheme


def compare(run, *, on):
    """Note each payout's anomalies. A new one awaits a decision; a decision stands while the anomalies it was made on do."""
    found = anomalies.find(run, on=on)
    decided = _decisions_of(run.replaces)
    changed = []
    for payout in run.payouts.select_for_update().filter(Q(pk__in=found) | ~Q(anomalies=[])):
        now = found.get(payout.pk, [])
        if payout.anomalies != now:
            payout.anomalies = now
            _undecide(payout)
            changed.append(payout)
        if now and payout.decision == Payout.Decision.PENDING:
            _decide_as_before(payout, decided.get((payout.beneficiary, payout.scheme)))
    _note(changed)
    add_up(run)


def _note(payouts):
    """Write anomalies and decisions."""
    rows = [
        {
            "id": payout.pk, "anomalies": payout.anomalies, "decision": str(payout.decision), "reason": payout.reason,
            "decided_by": payout.decided_by_id, "decided_at": payout.decided_at and payout.decided_at.isoformat(),
        }
        for payout in payouts
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_payout p SET anomalies = n.anomalies, decision = n.decision, reason = n.reason, decided_by_id = n.decided_by, "
            "decided_at = n.decided_at FROM jsonb_to_recordset(%s) AS n (id bigint, anomalies jsonb, decision text, reason text, "
            "decided_by bigint, decided_at timestamptz) WHERE p.id = n.id",
            [Jsonb(rows)],
        )


def add_up(run):
    """The run's sums over the payouts that pass; those not yet decided do not count."""
    sums = run.payouts.filter(decision=Payout.Decision.APPROVE).aggregate(
        total_fen=Sum("amount_fen", default=0), lines=Count("id"), people=Count("person", distinct=True)
    )
    run.total_fen, run.lines, run.people = sums["total_fen"], sums["lines"], sums["people"]


def renew_copies(run, *, on):
    """Copy names and accounts again where they changed; how many."""
    changed = _outdated(run, on=on)
    for payout, person, account in changed:
        _copy(payout, person, account)
    Payout.objects.bulk_update([payout for payout, _, _ in changed], _COPIES, batch_size=_BATCH)
    return len(changed)


def stale(run, *, on):
    """How many payouts are not what they would be if they were drafted on a day: account, name or anomalies."""
    found = anomalies.find(run, on=on)
    noted = dict(run.payouts.exclude(anomalies=[]).values_list("pk", "anomalies"))
    differing = {pk for pk in {*found, *noted} if found.get(pk) != noted.get(pk)}
    return len(differing | {payout.pk for payout, _, _ in _outdated(run, on=on)})


def _outdated(run, *, on):
    payouts = list(run.payouts.only("run_id", "key", "beneficiary", "household_id", "person_id", "account_id", "name", "place_name"))
    chosen = recipients.of([(payout.beneficiary, payout.household_id) for payout in payouts], on=on)
    return [
        (payout, person, account)
        for payout in payouts
        for person, account in [chosen[payout.beneficiary]]
        if (payout.person_id, payout.account_id, payout.name) != (person and person.pk, account and account.pk, _name(payout, person))
    ]


def _copy(payout, person, account):
    payout.person, payout.name = person, _name(payout, person)
    number = person.number() if person else None
    payout.identity_sealed = number and crypto.seal(number, about=part_key(payout.key, "identity"))
    payout.account, payout.holder_name, payout.bank = account, account.holder_name if account else "", account.bank if account else ""
    payout.account_sealed = account and crypto.seal(account.number(), about=part_key(payout.key, "account"))
    payout.account_hash = account and account.number_hash


def _name(payout, person):
    """What the paper calls who is paid: the person, or the village, which no person stands for."""
    if beneficiaries.village(payout.beneficiary):
        return payout.place_name
    return person.name if person else ""


def _amounts_of(previous, chosen):
    if previous is None:
        return {}
    paid = previous.payouts.filter(decision=Payout.Decision.APPROVE, beneficiary__in=chosen)
    return {(beneficiary, scheme): fen for beneficiary, scheme, fen in paid.values_list("beneficiary", "scheme", "amount_fen")}


def _change(payout, group):
    reasons = {part.reason for part in group.parts}
    if PayoutPart.Reason.NEW in reasons:
        return Payout.Change.NEW
    same = reasons == {PayoutPart.Reason.CONTINUED} and payout.amount_fen == payout.previous_fen
    return Payout.Change.SAME if same else Payout.Change.CHANGED


def _per(group):
    scheme = next(scheme for scheme in rules.schemes() if scheme.code == group.scheme)
    if scheme.one_off:
        return Payout.Per.EVENT
    months = (group.until.year - group.since.year) * 12 + group.until.month - group.since.month
    return Payout.Per.MONTH if months == 1 else Payout.Per.YEAR


def _place_name(found, village, group):
    if beneficiaries.village(found.beneficiary):
        return beneficiaries.collective(village)
    return f"{village}{group}组" if group.isdigit() else f"{village}{group}"


def _decisions_of(replaced):
    """What was decided in the run this one replaces: {(beneficiary, scheme): payout}."""
    if replaced is None:
        return {}
    return {(payout.beneficiary, payout.scheme): payout for payout in replaced.payouts.exclude(decided_at=None)}


def _undecide(payout):
    payout.decision = Payout.Decision.PENDING if payout.anomalies else Payout.Decision.APPROVE
    payout.reason, payout.decided_by, payout.decided_at = "", None, None


def _decide_as_before(payout, before):
    stopped = before and before.decision == Payout.Decision.APPROVE and anomalies.stops(payout)
    if before and not stopped and (before.anomalies, before.amount_fen) == (payout.anomalies, payout.amount_fen):
        payout.decision, payout.reason = before.decision, before.reason
        payout.decided_by_id, payout.decided_at = before.decided_by_id, before.decided_at
