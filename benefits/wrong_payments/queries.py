"""Questions about wrong payments: what one moves, key by key, and the lists."""
import hashlib
import json
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from benefits.models import Entitlement, EntitlementLine, MoneyLine, PayoutPart, PolicyValue, WrongPayment

_OWED_AGAIN = (WrongPayment.Kind.ACCOUNT, WrongPayment.Kind.NAMESAKE, WrongPayment.Kind.BANK)


@dataclass(frozen=True)
class Key:
    """One key the bank was handed money for: due, moved so far and of it handed with this payout, in fen; the last line that says why it is due."""

    entitlement: Entitlement
    due_fen: int
    moved_fen: int
    handed_fen: int
    line: EntitlementLine | None
    values: list
    owed_again: bool

    @property
    def moved_now_fen(self):
        """What the beneficiary has of it in truth."""
        return self.moved_fen - (self.handed_fen if self.owed_again else 0)

    @property
    def owed_fen(self):
        return max(self.due_fen - self.moved_fen, 0)

    @property
    def owed_now_fen(self):
        """What the next payout run pays as arrears."""
        return max(self.due_fen - self.moved_now_fen, 0)


@dataclass(frozen=True)
class Preview:
    """What booking a wrong payment does: the Keys, what is owed again and what the receiver has to give back, in fen; `hash` is of all of it."""

    keys: list
    hash: str

    @property
    def amount_fen(self):
        return sum(key.handed_fen for key in self.keys)

    @property
    def owed_again_fen(self):
        return sum(key.owed_now_fen - key.owed_fen for key in self.keys)


def preview(payout, said, *, account_hash):
    """The Preview of a payout gone astray as `said`: kind, receiver, bank, learnt, document, why; the receiver's account by its keyed hash."""
    found = keys(payout, owed_again=said["kind"] in _OWED_AGAIN)
    told = [str(payout.key), said["kind"], said["receiver"], said["bank"], said["learnt"], said["document"], said["why"]]
    told += [account_hash and bytes(account_hash).hex()]
    told += [[key.entitlement.pk, key.due_fen, key.moved_fen, key.handed_fen] for key in found]
    return Preview(found, hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest())


def _documents(ids):
    """Values of documents by id: a reading of a policy choice is no document, the reason of the line tells it."""
    return PolicyValue.objects.exclude(unit="choice").select_related("citation").in_bulk(ids)


def _each_once(documents, ids):
    """The values of these ids, one for each document and clause."""
    return list({(value.citation_id, value.clause): value for value in map(documents.get, ids) if value}.values())


def keys(payout, *, owed_again):
    """The Keys of a payout, the oldest first."""
    handed = MoneyLine.objects.filter(payout=payout, kind=MoneyLine.Kind.HANDED).select_related("entitlement")
    lines = sorted(handed, key=lambda line: (line.entitlement.since, line.entitlement.component))
    whose = [line.entitlement_id for line in lines]
    last = {line.entitlement_id: line for line in EntitlementLine.objects.filter(entitlement__in=whose).order_by("id")}
    rested_on = _documents({value for line in last.values() for value in line.value_ids})
    due, moved = _sums(EntitlementLine, whose), _sums(MoneyLine, whose)
    return [
        Key(
            line.entitlement, due.get(line.entitlement_id, 0), moved[line.entitlement_id], line.amount_fen, last.get(line.entitlement_id),
            _each_once(rested_on, last[line.entitlement_id].value_ids) if line.entitlement_id in last else [], owed_again,
        )
        for line in lines
    ]  # fmt: skip


def of_row(wrong):
    """The Preview of a wrong payment on record, as the books are now."""
    said = {name: getattr(wrong, name) for name in ("kind", "receiver", "bank", "learnt", "document", "why")}
    return preview(wrong.payout, said, account_hash=wrong.account_hash)


def booked(wrong):
    """[(what moved, fen)] of a booked wrong payment: MoneyLines, the beneficiary's and the receiver's."""
    return wrong.money_lines.select_related("entitlement", "by__user").order_by("id")


def not_reversed(wrong):
    """The lines a wrong payment stands in the book with."""
    return wrong.money_lines.filter(reverses=None, reversed_by=None)


def why_it_stays(wrong):
    """None while a booked wrong payment can be taken back, else the sentence that says what to do instead."""
    off = list(not_reversed(wrong).filter(amount_fen__lt=0))
    if PayoutPart.objects.filter(entitlement__in=[line.entitlement_id for line in off], open=True).exists():
        return _("应得的人的补发已列入未办结的发放批次，请先在该批次中撤下或作废该批次，再撤销错发。")
    if any(_moved_since(line) for line in off):
        return _("原款已经补发给应得的人，不能撤销。请对补发的那一笔登记错发（银行重复划款）向领款人追回，原追回案件报批核销。")
    if -sum(line.amount_fen for line in MoneyLine.objects.filter(recovery=wrong.recovery)):
        return _("追回案件 %(number)s 已有退款或核销，不能撤销。退款登记有误的先冲正；已核销的，请另行研究。") % {"number": wrong.recovery.number}
    return None


def _moved_since(line):
    """What moved of a key after a wrong payment was booked on it, in fen."""
    later = MoneyLine.objects.filter(entitlement=line.entitlement_id, pk__gt=line.pk).exclude(kind=MoneyLine.Kind.MISDIRECTED)
    return later.aggregate(fen=Sum("amount_fen"))["fen"] or 0


def wrong_payments(*, state="", kind=""):
    """Wrong payments in sight, newest first, as the filters of the list say."""
    found = WrongPayment.objects.select_related("payout__run", "recovery").order_by("-id")
    if state in WrongPayment.State.values:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind in WrongPayment.Kind.values else found


def to_decide():
    """Wrong payments, and their taking back, that wait for finance."""
    return WrongPayment.objects.filter(state__in=[WrongPayment.State.PROPOSED, WrongPayment.State.REVERSING])


def astray(payouts):
    """{payout: its WrongPayment} of those found or booked; neither refused nor taken back."""
    found = WrongPayment.objects.filter(payout__in=payouts).exclude(state__in=[WrongPayment.State.REFUSED, WrongPayment.State.REVERSED])
    return {wrong.payout_id: wrong for wrong in found}


def _sums(book, keys):
    found = book.objects.filter(entitlement__in=keys).order_by().values("entitlement").annotate(fen=Sum("amount_fen"))
    return {row["entitlement"]: row["fen"] for row in found}
