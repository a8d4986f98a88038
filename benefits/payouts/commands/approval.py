"""A payout run is approved: prepared, reviewed and signed by three people, or returned, or discarded."""
from django.db import transaction

from accounts import constraints, locks
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.journal import blocks
from benefits.models import Payout, PayoutRun
from benefits.payouts import drafting, queries, states
from benefits.payouts.commands import steps
from benefits.rosters import commands as rosters


def prepare_payout_run(*, run_id, by, at, on):
    """The preparer is done: the payouts and accounts are frozen under their hash and go to the reviewer."""
    event = "payout_run.prepared"
    with transaction.atomic():
        locks.shared(by.county_code)
        run = steps.locked(run_id)
        steps.obey(run, states.PREPARE, event, by, pending=queries.pending(run))
        stale = drafting.stale(run, on=on)
        if stale:
            sentence = _("拟制之后有 %(count)s 人的账户、姓名或比对结果有变化，请先点“重新比对”，看过后再送复核。") % {"count": stale}
            raise NotAllowed(sentence, event=event, subject=run)
        if not run.lines:
            raise NotAllowed(_("这一批没有可发放的人，请核对期间和项目，或作废。"), event=event, subject=run)
        run.content_hash = queries.content_hash(run)
        steps.take(run, states.PREPARE, event, by=by, at=at, after=steps.sums(run) | {"content_hash": run.content_hash})
    return run


def review_payout_run(*, run_id, content_hash, by, at):
    """The reviewer agrees with the run as it was shown, named by its hash."""
    with transaction.atomic():
        run = steps.locked(run_id)
        steps.obey(run, states.REVIEW, "payout_run.reviewed", by)
        steps.check_hash(run, content_hash, "payout_run.reviewed")
        steps.take(run, states.REVIEW, "payout_run.reviewed", by=by, at=at, after={"content_hash": content_hash})
    return run


def sign_payout_run(*, run_id, content_hash, by, at):
    """The signer approves the run as it was shown: nothing of it changes any more, and its rosters are made."""
    event = "payout_run.signed"
    with transaction.atomic():
        locks.shared(by.county_code)
        run = steps.locked(run_id)
        steps.obey(run, states.SIGN, event, by)
        steps.check_hash(run, content_hash, event)
        with constraints.spoken(event, run):
            run.payouts.filter(decision=Payout.Decision.APPROVE).update(state=Payout.State.APPROVED)
            run.payouts.exclude(decision=Payout.Decision.APPROVE).update(state=Payout.State.REMOVED)
        run.signed_block, run.signed_head = blocks.head()
        steps.take(run, states.SIGN, event, by=by, at=at, after={"content_hash": content_hash, "block": run.signed_block})
        rosters.plan(run, by=by, at=at)
    return run


def return_payout_run(*, run_id, reason, by, at):
    """Give a run back to its preparer; the steps taken are void."""
    event = "payout_run.returned"
    with transaction.atomic():
        run = steps.locked(run_id)
        steps.obey(run, states.RETURN, event, by)
        steps.check_reason(reason, run, event)
        before = {"state": run.state, "content_hash": run.content_hash}
        run.state, run.content_hash = PayoutRun.State.DRAFTED, ""
        for step in ("prepared", "reviewed"):
            steps.note(run, step, by=None, staff_no="", at=None)
        run.save()
        journal.record(event, by=by, at=at, subject=run, before=before, reason=reason.strip())
    return run


def discard_payout_run(*, run_id, reason, by, at):
    """End a run before money moved: by its preparer until it is signed, by the signer after. Its keys are free again."""
    event = "payout_run.discarded"
    with transaction.atomic():
        locks.exclusive(by.county_code)
        run = steps.locked(run_id)
        steps.obey(run, states.REVOKE if run.state == PayoutRun.State.SIGNED else states.DISCARD, event, by)
        steps.check_reason(reason, run, event)
        later = PayoutRun.objects.filter(previous=run).exclude(state=PayoutRun.State.DISCARDED).first()
        if later:
            raise NotAllowed(_("批次 %(number)s 以本批为上期，请先作废那一批。") % {"number": later.number}, event=event, subject=run)
        if run.job and run.job.is_open:
            raise NotAllowed(_("这一批还在汇集，请等它完成，或在进度处取消。"), event=event, subject=run)
        before = {"state": run.state}
        discard(run)
        journal.record(event, by=by, at=at, subject=run, before=before, reason=reason.strip())
    return run


def discard(run):
    """Take back every payout of the run and close it, in the caller's transaction."""
    run.payouts.update(state=Payout.State.REMOVED)
    run.state = PayoutRun.State.DISCARDED
    run.save()
