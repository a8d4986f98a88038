"""Everything that writes opening balances: entered whole or not at all, set against the finance bureau's total, signed by two, booked once."""
import hashlib

from django.db import connection, transaction

from accounts import constraints, locks, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from audits import journal
from benefits.models import OpeningBalance, OpeningEntry
from benefits.opening import COMPONENT, matching, states
from households.commands.accounts import first_accounts

_ENTITLEMENTS = """
INSERT INTO benefits_entitlement (division_code, beneficiary, person_id, household_id, scheme, since, until, component)
SELECT division_code, beneficiary, person_id, household_id, scheme, since, until, %(component)s
FROM benefits_openingentry WHERE balance_id = %(balance)s ORDER BY id
"""
_KEY = "k.beneficiary = e.beneficiary AND k.scheme = e.scheme AND k.since = e.since AND k.component = %(component)s"
_DUE = f"""
INSERT INTO benefits_entitlementline (division_code, entitlement_id, opening_id, amount_fen, value_ids, values_revision, values_hash, recorded_at)
SELECT k.division_code, k.id, e.balance_id, e.due_fen, '{{}}', 0, '', %(at)s
FROM benefits_openingentry e JOIN benefits_entitlement k ON {_KEY} WHERE e.balance_id = %(balance)s ORDER BY e.id
"""
_PAID = f"""
INSERT INTO benefits_moneyline (division_code, entitlement_id, opening_id, kind, amount_fen, grounds, at, by_id)
SELECT k.division_code, k.id, e.balance_id, 'opening', e.paid_fen, '', %(at)s, %(by)s
FROM benefits_openingentry e JOIN benefits_entitlement k ON {_KEY} WHERE e.balance_id = %(balance)s AND e.paid_fen > 0 ORDER BY e.id
"""


