"""Revolving loans: principal goes out, comes back in instalments and goes out again; nothing is lent that is not there, nothing comes back twice."""
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from poverty.loans import commands, queries
from poverty.models import Loan, LoanLine
from poverty.projects import commands as projects
from poverty.projects.commands import papers
from tests.benefits.books import an_official
from tests.builders import AT, ZHANGDIAN, inside
from tests.poverty.projects import Desk as Projects
from tests.poverty.projects import a_family

ON = date(2026, 1, 31)


class Desk:
    """The officials of a county with a fund of 幸福工程; families of a project whose ranking is confirmed wait for their loans."""

    def __init__(self):
        self.walk, self.waiting = Projects(), []
        self.preparer, self.reviewer, self.signer, self.finance = self.walk.preparer, self.walk.reviewer, self.walk.signer, self.walk.finance

    def project(self, *families, kind="mothers"):
        return self.walk.granting(families=families, kind=kind, standard_fen=None, standard_document="")

    def open(self, kind="mothers"):
        return commands.open_loan_fund(kind=kind, name=f"信贷资金 {uuid.uuid4()}", document="样例〔2026〕8 号", by=self.reviewer, at=AT)

    def put_in(self, fund, fen, *, key=None):
        said = {"key": key or uuid.uuid4(), "amount_fen": fen, "on": ON, "document": "拨款单 1"}
        return commands.enter_principal(fund_id=fund.pk, **said, by=self.finance, at=AT)

    def propose(self, fund, fen, *, months=10, instalments=3, number=None):
        if not number and not self.waiting:
            self.waiting = [a_family() for _ in range(3)]
            self.project(*self.waiting, kind=fund.kind)
        return commands.propose_loan(
            fund_id=fund.pk, key=uuid.uuid4(), household_number=number or self.waiting.pop(0), amount_fen=fen, months=months, instalments=instalments,
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


def test_a_programme_of_loans_goes_from_plan_to_acceptance_and_both_pages_tell_it_as_one(desk, client):
    fund, first, second = desk.open(), a_family(), a_family()
    project = desk.project(first, second)
    desk.walk.fund(project, received_fen=100_00, spent_fen=100_00)
    desk.put_in(fund, 100_00)
    desk.repay(desk.lend(fund, 100_00, number=first), 100_00)
    desk.repay(desk.lend(fund, 90_00, number=second), 40_00)
    photo = {"kind": "photo", "title": "羊舍", "content": b"%PDF-1.7 sample"}
    papers.add_paper(project_id=project.pk, **photo, by=desk.walk.clerk, at=AT)
    projects.complete_project(project_id=project.pk, by=desk.preparer, at=AT)
    projects.accept_project(project_id=project.pk, acceptance="借款到户，账目相符", by=an_official(Role.COUNTY_REVIEWER), at=AT)

    lent = queries.of_projects([project.pk], on=date(2026, 12, 31))[project.pk]
    assert (lent.lent_fen, lent.repaid_fen, lent.outstanding_fen, lent.overdue_fen) == (190_00, 140_00, 50_00, 50_00)
    assert (lent.families, lent.cleared, queries.sums(fund, on=ON).again_fen) == (2, 1, 90_00)
    client.force_login(desk.reviewer.user)
    of_fund = client.get(reverse("poverty:loan_fund", args=[fund.pk])).content.decode()
    assert all(told in of_fund for told in (project.name, "已验收", "借款到户，账目相符", "50,000.00", "100.00", "190.00", "140.00", "50.00"))
    of_project = client.get(reverse("poverty:project", args=[project.pk])).content.decode()
    assert all(told in of_project for told in (fund.name, "羊舍", "计划 50,000.00 元，支出 100.00 元", "190.00", "收回率 73%，还清 1 户", "50.00"))
    client.force_login(desk.walk.clerk.user)
    assert fund.name not in client.get(reverse("poverty:project", args=[project.pk])).content.decode()
    another = desk.project(first)
    assert desk.lend(fund, 50_00, number=first).application.project == another


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


def test_nothing_comes_back_before_it_was_lent(desk):
    fund = desk.open()
    desk.put_in(fund, 100_00)
    loan = desk.lend(fund, 100_00)

    with pytest.raises(NotAllowed, match="借款于 2026-01-31 发放，还款日期不能早于这一天"):
        desk.repay(loan, 10_00, on=date(2026, 1, 30))
    assert desk.repay(loan, 10_00, on=ON).amount_fen == 10_00


def test_a_loan_lent_by_mistake_is_taken_back_by_another_as_long_as_nothing_was_repaid(desk):
    fund = desk.open()
    desk.put_in(fund, 100_00)
    loan = desk.lend(fund, 100_00)
    line, back = loan.lines.get(), {"why": "批错了人", "on": ON, "at": AT}
    repaid = desk.repay(loan, 10_00)

    with pytest.raises(NotAllowed, match=r"已还 10\.00 元，不能冲回"):
        commands.reverse_line(line_id=line.pk, **back, by=desk.reviewer)
    commands.reverse_line(line_id=repaid.pk, **back, by=desk.reviewer)
    with pytest.raises(NotAllowed, match="岗位分离"):
        commands.reverse_line(line_id=line.pk, **back, by=an_official(Role.COUNTY_REVIEWER, staff_no=desk.signer.staff_no))
    with pytest.raises(IntegrityError, match="loans_move_along_their_states"), transaction.atomic():
        Loan.objects.update(state="reversed")
    commands.reverse_line(line_id=line.pk, **back, by=desk.reviewer)

    (standing,), sums = queries.standings(fund.loans.all(), on=date(2026, 12, 31)), queries.sums(fund, on=date(2026, 12, 31))
    assert (standing.loan.state, standing.where, standing.owed_fen, standing.overdue_fen) == ("reversed", "", 0, 0)
    assert (sums.lent_fen, sums.holds_fen) == (0, 100_00)
    with pytest.raises(NotAllowed, match="还没有发放"):
        desk.repay(loan, 1)


def test_a_loan_of_a_project_rests_on_its_confirmed_ranking_and_the_signer_sees_what_the_family_has_besides(desk, client):
    first, second, stranger = (a_family() for _ in range(3))
    walk = desk.walk
    walk.open_ledger()
    other = walk.granting(families=[first], name="柳沟核桃")
    walk.fund(other)
    walk.propose(other)
    desk.project(first)
    project, mothers, fund = desk.project(first, second, kind="mutual_fund"), desk.open(), desk.open("mutual_fund")
    waiting = walk.ranked(families=[stranger], kind="mutual_fund", standard_fen=None, standard_document="")
    desk.put_in(mothers, 100_00)
    desk.put_in(fund, 100_00)
    desk.lend(mothers, 70_00, number=first)

    with pytest.raises(NotAllowed, match="按扶贫项目的排序借出"):
        desk.propose(fund, 50_00, number=stranger)
    with pytest.raises(NotAllowed, match="第 1 位还没有办理"):
        desk.propose(fund, 50_00, number=second)
    loan = desk.propose(fund, 50_00, number=first)
    with pytest.raises(IntegrityError, match="a_loan_of_a_project_rests_on_its_ranking"), transaction.atomic():
        Loan.objects.create(**said_of(loan), application=None)
    with pytest.raises(IntegrityError, match="a_loan_of_a_project_rests_on_its_ranking"), transaction.atomic():
        Loan.objects.create(**said_of(loan) | {"household_id": waiting.applications.get().household_id}, application=waiting.applications.get())
    with pytest.raises(NotAllowed, match="待审批的资金物资或借款"):
        projects.complete_project(project_id=project.pk, by=walk.preparer, at=AT)
    with pytest.raises(NotAllowed, match="不能撤回申请"):
        projects.withdraw_application(application_id=loan.application_id, why="改做别的", by=walk.clerk, at=AT)

    client.force_login(desk.signer.user)
    for page in (reverse("poverty:approve_loan", args=[loan.pk]), reverse("poverty:loan_fund", args=[fund.pk])):
        shown = client.get(page).content.decode()
        assert "柳沟核桃" in shown and mothers.name in shown and "70.00" in shown
    assert commands.approve_loan(loan_id=loan.pk, on=ON, by=desk.signer, at=AT).application.project == project
    desk.propose(fund, 50_00, number=second)
    client.force_login(walk.preparer.user)
    ranking = client.get(reverse("benefits:project_ranking", args=[project.pk])).content.decode()
    assert ranking.count("50.00") == 2 and mothers.name in ranking


def said_of(loan):
    """The columns of a loan for another one."""
    kept = ("id", "key", "application")
    return {field.attname: getattr(loan, field.attname) for field in loan._meta.concrete_fields if field.name not in kept}
