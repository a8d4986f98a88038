"""Everything that writes about overpayments: a plan proposed and decided, what a family gave back, a wrong entry taken back by another."""
from django.db import transaction
from django.utils import timezone

from accounts import constraints, locks, moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from audits import journal
from benefits.models import MoneyLine, Recovery, RecoveryPlan
from benefits.recovery import queries, states

TERMS = {"each_fen": None, "first_due": None, "taken_from": "", "amount_fen": None, "consent": "", "consented_on": None, "document": ""}


def propose_plan(*, recovery_id, key, kind, why, by, at, **terms):
    """How the money comes back, or why it need not; another official decides. The same `key` is the same plan.

    `terms` are those of TERMS that the kind asks for: sums in fen.
    """
    event = "recovery_plan.proposed"
    moves.require(by, states.PROPOSES, event)
    with transaction.atomic():
        case = locked(recovery_id, event, by)
        said = {"recovery": case, "kind": kind, "why": why} | TERMS | terms
        known = RecoveryPlan.objects.filter(key=key).first()
        if known:
            if any(getattr(known, name) != value for name, value in said.items()):
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=case)
            return known
        open_fen = queries.open_fen(case)
        if case.state == Recovery.State.CLOSED or open_fen == 0:
            raise NotAllowed(_("这个案件已结，没有尚未追回的金额。"), event=event, subject=case)
        if kind not in queries.ways(case):
            raise NotAllowed(_("错发款的实际收款人没有可以抵扣的发放，请改用分期退还或核销。"), event=event, subject=case)
        if max(said["each_fen"] or 0, said["amount_fen"] or 0) > open_fen:
            raise NotAllowed(_("金额不能超过尚未追回的 %(open)s 元。") % {"open": yuan(open_fen)}, event=event, subject=case)
        if said["consented_on"] and said["consented_on"] > timezone.localdate(at):
            raise NotAllowed(_("签署日期不能晚于今天。"), event=event, subject=case)
        with constraints.spoken(event, case):
            plan = RecoveryPlan.objects.create(
                key=key, division_code=case.division_code, proposed_by=by.user, proposed_staff_no=by.staff_no, proposed_at=at, **said
            )
        told = {name: value for name, value in terms.items() if value}
        journal.record(event, by=by, at=at, subject=plan, after=told | {"kind": kind, "case": case.number, "open_fen": open_fen})
    return plan


def approve_plan(*, plan_id, by, at):
    """The plan holds from now on; one that held before ends with it. A write-off is booked at once."""
    event = "recovery_plan.approved"
    with transaction.atomic():
        plan = _obeying(plan_id, states.APPROVE, event, by)
        open_fen = queries.open_fen(plan.recovery)
        if plan.kind == RecoveryPlan.Kind.WRITE_OFF and plan.amount_fen > open_fen:
            sentence = _("尚未追回的只有 %(open)s 元，请退回后按现额另拟核销。")
            raise NotAllowed(sentence % {"open": yuan(open_fen)}, event=event, subject=plan)
        with constraints.spoken(event, plan):
            if plan.kind != RecoveryPlan.Kind.WRITE_OFF:
                before = plan.recovery.plans.filter(state=RecoveryPlan.State.APPROVED).exclude(kind=RecoveryPlan.Kind.WRITE_OFF)
                before.update(state=RecoveryPlan.State.ENDED, ended_why=stored.kept("由新批准的办法代替"))
            _decide(plan, states.APPROVE, by, at)
            if plan.kind == RecoveryPlan.Kind.WRITE_OFF:
                about = {"kind": MoneyLine.Kind.WRITTEN_OFF, "plan": plan, "grounds": plan.document, "at": at, "by": by}
                _take_off(plan.recovery, plan.amount_fen, **about)
        journal.record(event, by=by, at=at, subject=plan, before={"open_fen": open_fen}, after={"open_fen": queries.open_fen(plan.recovery)})
    return plan


def refuse_plan(*, plan_id, why, by, at):
    """Not like this; another plan may be proposed."""
    return _ended(plan_id, states.REFUSE, "recovery_plan.refused", why=why, by=by, at=at)


def end_plan(*, plan_id, why, by, at):
    """A plan that holds is carried on no longer; what came back by it stays booked."""
    return _ended(plan_id, states.END, "recovery_plan.ended", why=why, by=by, at=at)


