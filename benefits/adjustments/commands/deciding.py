"""Looking at the drawn families, approving, discarding."""
from django.db import transaction
from django.utils import timezone

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.journal import blocks
from benefits.adjustments import queries, states
from benefits.adjustments.commands import simulating
from benefits.adjustments.commands.proposing import locked, obey
from benefits.models import Adjustment, AdjustmentSample

State = Adjustment.State


def tick(*, adjustment_id, number, by, at):
    """A person has looked at the drawn family of this number; with the last one the adjustment waits for its approval."""
    event = "adjustment.family_ticked"
    with transaction.atomic():
        adjustment = locked(adjustment_id, by)
        obey(adjustment, states.TICK, event, by)
        sample = AdjustmentSample.objects.select_for_update().filter(adjustment=adjustment, number=number).first()
        if sample is None or sample.ticked_at:
            raise NotAllowed(_("这一户已核对，或不在抽查之列，请刷新页面。"), event=event, subject=adjustment)
        sample.ticked_by, sample.ticked_staff_no, sample.ticked_at = by.user, by.staff_no, at
        sample.save()
        if not adjustment.samples.filter(ticked_at=None).exists():
            adjustment.state = State.CHECKED
            adjustment.save()
        journal.record(event, by=by, at=at, subject=adjustment, after={"number": number, "state": adjustment.state})
    return adjustment


def approve(*, adjustment_id, rows_hash, by, at):
    """Sign the hash of the rows and standards as they were shown; the head of the last sealed block is kept with it."""
    event = "adjustment.approved"
    with transaction.atomic():
        adjustment = locked(adjustment_id, by)
        obey(adjustment, states.APPROVE, event, by, stale=states.stale(queries.why_stale(adjustment, outdated=simulating.is_outdated)))
        if adjustment.rows_hash != rows_hash:
            raise NotAllowed(_("在您查看之后已重新测算，请刷新页面，看过现在的结果再审批。"), event=event, subject=adjustment)
        if adjustment.readings["PC-22"] == "approval_date" and adjustment.effective != timezone.localdate(at):
            sentence = _("新标准从批准之日起执行，须在测算的当天审批，请重新测算。")
            raise NotAllowed(sentence, event=event, subject=adjustment)
        adjustment.state, adjustment.approved_by, adjustment.approved_staff_no, adjustment.approved_at = State.APPROVED, by.user, by.staff_no, at
        adjustment.approved_block, adjustment.approved_head = blocks.head()
        adjustment.save()
        journal.record(event, by=by, at=at, subject=adjustment, after={"rows_hash": rows_hash, "block": adjustment.approved_block})
    return adjustment


def discard(*, adjustment_id, why, by, at):
    """End a proposal that will not be published; the same growth may be proposed anew."""
    event = "adjustment.discarded"
    with transaction.atomic():
        adjustment = locked(adjustment_id, by)
        obey(adjustment, states.DISCARD, event, by)
        before = {"state": adjustment.state}
        simulating.void_approval(adjustment)
        adjustment.state, adjustment.discarded_why = State.DISCARDED, why
        adjustment.save()
        journal.record(event, by=by, at=at, subject=adjustment, before=before, reason=why)
    return adjustment
