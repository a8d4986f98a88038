"""Everything that writes about wrong payments: found after its differences were shown, then booked by another person, or refused.

One booked by mistake is taken back the same way: proposed, then confirmed by another person, or left as it stands.
"""
from django.db import transaction
from django.utils import timezone

from accounts import constraints, crypto, locks, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from benefits.models import Entitlement, MoneyLine, Payout, ReceiverNote, WrongPayment
from benefits.wrong_payments import queries, states

Kind, State = WrongPayment.Kind, WrongPayment.State


def preview_wrong_payment(*, payout_id, said, by, at):
    """The queries.Preview of a payout gone astray; nothing is written. NotAllowed where it cannot be."""
    payout = _confirmed(payout_id, "wrong_payment.proposed", by)
    return queries.preview(payout, _whole(payout, said, at=at), account_hash=_account_hash(payout, said))


def propose_wrong_payment(*, key, payout_id, said, preview_hash, by, at):
    """The WrongPayment as it was shown (`preview_hash`); the books wait for the other person. The same key is the same wrong payment.

    `said`: kind, receiver ("" for nobody knows), bank, account (digits or "", of the bank's mistakes alone), learnt, document, why.
    """
    event = "wrong_payment.proposed"
    moves.require(by, states.PROPOSES, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        existing = WrongPayment.objects.filter(key=key).first()
        if existing:
            if (existing.payout_id, existing.preview_hash) != (payout_id, preview_hash):
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=existing)
            return existing
        payout = _confirmed(payout_id, event, by)
        whole = _whole(payout, said, at=at)
        shown = queries.preview(payout, whole, account_hash=_account_hash(payout, said))
        if shown.hash != preview_hash:
            raise NotAllowed(_("这笔发放的账目在您预览之后有变动，请返回重新预览，看过现在的数目再登记。"), event=event, subject=payout)
        number = _account(payout, said)
        with constraints.spoken(event, payout):
            wrong = WrongPayment.objects.create(
                division_code=payout.division_code, number=_next_number(payout.division_code, at), key=key, payout=payout, **whole,
                account_sealed=number and crypto.seal(number, about=key), account_hash=number and crypto.number_hash(number),
                amount_fen=shown.amount_fen, preview_hash=shown.hash, proposed_by=by.user, proposed_staff_no=by.staff_no, proposed_at=at,
            )  # fmt: skip
        after = {
            "number": wrong.number, "kind": wrong.kind, "run": payout.run.number, "line": payout.line_no, "amount_fen": wrong.amount_fen,
            "owed_again_fen": shown.owed_again_fen, "learnt": wrong.learnt, "document": wrong.document, "preview_hash": shown.hash,
        }  # fmt: skip
        journal.record(event, by=by, at=at, subject=wrong, after=after, reason=wrong.why)
    return wrong


def book_wrong_payment(*, wrong_payment_id, by, at):
    """What was shown is booked: off the keys it was due to, onto the receiver's, of whom a case is opened by the database."""
    event = "wrong_payment.booked"
    with transaction.atomic():
        wrong = _obeying(wrong_payment_id, states.BOOK, event, by)
        shown = queries.of_row(wrong)
        if shown.hash != wrong.preview_hash:
            sentence = _("这笔发放的账目在登记之后有变动，与登记时所示不同。请不予通过，由县级初核重新登记。")
            raise NotAllowed(sentence, event=event, subject=wrong)
        with constraints.spoken(event, wrong):
            _decide(wrong, states.BOOK, by, at)
            MoneyLine.objects.bulk_create(_lines(wrong, shown.keys, by=by, at=at))
        after = {"number": wrong.number, "amount_fen": wrong.amount_fen, "owed_again_fen": shown.owed_again_fen, "case": wrong.recovery.number}
        journal.record(event, by=by, at=at, subject=wrong, before={"state": State.PROPOSED}, after=after)
    return wrong


