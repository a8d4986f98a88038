import uuid

from benefits.wrong_payments import commands
from tests.benefits.books import a_beneficiary, a_run_at, owed, publish
from tests.builders import AT
from tests.pages.acts import Sent, act

SAID = {"kind": "account", "receiver": "", "bank": "", "account": "", "document": "核查函 12 号", "why": "账号录错一位"}


def a_preview(county):
    """(a payout the bank confirmed, what its going astray would move)."""
    with county.inside():
        publish(owed(a_beneficiary()))
        payout = a_run_at("settled", county.officials).payouts.get()
        said = SAID | {"learnt": AT.date()}
        return payout, commands.preview_wrong_payment(payout_id=payout.pk, said=said, by=county.officials.preparer, at=AT)


def a_wrong_payment(county):
    payout, shown = a_preview(county)
    with county.inside():
        about = {"payout_id": payout.pk, "said": SAID | {"learnt": AT.date()}, "preview_hash": shown.hash}
        return commands.propose_wrong_payment(key=uuid.uuid4(), by=county.officials.preparer, at=AT, **about)


@act("benefits:propose_wrong_payment", event="wrong_payment.proposed")
def propose(county):
    payout, shown = a_preview(county)
    fields = SAID | {"learnt": f"{AT:%Y-%m-%d}", "key": uuid.uuid4(), "preview_hash": shown.hash}
    return Sent(county.officials.preparer, [payout.pk], fields)


@act("benefits:book_wrong_payment", event="wrong_payment.booked")
def book(county):
    return Sent(county.officials.finance, [a_wrong_payment(county).pk])


@act("benefits:refuse_wrong_payment", event="wrong_payment.refused")
def refuse(county):
    return Sent(county.officials.finance, [a_wrong_payment(county).pk], {"why": "本人已领到"})


def a_booked_one(county, *, reversing=False):
    wrong = a_wrong_payment(county)
    with county.inside():
        commands.book_wrong_payment(wrong_payment_id=wrong.pk, by=county.officials.finance, at=AT)
        if reversing:
            commands.propose_reversal(wrong_payment_id=wrong.pk, why="本人存折已到账", by=county.officials.preparer, at=AT)
    return wrong


@act("benefits:reverse_wrong_payment", event="wrong_payment.reversal_proposed")
def reverse(county):
    return Sent(county.officials.preparer, [a_booked_one(county).pk], {"why": "本人存折已到账"})


@act("benefits:confirm_wrong_payment_reversal", event="wrong_payment.reversed")
def confirm_reversal(county):
    return Sent(county.officials.finance, [a_booked_one(county, reversing=True).pk])


@act("benefits:refuse_wrong_payment_reversal", event="wrong_payment.reversal_refused")
def refuse_reversal(county):
    return Sent(county.officials.finance, [a_booked_one(county, reversing=True).pk], {"why": "银行回函确未到账"})


@act("benefits:note_receiver", event="wrong_payment.receiver_noted")
def note_receiver(county):
    return Sent(county.officials.preparer, [a_booked_one(county).pk], {"receiver": "李某", "bank": "", "document": "银行回函"})
