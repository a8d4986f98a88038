"""Everything that writes funds: opened, donated to, granted from with a receipt to sign, and a wrong line taken back by another."""
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import constraints, moves, stored
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from audits import journal
from audits.jobs import commands as jobs
from audits.models import Job
from benefits.funds import eligible, queries, receipts, states
from benefits.models import Fund, FundGrant, FundLine, FundReceipt
from benefits.policies_table.commands import documents
from benefits.rosters import keeping
from households.models import Household

WORK = "benefits.funds.printing"
OPENS, BOOKS, PROPOSES, DECIDES, REVERSES = (
    Role.COUNTY_REVIEWER, Role.COUNTY_PREPARER, Role.COUNTY_PREPARER, Role.COUNTY_SIGNER, Role.COUNTY_REVIEWER,
)  # fmt: skip


def open_fund(*, kind, name, document, by, at):
    """A fund of the official's county, empty."""
    event = "fund.opened"
    moves.require(by, OPENS, event)
    with transaction.atomic(), constraints.spoken(event, None):
        fund = Fund.objects.create(division_code=by.county_code, kind=kind, name=name, document=document, opened_by=by.user, opened_at=at)
        journal.record(event, by=by, at=at, subject=fund, after={"name": name, "kind": kind, "document": document})
    return fund


def enter_donation(*, fund_id, key, amount_fen, on, donor, document, by, at):
    """Money that has come in; the same `key` is the same donation."""
    event = "fund.donation_entered"
    moves.require(by, BOOKS, event)
    with transaction.atomic():
        fund = _locked(fund_id, event)
        _refuse_future(on, at, fund, event)
        said = {"fund": fund, "kind": "donation", "amount_fen": amount_fen, "on": on, "donor": donor, "document": document}
        known = FundLine.objects.filter(key=key).first()
        if known:
            return _same(known, said, event)
        with constraints.spoken(event, fund):
            line = FundLine.objects.create(key=key, **said, **_entered(fund, by, at))
        line.refresh_from_db()
        told = {"fund": fund.pk, "amount_fen": amount_fen, "on": on, "balance_fen": line.balance_fen}
        journal.record(event, by=by, at=at, subject=line, after=told)
    return line


def propose_grant(*, fund_id, key, household_number, measure, amount_fen, why, number, title, issuer, issued, by, at):
    """A family is proposed for help by a document, which is registered under its 文号; another official decides. The same `key` is the same proposal.

    Refused where a document in force has a scheme for it whose conditions the record says are not met.
    """
    event = "fund_grant.proposed"
    moves.require(by, PROPOSES, event)
    with transaction.atomic():
        fund = _locked(fund_id, event)
        household = Household.objects.filter(number=household_number).first()
        if household is None:
            raise NotAllowed(_("本县没有档案号 %(number)s，请到家庭档案核对。") % {"number": household_number}, event=event, subject=fund)
        citation = documents.normative(
            number=number, title=title, issuer=issuer, issued=issued, sha256="", county=by.county_code, at=at, event=event
        )
        said = {"fund": fund, "household": household, "measure": measure, "amount_fen": amount_fen, "why": why, "citation": citation}
        known = FundGrant.objects.filter(key=key).first()
        if known:
            return _same(known, said, event)
        answer = _refuse_unfit(household.pk, measure, by, at, event, fund)
        with constraints.spoken(event, fund):
            grant = FundGrant.objects.create(
                key=key, document=number, division_code=household.division_code, proposed_by=by.user, proposed_staff_no=by.staff_no,
                proposed_at=at, **said,
            )  # fmt: skip
        told = {"fund": fund.pk, "amount_fen": amount_fen, "measure": measure, "document": number, "answer": answer}
        journal.record(event, by=by, at=at, subject=grant, after=told)
    return grant


def approve_grant(*, grant_id, by, at):
    """The money leaves the fund: approving a grant is its line in the statement, and its receipt is made. Refused when the fund holds less."""
    event = "fund_grant.approved"
    with transaction.atomic():
        grant = _decidable(grant_id, states.APPROVE, event, by)
        _refuse_unfit(grant.household_id, grant.measure, by, at, event, grant)
        holds_fen = queries.balance_fen(grant.fund)
        if grant.amount_fen > holds_fen:
            told = {"fund": grant.fund.name, "holds": yuan(holds_fen), "asked": yuan(grant.amount_fen)}
            raise NotAllowed(
                _("%(fund)s余额 %(holds)s 元，不足支出 %(asked)s 元。请核对金额，或待有新的捐赠到账再办理。") % told, event=event, subject=grant
            )
        _decide(grant, states.APPROVE, event, by, at)
        _plan_receipt(grant, by, at)
        journal.record(event, by=by, at=at, subject=grant, before={"balance_fen": holds_fen}, after={"balance_fen": queries.balance_fen(grant.fund)})
    return grant


def refuse_grant(*, grant_id, why, by, at):
    """The family is not helped from this fund, with the reason."""
    event = "fund_grant.refused"
    with transaction.atomic():
        grant = _decidable(grant_id, states.REFUSE, event, by)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=grant)
        grant.refused_why = why
        _decide(grant, states.REFUSE, event, by, at)
        journal.record(event, by=by, at=at, subject=grant, reason=why)
    return grant