def book_repayment(*, recovery_id, receipt, amount_fen, on, document, by, at):
    """What a family gave back, settled on its oldest overpaid periods; the same `receipt` (a uuid) is the same money."""
    event = "recovery.repaid"
    moves.require(by, states.BOOKS, event)
    with transaction.atomic():
        case = locked(recovery_id, event, by)
        grounds = stored.kept("%(document)s（%(day)s 收到）", document=document, day=f"{on:%Y-%m-%d}")
        known = MoneyLine.objects.filter(receipt=receipt, reverses=None)
        if known:
            if (-sum(line.amount_fen for line in known), known[0].recovery_id, known[0].grounds) != (amount_fen, case.pk, grounds):
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=case)
            return case
        if on > timezone.localdate(at):
            raise NotAllowed(_("日期不能晚于今天。"), event=event, subject=case)
        open_fen = queries.open_fen(case)
        if amount_fen > open_fen:
            sentence = _("尚未追回的只有 %(open)s 元，多收的请退还本人，按实际应退的金额登记。")
            raise NotAllowed(sentence % {"open": yuan(open_fen)}, event=event, subject=case)
        with constraints.spoken(event, case):
            _take_off(case, amount_fen, kind=MoneyLine.Kind.RECOVERED, receipt=receipt, grounds=grounds, at=at, by=by)
        after = {"amount_fen": amount_fen, "on": on, "document": document, "open_fen": open_fen - amount_fen}
        journal.record(event, by=by, at=at, subject=case, before={"open_fen": open_fen}, after=after)
    return case


def reverse_repayment(*, recovery_id, receipt, why, by, at):
    """A repayment booked by mistake is taken back whole, by another official than the one who booked it."""
    event = "recovery.repayment_reversed"
    moves.require(by, states.REVERSES, event)
    with transaction.atomic():
        case = locked(recovery_id, event, by)
        lines = list(case.money_lines.filter(receipt=receipt, reverses=None, reversed_by=None).select_related("by__user"))
        if not lines:
            raise NotAllowed(_("没有这笔退款，或它已经冲正，请刷新页面。"), event=event, subject=case)
        if lines[0].by.staff_no == by.staff_no:
            raise NotAllowed(_("登记退款的人不能自己冲正，请由另一人办理。"), event=event, subject=case)
        with constraints.spoken(event, case):
            MoneyLine.objects.bulk_create([
                MoneyLine(
                    entitlement_id=line.entitlement_id, division_code=line.division_code, recovery=case, kind=MoneyLine.Kind.RECOVERED,
                    amount_fen=-line.amount_fen, receipt=receipt, reverses=line, grounds=why, at=at, by=by,
                )
                for line in lines
            ])  # fmt: skip
        after = {"amount_fen": -sum(line.amount_fen for line in lines), "open_fen": queries.open_fen(case)}
        journal.record(event, by=by, at=at, subject=case, after=after, reason=why)
    return case


def _take_off(case, amount_fen, **about):
    """Money lines that settle an amount on the case's keys, the oldest first."""
    lines, rest = [], amount_fen
    for key in queries.keys(case):
        fen = min(rest, key.open_fen)
        if fen:
            lines.append(MoneyLine(entitlement=key.entitlement, division_code=key.entitlement.division_code, recovery=case, amount_fen=-fen, **about))
            rest -= fen
    MoneyLine.objects.bulk_create(lines)


def _ended(plan_id, move, event, *, why, by, at):
    with transaction.atomic():
        plan = _obeying(plan_id, move, event, by)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=plan)
        plan.ended_why = why
        if move.step:
            _decide(plan, move, by, at)
        else:
            plan.state = move.target
            plan.save()
        journal.record(event, by=by, at=at, subject=plan, reason=why)
    return plan


def locked(recovery_id, event, by):
    """The case, locked; nothing is published meanwhile."""
    locks.shared(by.county_code)
    case = Recovery.objects.select_for_update().filter(pk=recovery_id).first()
    if case is None:
        raise NotAllowed(_("没有这个追回案件，或它不属于本县。"), event=event)
    return case


def _obeying(plan_id, move, event, by):
    """The plan, its case locked before it."""
    moves.require(by, states.DECIDES, event)
    found = RecoveryPlan.objects.filter(pk=plan_id).values_list("recovery_id", flat=True).first()
    if found is None:
        raise NotAllowed(_("没有这项追回办法，请刷新页面。"), event=event)
    locked(found, event, by)
    plan = RecoveryPlan.objects.select_for_update(of=("self",)).select_related("recovery").get(pk=plan_id)
    sentence = moves.why_not(plan, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=plan)
    return plan


def _decide(plan, move, by, at):
    plan.state, plan.decided_by, plan.decided_staff_no, plan.decided_at = move.target, by.user, by.staff_no, at
    plan.save()