class Faulty(Exception):
    """Rows that cannot enter the books (sheet.Problem); nothing of the file was kept."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} rows")
        self.problems = problems


def enter(*, key, rows, content, file_name, source, by, at):
    """A file of what was paid before (sheet.Rows and the bytes they were read from); the same key is the same file. Faulty when a row cannot be."""
    event = "opening_balance.entered"
    moves.require(by, states.ENTERS, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        sha256 = hashlib.sha256(content).digest()
        known = OpeningBalance.objects.filter(key=key).first()
        if known:
            if bytes(known.sha256) != sha256:
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=known)
            return known
        entries, problems = matching.matched(rows, county=by.county_code)
        if problems:
            raise Faulty(problems)
        balance = OpeningBalance.objects.create(
            division_code=by.county_code, number=_next_number(by.county_code, at), key=key, file_name=file_name[:120], sha256=sha256, source=source,
            schemes=sorted({entry.scheme for entry in entries}), entries_count=len(entries), due_fen=sum(entry.due_fen for entry in entries),
            paid_fen=sum(entry.paid_fen for entry in entries), entered_by=by.user, entered_staff_no=by.staff_no, entered_at=at,
        )  # fmt: skip
        for entry in entries:
            entry.balance = balance
        OpeningEntry.objects.bulk_create(entries, batch_size=500)
        journal.record(event, by=by, at=at, subject=balance, after=_told(balance) | {"source": source, "sha256": sha256.hex()})
    return balance


def reconcile(*, balance_id, finance_fen, document, by, at):
    """Finance sets its own total against the file: only the same sum to the fen goes on."""
    event = "opening_balance.reconciled"
    with transaction.atomic():
        balance = _obeying(balance_id, states.RECONCILE, event, by)
        if finance_fen != balance.paid_fen:
            told = {"finance": yuan(finance_fen), "file": yuan(balance.paid_fen), "difference": yuan(finance_fen - balance.paid_fen)}
            sentence = _("财政局合计 %(finance)s 元，本表实发合计 %(file)s 元，相差 %(difference)s 元。请查清差额，作废本表后重新上传更正的文件。")
            raise NotAllowed(sentence % told, event=event, subject=balance)
        balance.finance_fen, balance.finance_document = finance_fen, document
        _take(balance, states.RECONCILE, event, by, at, {"finance_fen": finance_fen, "document": document})
    return balance


def check(*, balance_id, by, at):
    """The first of two signatures."""
    event = "opening_balance.checked"
    with transaction.atomic():
        balance = _obeying(balance_id, states.CHECK, event, by)
        _take(balance, states.CHECK, event, by, at, _told(balance))
    return balance


def sign(*, balance_id, by, at):
    """The second signature: the entries enter both books, whole or not at all."""
    event = "opening_balance.booked"
    with transaction.atomic():
        locks.exclusive(by.county_code)
        balance = _obeying(balance_id, states.SIGN, event, by)
        entries = list(balance.entries.select_related("account_person").order_by("id"))
        problems = matching.late(entries, county=by.county_code) + matching.overlapping(entries)
        if problems:
            first = problems[0]
            sentence = _("第 %(row)s 行“%(heading)s”%(sentence)s 共 %(count)s 处，请作废本表后按更正的文件重新上传。")
            told = {"row": first.row, "heading": first.heading, "sentence": first.sentence, "count": len(problems)}
            raise NotAllowed(sentence % told, event=event, subject=balance)
        balance.state = states.SIGN.target
        _note(balance, states.SIGN.step, by, at)
        with constraints.spoken(event, balance), connection.cursor() as cursor:
            balance.save()
            parameters = {"balance": balance.pk, "component": COMPONENT, "at": at, "by": by.pk}
            for statement in (_ENTITLEMENTS, _DUE, _PAID):
                cursor.execute(statement, parameters)
        accounts = first_accounts(_accounts(entries), by=by, at=at, source=balance.source)
        journal.record(event, by=by, at=at, subject=balance, after=_told(balance) | {"accounts": accounts})
    return balance


def discard(*, balance_id, reason, by, at):
    """A file that will not be booked; another may tell the same months."""
    event = "opening_balance.discarded"
    with transaction.atomic():
        balance = _obeying(balance_id, states.DISCARD, event, by)
        if not reason.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=balance)
        before = {"state": balance.state}
        balance.state, balance.discarded_why = states.DISCARD.target, reason
        balance.save()
        journal.record(event, by=by, at=at, subject=balance, before=before, reason=reason)
    return balance


def record_export(*, balance, rows, by, at):
    """Somebody took the entries out as a workbook."""
    with transaction.atomic():
        journal.record("opening_balance.exported", by=by, at=at, subject=balance, after={"rows": rows})


def _accounts(entries):
    """(person, holder, bank, number, since) of the accounts the file names, the latest month first."""
    named = [entry for entry in entries if entry.account_sealed]
    for entry in sorted(named, key=lambda entry: entry.until, reverse=True):
        yield entry.account_person, entry.holder_name, entry.bank, entry.account_number(), entry.since


def _take(balance, move, event, by, at, after):
    before = {"state": balance.state}
    balance.state = move.target
    _note(balance, move.step, by, at)
    with constraints.spoken(event, balance):
        balance.save()
    journal.record(event, by=by, at=at, subject=balance, before=before, after=after)


def _note(balance, step, by, at):
    for column, value in (("by", by.user), ("staff_no", by.staff_no), ("at", at)):
        setattr(balance, f"{step}_{column}", value)


def _obeying(balance_id, move, event, by):
    balance = OpeningBalance.objects.select_for_update(of=("self",)).filter(pk=balance_id).first()
    if balance is None:
        raise NotAllowed(_("没有这张期初结转表，或它不属于本县。"), event=event)
    sentence = moves.why_not(balance, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=balance)
    return balance


def _next_number(county, at):
    """QC370303-2026-01; the county's lock is held."""
    prefix = f"QC{county[:6]}-{at.year}-"
    last = OpeningBalance.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:02d}"


def _told(balance):
    return {"number": balance.number, "entries": balance.entries_count, "due_fen": balance.due_fen, "paid_fen": balance.paid_fen}