def refuse_wrong_payment(*, wrong_payment_id, why, by, at):
    """It did not go astray, or not like this; the books stay as they are."""
    event = "wrong_payment.refused"
    with transaction.atomic():
        wrong = _obeying(wrong_payment_id, states.REFUSE, event, by)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=wrong)
        wrong.refused_why = why.strip()
        _decide(wrong, states.REFUSE, by, at)
        journal.record(event, by=by, at=at, subject=wrong, reason=wrong.refused_why)
    return wrong


def propose_reversal(*, wrong_payment_id, why, by, at):
    """It was booked by mistake: finance looks at it next, and the books stay as they are until then."""
    event = "wrong_payment.reversal_proposed"
    with transaction.atomic():
        wrong = _standing(wrong_payment_id, states.REVERSE, event, by)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=wrong)
        wrong.state, wrong.reversing_why = State.REVERSING, why.strip()
        wrong.reversing_by, wrong.reversing_staff_no, wrong.reversing_at = by.user, by.staff_no, at
        with constraints.spoken(event, wrong):
            wrong.save()
        journal.record(event, by=by, at=at, subject=wrong, after={"number": wrong.number}, reason=wrong.reversing_why)
    return wrong


def confirm_reversal(*, wrong_payment_id, by, at):
    """Each of its lines is taken back by one that points at it; the database closes the case, and the payout may be found wrong again."""
    event = "wrong_payment.reversed"
    with transaction.atomic():
        wrong = _standing(wrong_payment_id, states.CONFIRM_REVERSAL, event, by)
        lines = list(queries.not_reversed(wrong))
        wrong.state, wrong.reversed_by, wrong.reversed_staff_no, wrong.reversed_at = State.REVERSED, by.user, by.staff_no, at
        with constraints.spoken(event, wrong):
            wrong.save()
            MoneyLine.objects.bulk_create([
                MoneyLine(
                    entitlement_id=line.entitlement_id, division_code=line.division_code, kind=line.kind, amount_fen=-line.amount_fen,
                    payout_id=line.payout_id, wrong_payment=wrong, reverses=line, grounds=wrong.reversing_why, at=at, by=by,
                )
                for line in lines
            ])  # fmt: skip
        after = {"number": wrong.number, "amount_fen": wrong.amount_fen, "case": wrong.recovery.number}
        journal.record(event, by=by, at=at, subject=wrong, before={"state": State.REVERSING}, after=after, reason=wrong.reversing_why)
    return wrong


def refuse_reversal(*, wrong_payment_id, why, by, at):
    """It did go astray: the wrong payment stands as it was booked."""
    event = "wrong_payment.reversal_refused"
    with transaction.atomic():
        wrong = _obeying(wrong_payment_id, states.REFUSE_REVERSAL, event, by)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=wrong)
        before = {"state": State.REVERSING, "why": wrong.reversing_why}
        wrong.state, wrong.reversing_why, wrong.reversing_by, wrong.reversing_staff_no, wrong.reversing_at = State.BOOKED, "", None, "", None
        wrong.save()
        journal.record(event, by=by, at=at, subject=wrong, before=before, reason=why.strip())
    return wrong


def note_receiver(*, wrong_payment_id, receiver, bank, document, by, at):
    """What was learnt later of who has the money, beside what was recorded at first; the same again is not noted twice."""
    event = "wrong_payment.receiver_noted"
    moves.require(by, states.PROPOSES, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        wrong = WrongPayment.objects.select_for_update().filter(pk=wrong_payment_id).first()
        if wrong is None:
            raise NotAllowed(_("没有这项错发登记，或它不属于本县。"), event=event)
        if wrong.state not in WrongPayment.STANDING:
            raise NotAllowed(_("只有已入账、未撤销的错发才能补记收款人。"), event=event, subject=wrong)
        if not receiver and not bank:
            raise NotAllowed(_("实际收款人和开户行请至少填一项。"), event=event, subject=wrong)
        said = {"receiver": receiver, "bank": bank, "document": document}
        last = wrong.receiver_notes.last()
        if last and all(getattr(last, name) == value for name, value in said.items()):
            return last
        note = ReceiverNote.objects.create(wrong_payment=wrong, division_code=wrong.division_code, by=by, at=at, **said)
        journal.record(event, by=by, at=at, subject=wrong, after={"number": wrong.number, "bank": bank, "document": document})
    return note


def _standing(wrong_payment_id, move, event, by):
    """The wrong payment, locked, of which nothing has moved since it was booked."""
    wrong = _obeying(wrong_payment_id, move, event, by)
    sentence = queries.why_it_stays(wrong)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=wrong)
    return wrong


