import uuid

from tests.pages.acts import Sent, act
from tests.poverty.projects import a_family
from tests.poverty.test_loans import Desk

MONEY = {"on": "2026-11-20", "amount_fen": "10.00", "document": "收据 1"}


def at(county, walk):
    """(desk, what `walk` makes of it and of a fund that holds a hundred yuan) inside the county."""
    with county.inside():
        desk = Desk()
        fund = desk.open()
        desk.put_in(fund, 100_00)
        return desk, walk(desk, fund)


def _ranked(desk, fund):
    number = a_family()
    desk.project(number)
    return fund, number


@act("poverty:new_loan_fund", event="loan_fund.opened")
def open_fund(county):
    return Sent(county.officials.reviewer, fields={"kind": "mothers", "name": "幸福工程", "document": "样例〔2026〕8 号"})


@act("poverty:new_loan_principal", event="loan_fund.principal_entered")
def put_in(county):
    desk, fund = at(county, lambda desk, fund: fund)
    return Sent(desk.finance, [fund.pk], {"key": uuid.uuid4()} | MONEY)


@act("poverty:new_loan", event="loan.proposed")
def propose(county):
    desk, (fund, number) = at(county, _ranked)
    said = {"household_number": number, "amount_fen": "50", "months": "12", "instalments": "4", "purpose": "养羊", "document": "合同 1"}
    return Sent(desk.preparer, [fund.pk], {"key": uuid.uuid4()} | said)


@act("poverty:approve_loan", event="loan.lent")
def approve(county):
    desk, loan = at(county, lambda desk, fund: desk.propose(fund, 50_00))
    return Sent(desk.signer, [loan.pk], {"on": "2026-11-20"})


@act("poverty:refuse_loan", event="loan.refused")
def refuse(county):
    desk, loan = at(county, lambda desk, fund: desk.propose(fund, 50_00))
    return Sent(desk.signer, [loan.pk], {"why": "用途不符"})


@act("poverty:repay_loan", event="loan.repaid")
def repay(county):
    desk, loan = at(county, lambda desk, fund: desk.lend(fund, 50_00))
    return Sent(desk.finance, [loan.pk], {"key": uuid.uuid4()} | MONEY)


@act("poverty:reverse_loan_line", event="loan_line.reversed")
def reverse(county):
    desk, line = at(county, lambda desk, fund: desk.repay(desk.lend(fund, 50_00), 10_00))
    return Sent(desk.reviewer, [line.pk], {"on": "2026-11-20", "why": "录错"})


@act("poverty:export_loans", event="loans.exported", method="get")
def export(county):
    desk, loan = at(county, lambda desk, fund: desk.lend(fund, 50_00))
    return Sent(desk.finance, [loan.fund_id], query="?where=owing")
