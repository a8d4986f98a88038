import uuid

from audits.jobs import engine
from audits.models import Job
from benefits.funds import commands
from benefits.models import FundLine, FundReceipt
from households.models import Household
from tests.benefits.books import a_beneficiary
from tests.benefits.test_funds import DOCUMENT
from tests.builders import AT
from tests.pages.acts import Sent, act
from tests.register.treasury import Treasury

DONATION = {"donor": "样例企业", "document": "收据 001"}
GRANT = {"measure": "welfare_fund_relief", "why": "因病致贫"} | DOCUMENT


def a_fund(county):
    """A fund that holds a hundred yuan."""
    with county.inside():
        fund = commands.open_fund(kind="welfare", name="张店区计划生育公益金", document="样例〔2026〕1 号", by=county.officials.reviewer, at=AT)
        by = county.officials.preparer
        commands.enter_income(fund_id=fund.pk, key=uuid.uuid4(), amount_fen=10_000, on=AT.date(), **DONATION, by=by, at=AT)
    return fund


def a_family(county):
    with county.inside():
        return Household.objects.get(memberships__person=a_beneficiary(account=False)).number


def a_grant(county):
    fund, number, by = a_fund(county), a_family(county), county.officials.preparer
    with county.inside():
        return commands.propose_grant(fund_id=fund.pk, key=uuid.uuid4(), household_number=number, amount_fen=500, **GRANT, by=by, at=AT)


@act("benefits:new_fund", event="fund.opened")
def open_fund(county):
    return Sent(county.officials.reviewer, fields={"kind": "care", "name": "张店区生育关怀基金", "document": "样例〔2026〕2 号"})


@act("benefits:new_fund_income", event="fund.donation_entered")
def donate(county):
    return Sent(county.officials.preparer, [a_fund(county).pk], {"key": uuid.uuid4(), "on": "2026-11-20", "amount_fen": "88.00"} | DONATION)


@act("benefits:new_fund_grant", event="fund_grant.proposed")
def propose(county):
    fields = {"key": uuid.uuid4(), "household_number": a_family(county), "amount_fen": "50"} | GRANT
    return Sent(county.officials.preparer, [a_fund(county).pk], fields)


@act("benefits:approve_fund_grant", event="fund_grant.approved")
def approve(county):
    return Sent(county.officials.signer, [a_grant(county).pk])


@act("benefits:approve_fund_grants", event="fund_grants.approved")
def approve_many(county):
    grant = a_grant(county)
    return Sent(county.officials.signer, [grant.fund_id], {"grant": [grant.pk]})


@act("benefits:grant_registered", event="fund_grants.proposed")
def grant_registered(county):
    treasury = Treasury()
    row = treasury.registered(treasury.family())
    period = {"since": "2026-01-01", "until": "2027-01-01"}
    fields = {"key": uuid.uuid4(), "fund": treasury.fund.pk, "amount_fen": "600", "registration": [row.pk]} | period | DOCUMENT
    return Sent(treasury.preparer, [row.stated_by, row.item], fields)


def a_receipt(county):
    grant = a_grant(county)
    with county.inside():
        commands.approve_grant(grant_id=grant.pk, by=county.officials.signer, at=AT)
        return FundReceipt.objects.select_related("job").get(grant=grant)


@act("benefits:download_fund_receipt", event="fund_receipt.downloaded", method="get")
def download(county):
    receipt = a_receipt(county)
    engine.work(receipt.job_id)
    return Sent(county.auditor, [receipt.pk])


@act("benefits:make_fund_receipt", event="fund_receipt.requested")
def make_again(county):
    receipt = a_receipt(county)
    with county.inside():
        Job.objects.filter(pk=receipt.job_id).update(state=Job.State.FAILED, finished_at=AT)
    return Sent(county.officials.preparer, [receipt.pk])


@act("benefits:refuse_fund_grant", event="fund_grant.refused")
def refuse(county):
    return Sent(county.officials.signer, [a_grant(county).pk], {"why": "已由民政救助"})


@act("benefits:reverse_fund_line", event="fund_line.reversed")
def reverse(county):
    fund = a_fund(county)
    with county.inside():
        line = FundLine.objects.get(fund=fund)
    return Sent(county.officials.reviewer, [fund.pk, line.pk], {"on": "2026-11-21", "why": "重复登记"})


@act("benefits:export_funds", event="fund_list.exported", method="get")
def export_list(county):
    a_fund(county)
    return Sent(county.auditor)


@act("benefits:export_fund", event="fund_statement.exported", method="get")
def export_statement(county):
    grant = a_grant(county)
    with county.inside():
        commands.approve_grant(grant_id=grant.pk, by=county.officials.signer, at=AT)
    return Sent(county.auditor, [grant.fund_id])
