"""Revolving loans: principal goes out, comes back in instalments and goes out again; nothing is lent that is not there, nothing comes back twice."""
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.refusal import NotAllowed
from accounts.roles import Role
from poverty.loans import commands, queries
from poverty.models import Loan, LoanLine
from tests.benefits.books import Officials, an_official
from tests.builders import AT, ZHANGDIAN, inside
from tests.poverty.projects import a_family

ON = date(2026, 1, 31)


class Desk(Officials):
    """The officials of a county with a fund of 幸福工程."""

    def open(self):
        return commands.open_loan_fund(kind="mothers", name=f"幸福工程 {uuid.uuid4()}", document="样例〔2026〕8 号", by=self.reviewer, at=AT)

    def put_in(self, fund, fen, *, key=None):
        said = {"key": key or uuid.uuid4(), "amount_fen": fen, "on": ON, "document": "拨款单 1"}
        return commands.enter_principal(fund_id=fund.pk, **said, by=self.finance, at=AT)

    def propose(self, fund, fen, *, months=10, instalments=3, number=None):
        return commands.propose_loan(
            fund_id=fund.pk, key=uuid.uuid4(), household_number=number or a_family(), amount_fen=fen, months=months, instalments=instalments,
            purpose="养羊", document="合同 1", by=self.preparer, at=AT,
        )  # fmt: skip

    def lend(self, fund, fen, *, on=ON, **terms):
        return commands.approve_loan(loan_id=self.propose(fund, fen, **terms).pk, on=on, by=self.signer, at=AT)

    def repay(self, loan, fen, *, on=date(2026, 5, 1), key=None):
        return commands.book_repayment(
            loan_id=loan.pk, key=key or uuid.uuid4(), amount_fen=fen, on=on, document="收据 1", by=self.finance, at=AT
        )


@pytest.fixture
def desk(db):
    with inside(ZHANGDIAN):
        yield Desk()


def test_what_came_back_is_lent_again_and_counts_in_the_rate(desk):
    fund = desk.open()
    desk.put_in(fund, 400_000_00)
    loans = [desk.lend(fund, 200_000_00), desk.lend(fund, 200_000_00)]
    desk.repay(loans[0], 200_000_00)
    desk.repay(loans[1], 80_000_00)
    desk.lend(fund, 100_000_00)

    sums = queries.sums(fund, on=date(2026, 2, 1))
    assert (sums.principal_fen, sums.lent_fen, sums.repaid_fen, sums.holds_fen) == (400_000_00, 500_000_00, 280_000_00, 180_000_00)
    assert (sums.rate, sums.again_fen, sums.families, sums.cleared) == (56, 100_000_00, 3, 1)
    assert sums.holds_fen == fund.lines.order_by("-number").first().balance_fen


def test_a_fund_lends_no_more_than_it_holds_and_two_people_lend(desk):
    fund = desk.open()
    desk.put_in(fund, 100_00)

    with pytest.raises(NotAllowed, match="余额不足"):
        desk.lend(fund, 100_01)
    with pytest.raises(NotAllowed, match="岗位分离"):
        loan = desk.propose(fund, 50_00)
        same = an_official(Role.COUNTY_SIGNER, staff_no=desk.preparer.staff_no)
        commands.approve_loan(loan_id=loan.pk, on=ON, by=same, at=AT)
    assert Loan.objects.filter(state="lent").count() == 0
    desk.lend(fund, 100_00)
    with pytest.raises(IntegrityError, match="a_fund_lends_what_was_approved"), transaction.atomic():
        line = LoanLine.objects.get(kind="lent")
        line.pk, line.key = None, uuid.uuid4()
        line.save(force_insert=True)


def test_instalments_are_due_by_month_and_what_lags_is_overdue(desk):
    fund = desk.open()
    desk.put_in(fund, 100_00)
    loan = desk.lend(fund, 100_00)

    assert queries.instalments(loan) == [(date(2026, 4, 30), 33_33), (date(2026, 7, 31), 33_33), (date(2026, 11, 30), 33_34)]
    desk.repay(loan, 30_00)

    def on(day):
        standing = queries.standings(fund.loans.all(), on=day)[0]
        return standing.where, standing.overdue_fen, standing.owed_fen

    assert on(date(2026, 4, 29)) == ("owing", 0, 70_00)
    assert on(date(2026, 4, 30)) == ("overdue", 3_33, 70_00)
    assert on(date(2026, 11, 30)) == ("overdue", 70_00, 70_00)
    desk.repay(loan, 70_00)
    assert on(date(2026, 11, 30)) == ("cleared", 0, 0)


def test_a_family_gives_back_no_more_than_it_owes_once_and_a_mistake_is_reversed_by_another(desk):
    fund = desk.open()
    desk.put_in(fund, 100_00)
    loan, key = desk.lend(fund, 100_00), uuid.uuid4()
    line = desk.repay(loan, 60_00, key=key)

    assert desk.repay(loan, 60_00, key=key).pk == line.pk
    with pytest.raises(NotAllowed, match="不能超过借款金额"):
        desk.repay(loan, 40_01)
    same = an_official(Role.COUNTY_REVIEWER, staff_no=desk.finance.staff_no)
    with pytest.raises(NotAllowed, match="另一人"):
        commands.reverse_line(line_id=line.pk, why="录错", on=ON, by=same, at=AT)
    commands.reverse_line(line_id=line.pk, why="录错", on=ON, by=desk.reviewer, at=AT)
    assert queries.sums(fund, on=ON).outstanding_fen == 100_00
    desk.repay(loan, 100_00)
    with pytest.raises(IntegrityError, match="loans_are_never_edited"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(amount_fen=1)
