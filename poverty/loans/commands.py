"""Everything that writes revolving loans: funds, principal, loans and who decides them, money that comes back, a wrong line taken back."""
from django.db import transaction

from accounts import constraints, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.models import Household
from poverty.loans import states
from poverty.models import Loan, LoanFund, LoanLine, Project, ProjectApplication
from poverty.projects.commands.common import confirmed_rows, refuse_empty, refuse_future, refuse_overtaking


def open_loan_fund(*, kind, name, document, by, at):
    """A fund of the official's county, empty."""
    event = "loan_fund.opened"
    moves.require(by, states.OPENS, event)
    with transaction.atomic(), constraints.spoken(event):
        fund = LoanFund.objects.create(division_code=by.county_code, kind=kind, name=name, document=document, opened_by=by.user, opened_at=at)
        journal.record(event, by=by, at=at, subject=fund, after={"name": name, "kind": kind, "document": document})
    return fund


def enter_principal(*, fund_id, key, amount_fen, on, document, by, at):
    """Money put into the fund to be lent; the same `key` is the same line."""
    event = "loan_fund.principal_entered"
    moves.require(by, states.BOOKS, event)
    with transaction.atomic():
        fund = _locked(fund_id, event)
        return _added(fund, key, {"kind": "principal", "loan": None, "amount_fen": amount_fen, "on": on, "document": document}, event, by=by, at=at)


def propose_loan(*, fund_id, key, household_number, amount_fen, months, instalments, purpose, document, by, at):
    """A family asks for a loan; another official decides. The same `key` is the same loan.

    It rests on the family's application in a confirmed ranking of a project of the fund's kind, in the order of the ranking.
    """
    event = "loan.proposed"
    moves.require(by, states.PROPOSES, event)
    with transaction.atomic():
        fund = _locked(fund_id, event)
        household = Household.objects.filter(number=household_number.strip()).first()
        if household is None:
            raise NotAllowed(_("本县没有档案号 %(number)s，请到家庭档案核对。") % {"number": household_number}, event=event, subject=fund)
        said = {
            "fund": fund, "household": household, "amount_fen": amount_fen, "months": months, "instalments": instalments,
            "purpose": purpose.strip(), "document": document.strip(),
        }  # fmt: skip
        known = Loan.objects.filter(key=key).first()
        if known:
            return _the_same(known, said, event)
        application = _application(fund, household, event)
        with constraints.spoken(event, fund):
            loan = Loan.objects.create(
                key=key, division_code=household.division_code, application=application, proposed_by=by.user, proposed_staff_no=by.staff_no,
                proposed_at=at, **said,
            )  # fmt: skip
        told = {"fund": fund.pk, "household": household.number, "amount_fen": amount_fen, "months": months, "instalments": instalments}
        journal.record(event, by=by, at=at, subject=loan, after=told, division_code=loan.division_code)
    return loan


def approve_loan(*, loan_id, on, by, at):
    """The money leaves the fund on a day: approving a loan is its line. Refused when the fund holds less."""
    event = "loan.lent"
    with transaction.atomic():
        loan = _decidable(loan_id, states.APPROVE, event, by)
        refuse_future(on, at, event, loan)
        loan.lent_on = on
        _decide(loan, states.APPROVE, event, by, at)
        journal.record(event, by=by, at=at, subject=loan, after={"amount_fen": loan.amount_fen, "on": on}, division_code=loan.division_code)
    return loan


def refuse_loan(*, loan_id, why, by, at):
    """The family has no loan, with the reason."""
    event = "loan.refused"
    with transaction.atomic():
        loan = _decidable(loan_id, states.REFUSE, event, by)
        refuse_empty(why, event, loan)
        loan.refused_why = why.strip()
        _decide(loan, states.REFUSE, event, by, at)
        journal.record(event, by=by, at=at, subject=loan, reason=why, division_code=loan.division_code)
    return loan


def book_repayment(*, loan_id, key, amount_fen, on, document, by, at):
    """Money a family gave back; it may be lent again. Never more than the family owes. The same `key` is the same line."""
    event = "loan.repaid"
    moves.require(by, states.BOOKS, event)
    with transaction.atomic():
        loan = Loan.objects.filter(pk=loan_id, state=states.State.LENT).first()
        if loan is None:
            raise NotAllowed(_("没有这笔借款，或它还没有发放，请刷新页面。"), event=event)
        fund = _locked(loan.fund_id, event)
        said = {"kind": "repaid", "loan": loan, "amount_fen": amount_fen, "on": on, "document": document}
        return _added(fund, key, said, event, by=by, at=at)


