"""A fund is opened, money comes in, a wrong line is taken back by another, and what left the house is noted."""
from django.db import transaction

from accounts import constraints, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from benefits.funds.commands.common import BOOKS, OPENS, REVERSES, locked, refuse_future, the_same
from benefits.models import Fund, FundLine


def open_fund(*, kind, name, document, by, at):
    """A fund of the official's county, empty."""
    event = "fund.opened"
    moves.require(by, OPENS, event)
    with transaction.atomic(), constraints.spoken(event, None):
        fund = Fund.objects.create(division_code=by.county_code, kind=kind, name=name, document=document, opened_by=by.user, opened_at=at)
        journal.record(event, by=by, at=at, subject=fund, after={"name": name, "kind": kind, "document": document})
    return fund


def enter_income(*, fund_id, key, amount_fen, on, donor, document, by, at):
    """Money that has come in, appropriated (拨款) or donated as the fund's kind has it; the same `key` is the same income."""
    with transaction.atomic():
        event = _income_event(fund_id)
        moves.require(by, BOOKS, event)
        fund = locked(fund_id, event)
        refuse_future(on, at, fund, event)
        said = {"fund": fund, "kind": fund.income, "amount_fen": amount_fen, "on": on, "donor": donor, "document": document}
        known = FundLine.objects.filter(key=key).first()
        if known:
            return the_same(known, said, event)
        with constraints.spoken(event, fund):
            line = FundLine.objects.create(key=key, **said, **_entered(fund, by, at))
        line.refresh_from_db()
        told = {"fund": fund.pk, "amount_fen": amount_fen, "on": on, "balance_fen": line.balance_fen}
        journal.record(event, by=by, at=at, subject=line, after=told)
    return line


def reverse_line(*, line_id, why, on, by, at):
    """A wrong income or a grant that came back is taken back whole; who entered or approved it cannot."""
    event = "fund_line.reversed"
    moves.require(by, REVERSES, event)
    with transaction.atomic():
        line = FundLine.objects.select_related("fund").filter(pk=line_id).first()
        if line is None:
            raise NotAllowed(_("没有这条明细，请刷新页面。"), event=event)
        fund = locked(line.fund_id, event)
        refuse_future(on, at, fund, event)
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


def record_export(*, what, rows, by, at, fund=None):
    """Somebody took the list of funds or a statement out as a workbook."""
    with transaction.atomic():
        journal.record(f"{what}.exported", by=by, at=at, subject=fund, after={"rows": rows})


def _income_event(fund_id):
    appropriated = Fund.objects.filter(pk=fund_id, kind=Fund.Kind.APPROPRIATION).exists()
    return "fund.appropriation_entered" if appropriated else "fund.donation_entered"


def _entered(fund, by, at):
    return {"division_code": fund.division_code, "entered_by": by.user, "entered_staff_no": by.staff_no, "entered_at": at}