def reverse_line(*, line_id, why, on, by, at):
    """A wrong donation or a grant that came back is taken back whole; who entered or approved it cannot."""
    event = "fund_line.reversed"
    moves.require(by, REVERSES, event)
    with transaction.atomic():
        line = FundLine.objects.select_related("fund").filter(pk=line_id).first()
        if line is None:
            raise NotAllowed(_("没有这条明细，请刷新页面。"), event=event)
        fund = _locked(line.fund_id, event)
        _refuse_future(on, at, fund, event)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=line)
        if FundLine.objects.filter(reverses=line).exists():
            raise NotAllowed(_("这条明细已经冲正。"), event=event, subject=line)
        with constraints.spoken(event, line):
            made = FundLine.objects.create(
                fund=fund, kind="reversal", amount_fen=-line.amount_fen, on=on, reverses=line, why=why, **_entered(fund, by, at)
            )
        journal.record(event, by=by, at=at, subject=made, before={"line": line.number, "amount_fen": line.amount_fen}, reason=why)
    return made


def seal_receipt(*, receipt_id, pdf, code, by, at):
    """Keep the signed bytes for good."""
    with transaction.atomic():
        receipt = FundReceipt.objects.select_for_update().get(pk=receipt_id)
        keeping.seal(receipt, pdf=pdf, code=code, event="fund_receipt.sealed", by=by, at=at)
    return receipt


def make_receipt_again(*, receipt_id, by, at):
    """Try a receipt again whose making stopped, once its cause is put right."""
    event = "fund_receipt.requested"
    moves.require(by, BOOKS, event)
    with transaction.atomic():
        receipt = FundReceipt.objects.select_for_update(of=("self",)).select_related("job", "grant").get(pk=receipt_id)
        if receipt.seal_id or (receipt.job and receipt.job.is_open):
            raise NotAllowed(_("%(number)s 已封存或正在制作，不用重新制作。") % {"number": receipt.number}, event=event, subject=receipt)
        attempts = Job.objects.filter(key__startswith=f"fund-receipt:{receipt.pk}").count()
        _enqueue(receipt, key=f"fund-receipt:{receipt.pk}:{attempts + 1}", by=by, at=at)
        journal.record(event, by=by, at=at, subject=receipt, after={"number": receipt.number, "attempt": attempts + 1})
    return receipt


def download_receipt(*, receipt_id, by, at):
    """The sealed bytes, with a note of who took them."""
    with transaction.atomic():
        receipt = FundReceipt.objects.select_related("seal").get(pk=receipt_id)
        keeping.hand_out(receipt, event="fund_receipt.downloaded", by=by, at=at)
    return receipt


def record_export(*, what, rows, by, at, fund=None):
    """Somebody took the list of funds or a statement out as a workbook."""
    with transaction.atomic():
        journal.record(f"{what}.exported", by=by, at=at, subject=fund, after={"rows": rows})


def _locked(fund_id, event):
    fund = Fund.objects.select_for_update().filter(pk=fund_id).first()
    if fund is None:
        raise NotAllowed(_("没有这个基金，或它不属于本县。"), event=event)
    return fund


def _decidable(grant_id, move, event, by):
    """The grant, its fund locked before it."""
    moves.require(by, DECIDES, event)
    found = FundGrant.objects.filter(pk=grant_id).values_list("fund_id", flat=True).first()
    if found is None:
        raise NotAllowed(_("没有这条救助，请刷新页面。"), event=event)
    _locked(found, event)
    grant = FundGrant.objects.select_for_update(of=("self",)).select_related("fund").get(pk=grant_id)
    sentence = moves.why_not(grant, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=grant)
    return grant


def _decide(grant, move, event, by, at):
    grant.state, grant.decided_by, grant.decided_staff_no, grant.decided_at = move.target, by.user, by.staff_no, at
    with constraints.spoken(event, grant):
        grant.save()


def _plan_receipt(grant, by, at):
    """LK370303-2026-000012, with its job, in the transaction of the approval."""
    receipt = FundReceipt.objects.create(
        grant=grant, division_code=grant.division_code, number=f"LK{grant.division_code[:6]}-{timezone.localdate(at).year}-{grant.pk:06d}",
        title=receipts.title(grant), content=receipts.content(grant), total_fen=grant.amount_fen,
    )  # fmt: skip
    _enqueue(receipt, key=f"fund-receipt:{receipt.pk}", by=by, at=at)


def _enqueue(receipt, *, key, by, at):
    receipt.job = jobs.enqueue(
        kind=WORK, title=stored.kept("制作 %(number)s", number=receipt.number), key=key, by=by, at=at, parameters={"receipt": receipt.pk}, total=1,
        division_code=by.county_code, page=reverse("benefits:fund", args=[receipt.grant.fund_id]),
    )  # fmt: skip
    receipt.save(update_fields=["job"])


def _refuse_unfit(household_id, measure, by, at, event, subject):
    """What the rules answer, "" where no document in force states a rule; who does not meet its conditions is refused."""
    answer = eligible.of([(household_id, measure)], county=by.county_code, on=timezone.localdate(at))[household_id, measure]
    if answer and answer.answer == eligible.NO:
        told = {"measure": FundGrant.Measure(measure).label, "why": answer.why}
        raise NotAllowed(_("不符合%(measure)s的条件：%(why)s。档案有误时请先更正档案。") % told, event=event, subject=subject)
    return answer.answer if answer else ""


def _entered(fund, by, at):
    return {"division_code": fund.division_code, "entered_by": by.user, "entered_staff_no": by.staff_no, "entered_at": at}


def _refuse_future(on, at, fund, event):
    if on > timezone.localdate(at):
        raise NotAllowed(_("日期不能晚于今天。"), event=event, subject=fund)


def _same(known, said, event):
    if any(getattr(known, name) != value for name, value in said.items()):
        raise NotAllowed(_("这一页已经提交过，内容与当时不同。请从基金页重新开始。"), event=event, subject=known)
    return known