def reverse_line(*, line_id, why, on, by, at):
    """Wrong principal, a wrong repayment, or a loan lent by mistake of which nothing was repaid, is taken back whole by another person."""
    event = "loan_line.reversed"
    moves.require(by, states.REVERSES, event)
    with transaction.atomic():
        line = LoanLine.objects.select_related("loan").filter(pk=line_id).first()
        if line is None:
            raise NotAllowed(_("没有这条明细，请刷新页面。"), event=event)
        fund = _locked(line.fund_id, event)
        refuse_future(on, at, event, line)
        refuse_empty(why, event, line)
        if LoanLine.objects.filter(reverses=line).exists():
            raise NotAllowed(_("这条明细已经冲正。"), event=event, subject=line)
        if line.kind == LoanLine.Kind.LENT and (sentence := moves.why_not(line.loan, states.REVERSE, by=by)):
            raise NotAllowed(sentence, event=event, subject=line)
        with constraints.spoken(event, line):
            made = LoanLine.objects.create(
                fund=fund, division_code=fund.division_code, loan=line.loan, kind="reversal", amount_fen=-line.amount_fen, on=on, reverses=line,
                why=why.strip(), entered_by=by.user, entered_staff_no=by.staff_no, entered_at=at,
            )  # fmt: skip
        journal.record(event, by=by, at=at, subject=made, before={"line": line.number, "amount_fen": line.amount_fen}, reason=why)
    return made


def record_export(*, rows, filters, by, at, fund):
    """Somebody took the loans of a fund out as a workbook."""
    with transaction.atomic():
        journal.record("loans.exported", by=by, at=at, subject=fund, after={"rows": rows, "filters": filters})


def _added(fund, key, said, event, *, by, at):
    refuse_future(said["on"], at, event, fund)
    known = LoanLine.objects.filter(key=key).first()
    if known:
        return _the_same(known, said | {"fund": fund}, event)
    with constraints.spoken(event, fund):
        line = LoanLine.objects.create(
            key=key, fund=fund, division_code=fund.division_code, entered_by=by.user, entered_staff_no=by.staff_no, entered_at=at, **said
        )
    line.refresh_from_db()
    told = {"fund": fund.pk, "amount_fen": line.amount_fen, "on": line.on, "balance_fen": line.balance_fen}
    journal.record(event, by=by, at=at, subject=line, after=told)
    return line


def _locked(fund_id, event):
    fund = LoanFund.objects.select_for_update().filter(pk=fund_id).first()
    if fund is None:
        raise NotAllowed(_("没有这笔信贷资金，或它不属于本县。"), event=event)
    return fund


def _application(fund, household, event):
    """The family's application in the oldest project of the fund's kind that is granting and has not lent to it yet; its place has come."""
    live = Loan.objects.filter(state__in=[states.State.PROPOSED, states.State.LENT], application__isnull=False).values("application")
    asked = ProjectApplication.objects.filter(household=household, withdrawn_at=None, project__kind=fund.kind, project__state=Project.State.GRANTING)
    found = asked.exclude(pk__in=live).select_related("project").order_by("project").first()
    row = found and next((row for row in confirmed_rows(found.project) if row["application"] == found.pk), None)
    if row is None:
        sentence = _("“%(kind)s”按扶贫项目的排序借出：这一户没有排序已确认、还没有借款的申请。请先在这类项目中申请、排序。")
        raise NotAllowed(sentence % {"kind": fund.get_kind_display()}, event=event, subject=fund)
    refuse_overtaking(found.project, row["place"], event)
    return found


def _decidable(loan_id, move, event, by):
    """The loan, its fund locked before it."""
    found = Loan.objects.filter(pk=loan_id).values_list("fund_id", flat=True).first()
    _locked(found, event)
    loan = Loan.objects.select_for_update(of=("self",)).get(pk=loan_id)
    sentence = moves.why_not(loan, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=loan)
    return loan


def _decide(loan, move, event, by, at):
    loan.state, loan.decided_by, loan.decided_staff_no, loan.decided_at = move.target, by.user, by.staff_no, at
    with constraints.spoken(event, loan):
        loan.save()


def _the_same(known, said, event):
    if any(getattr(known, name) != value for name, value in said.items()):
        raise NotAllowed(_("这一页已经提交过，内容与当时不同。请从信贷资金页重新开始。"), event=event, subject=known)
    return known
