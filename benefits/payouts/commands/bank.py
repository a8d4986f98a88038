"""Money moves: handed to the bank, returned by it or confirmed. Every key gets its line in the second book."""
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import BigIntegerField, F, Value

from accounts import constraints, locks
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from benefits.models import Entitlement, MoneyLine, Payout, PayoutPart, PayoutRun
from benefits.payouts import states
from benefits.payouts.commands import steps
from benefits.runs.commands import staging


def hand_over_payout_run(*, run_id, by, at):
    """Finance hands the signed run to the bank: the second book says so for every key."""
    event = "payout_run.handed_over"
    with transaction.atomic():
        locks.shared(by.county_code)
        run = steps.locked(run_id)
        steps.obey(run, states.HAND_OVER, event, by)
        with constraints.spoken(event, run):
            run.payouts.filter(state=Payout.State.APPROVED).update(state=Payout.State.WITH_BANK)
            _hand_over(run.payouts.filter(state=Payout.State.WITH_BANK), by=by, at=at)
        steps.take(run, states.HAND_OVER, event, by=by, at=at, after=steps.sums(run))
    return run


def mark_returned(*, payout_id, reason, by, at):
    """The bank gave one payout back; its keys are open again for a later run, from the same account line or another."""
    event = "payout.returned"
    with transaction.atomic():
        payout = Payout.objects.select_for_update(of=("self",)).select_related("run").get(pk=payout_id)
        steps.obey(payout.run, states.MARK_RETURNED, event, by)
        steps.check_reason(reason, payout, event)
        if payout.state != Payout.State.WITH_BANK:
            sentence = _("第 %(line)s 笔%(state)s，不能登记退汇。") % {"line": payout.line_no, "state": Payout.State(payout.state).label}
            raise NotAllowed(sentence, event=event, subject=payout)
        with constraints.spoken(event, payout):
            _answer(Payout.objects.filter(pk=payout.pk), MoneyLine.Kind.RETURNED, -F("amount_fen"), by=by, at=at, grounds=reason.strip())
            Payout.objects.filter(pk=payout.pk).update(state=Payout.State.RETURNED)
        after = {"run": payout.run.number, "line": payout.line_no, "amount_fen": payout.amount_fen}
        journal.record(event, by=by, at=at, subject=payout, after=after, reason=reason.strip())
    return payout


def settle_payout_run(*, run_id, by, at):
    """The bank paid everything that did not come back: the run is closed."""
    event = "payout_run.settled"
    with transaction.atomic():
        run = steps.locked(run_id)
        steps.obey(run, states.SETTLE, event, by)
        open_ones = run.payouts.filter(state=Payout.State.WITH_BANK)
        with constraints.spoken(event, run):
            confirmed = _answer(open_ones, MoneyLine.Kind.CONFIRMED, Value(0, BigIntegerField()), by=by, at=at)
            open_ones.update(state=Payout.State.CONFIRMED)
            run.state, run.settled_at = PayoutRun.State.SETTLED, at
            run.save()
        journal.record(event, by=by, at=at, subject=run, before={"state": PayoutRun.State.HANDED_OVER}, after={"keys_confirmed": confirmed})
    return run


def _hand_over(payouts, *, by, at):
    """A money line for every key of the payouts; what is kept back first moves from the key that is paid to the one overpaid before."""
    parts = PayoutPart.objects.filter(payout__in=_ids(payouts)).order_by("payout_id", "id")
    rows = list(parts.values_list("payout_id", "pk", "entitlement_id", "amount_fen"))
    left = {pk: fen for _payout, pk, _entitlement, fen in rows if fen > 0}
    _keep_back({payout for payout, _pk, _entitlement, fen in rows if fen < 0}, left, by=by, at=at)
    places = dict(Entitlement.objects.filter(pk__in=[row[2] for row in rows]).values_list("pk", "division_code"))
    handed = [(entitlement, places[entitlement], payout, left[pk]) for payout, pk, entitlement, _fen in rows if left.get(pk)]
    _append(handed, MoneyLine.Kind.HANDED, by=by, at=at)


def _keep_back(payouts, left, *, by, at):
    """The lines of what some payouts keep back; `left` are the amounts of the parts, lessened by it."""
    parts = PayoutPart.objects.filter(payout__in=payouts).select_related("entitlement", "plan").order_by("payout_id", "id")
    lines = []
    for _payout, together in groupby(parts, key=attrgetter("payout_id")):
        together = list(together)
        for deducted in (part for part in together if part.amount_fen < 0):
            lines += _set_off(deducted, together, left, by=by, at=at)
    MoneyLine.objects.bulk_create(lines)


def _set_off(deducted, parts, left, *, by, at):
    """The lines of one deduction: − on the key overpaid before, + on those it is kept back from, which `left` is lessened by."""
    about = {"plan": deducted.plan, "recovery_id": deducted.plan.recovery_id, "grounds": deducted.plan.consent, "by": by, "at": at}
    lines, rest = [_line(deducted, MoneyLine.Kind.SET_OFF, deducted.amount_fen, **about)], -deducted.amount_fen
    for part in (part for part in parts if left.get(part.pk)):
        fen = min(rest, left[part.pk])
        if fen:
            lines.append(_line(part, MoneyLine.Kind.SET_OFF, fen, **about))
            left[part.pk], rest = left[part.pk] - fen, rest - fen
    return lines


def _line(part, kind, fen, **about):
    key = part.entitlement
    return MoneyLine(entitlement=key, division_code=key.division_code, payout_id=part.payout_id, kind=kind, amount_fen=fen, **about)


def _answer(payouts, kind, amount_fen, *, by, at, grounds=""):
    """A line of what the bank said for every key it was handed; how many."""
    handed = MoneyLine.objects.filter(payout__in=_ids(payouts), kind=MoneyLine.Kind.HANDED).annotate(fen=amount_fen).order_by("id")
    return _append(list(handed.values_list("entitlement_id", "division_code", "payout_id", "fen")), kind, by=by, at=at, grounds=grounds)


def _ids(payouts):
    """Asked first and joined by number: where row-level security hides how many rows there are, a join may go through all of them for each."""
    return list(payouts.order_by().values_list("pk", flat=True))


def _append(keys, kind, *, by, at, grounds=""):
    """A line of a kind for each (key, place, payout, fen); how many."""
    same = {"kind": str(kind), "grounds": grounds, "at": at, "by_id": by.pk}
    lines = [{"entitlement_id": key, "division_code": place, "payout_id": payout, "amount_fen": fen, **same} for key, place, payout, fen in keys]
    staging.insert(MoneyLine, lines)
    return len(lines)
