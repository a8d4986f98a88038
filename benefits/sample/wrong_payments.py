"""Payouts of the sample counties that reached the wrong hands: one the bank put on another account, one found and waiting for finance."""
import uuid

from accounts.roles import Role
from benefits.models import Payout, PayoutRun
from benefits.wrong_payments import commands


def walk(posts, *, scheme, at):
    """What the county found out by `at` about its last settled run of a scheme."""
    settled = PayoutRun.objects.filter(division_code=posts[Role.COUNTY_PREPARER].county_code, state=PayoutRun.State.SETTLED, schemes=[scheme])
    run = settled.latest("until")
    first, second = run.payouts.filter(state=Payout.State.CONFIRMED).order_by("line_no")[:2]
    about = {"receiver": "", "learnt": at.date(), "document": "代发银行核查函（样例）"}
    by_the_bank = about | {"kind": "bank", "bank": "样例银行", "account": "6222000000000017", "why": "本人反映未到账，银行查明划入他人账户"}
    wrong = _proposed(first, by_the_bank, posts, at)
    commands.book_wrong_payment(wrong_payment_id=wrong.pk, by=posts[Role.FINANCE], at=at)
    _proposed(second, about | {"kind": "account", "bank": "", "account": "", "why": "账号录错一位，本人存折未到账"}, posts, at)


def _proposed(payout, said, posts, at):
    by = posts[Role.COUNTY_PREPARER]
    shown = commands.preview_wrong_payment(payout_id=payout.pk, said=said, by=by, at=at)
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"astray/{payout.key}")
    return commands.propose_wrong_payment(key=key, payout_id=payout.pk, said=said, preview_hash=shown.hash, by=by, at=at)