def _lines(wrong, keys, *, by, at):
    """The money lines of a wrong payment, with the keys of its receiver made."""
    about = {"kind": MoneyLine.Kind.MISDIRECTED, "payout_id": wrong.payout_id, "wrong_payment": wrong, "grounds": wrong.document, "by": by, "at": at}
    for key in keys:
        due = key.entitlement
        if key.owed_again:
            yield MoneyLine(entitlement=due, division_code=due.division_code, amount_fen=-key.handed_fen, **about)
        held = Entitlement.objects.create(
            division_code=due.division_code, beneficiary=wrong.beneficiary, household_id=due.household_id, scheme=due.scheme, since=due.since,
            until=due.until, component=due.component,
        )  # fmt: skip
        yield MoneyLine(entitlement=held, division_code=held.division_code, amount_fen=key.handed_fen, **about)


def _confirmed(payout_id, event, by):
    moves.require(by, states.PROPOSES, event)
    payout = Payout.objects.select_related("run").filter(pk=payout_id).first()
    if payout is None:
        raise NotAllowed(_("没有这笔发放，或它不属于本县。"), event=event)
    if payout.state != Payout.State.CONFIRMED:
        raise NotAllowed(_("只有银行已确认到账的发放才能登记错发；没有到账的请登记退汇。"), event=event, subject=payout)
    if payout.pk in queries.astray([payout.pk]):
        raise NotAllowed(_("这笔发放已登记错发，不能再登记一次。"), event=event, subject=payout)
    return payout


def _whole(payout, said, *, at):
    """What is kept of the form: where the account was the roster's, its bank and, of money paid twice, its holder."""
    event = "wrong_payment.proposed"
    if said["learnt"] > timezone.localdate(at):
        raise NotAllowed(_("获知日期不能晚于今天，请核对。"), event=event, subject=payout)
    whole = {name: said[name] for name in ("kind", "receiver", "bank", "learnt", "document", "why")}
    if said["kind"] != Kind.BANK:
        whole["bank"] = payout.bank
    if said["kind"] == Kind.TWICE:
        whole["receiver"] = payout.name
    return whole


def _account(payout, said):
    """The number of the account the money lies on; None while nobody knows."""
    return (said["account"] or None) if said["kind"] == Kind.BANK else payout.account_number()


def _account_hash(payout, said):
    number = _account(payout, said)
    return crypto.number_hash(number) if number else None


def _obeying(wrong_payment_id, move, event, by):
    locks.exclusive(by.county_code)
    wrong = WrongPayment.objects.select_for_update(of=("self",)).select_related("payout__run").filter(pk=wrong_payment_id).first()
    if wrong is None:
        raise NotAllowed(_("没有这项错发登记，或它不属于本县。"), event=event)
    sentence = moves.why_not(wrong, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=wrong)
    return wrong


def _decide(wrong, move, by, at):
    wrong.state, wrong.decided_by, wrong.decided_staff_no, wrong.decided_at = move.target, by.user, by.staff_no, at
    wrong.save(update_fields=["state", "decided_by", "decided_staff_no", "decided_at", "refused_why"])


def _next_number(division_code, at):
    """CF370303-2026-0001: by county and year; the county's lock is held."""
    prefix = f"CF{division_code[:6]}-{at.year}-"
    last = WrongPayment.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"

