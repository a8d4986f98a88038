"""Money moves: handed to the bank, returned by it or confirmed. Every key gets its line in the second book."""
from django.db import transaction
from django.db.models import BigIntegerField, F, Value
from django.utils.translation import gettext as _

from accounts import locks
from accounts.refusal import NotAllowed
from audits import journal
from benefits.models import MoneyLine, Payout, PayoutPart, PayoutRun
from benefits.payouts import guards, states
from benefits.payouts.commands import steps


def hand_over_payout_run(*, run_id, by, at):
    """Finance hands the signed run to the bank: the second book says so for every key."""
    event = "payout_run.handed_over"
    with transaction.atomic():
        locks.shared(by.county_code)
        run = steps.locked(run_id)
        steps.obey(run, states.HAND_OVER, event, by)
        with guards.spoken(event, run):
            run.payouts.filter(state=Payout.State.APPROVED).update(state=Payout.State.WITH_BANK)
            _move(run.payouts.filter(state=Payout.State.WITH_BANK), MoneyLine.Kind.HANDED, F("amount_fen"), by=by, at=at)
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
            sentence = _("第 %(line)s 笔%(state)s，不能登记退汇。") % {"line": payout.line_no, "state": payout.get_state_display()}
            raise NotAllowed(sentence, event=event, subject=payout)
        with guards.spoken(event, payout):
            _move(Payout.objects.filter(pk=payout.pk), MoneyLine.Kind.RETURNED, -F("amount_fen"), by=by, at=at, grounds=reason.strip())
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
        with guards.spoken(event, run):
            confirmed = _move(open_ones, MoneyLine.Kind.CONFIRMED, Value(0, BigIntegerField()), by=by, at=at)
            open_ones.update(state=Payout.State.CONFIRMED)
            run.state, run.settled_at = PayoutRun.State.SETTLED, at
            run.save()
        journal.record(event, by=by, at=at, subject=run, before={"state": PayoutRun.State.HANDED_OVER}, after={"keys_confirmed": confirmed})
    return run


def _move(payouts, kind, amount_fen, *, by, at, grounds=""):
    """Append a money line for every key of the payouts; how many."""
    parts = PayoutPart.objects.filter(payout__in=payouts).annotate(fen=amount_fen).order_by("id")
    lines = [
        MoneyLine(entitlement_id=key, division_code=place, payout_id=payout, kind=kind, amount_fen=fen, grounds=grounds, at=at, by=by)
        for key, place, payout, fen in parts.values_list("entitlement_id", "entitlement__division_code", "payout_id", "fen")
    ]
    return len(MoneyLine.objects.bulk_create(lines, batch_size=5000))
