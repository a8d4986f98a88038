import uuid

from audits.jobs import engine
from audits.models import Job
from benefits.models import Recovery
from benefits.recovery import commands
from tests.benefits.books import REWARD, a_beneficiary, a_run_at, owed, publish
from tests.builders import AT
from tests.pages.acts import Sent, act

TERMS = {"each_fen": 10000, "taken_from": REWARD, "consent": "同意抵扣书", "consented_on": AT.date()}


def a_case(county):
    """Somebody was paid a year's 960 yuan of which nothing was due."""
    with county.inside():
        person = a_beneficiary()
        publish(owed(person))
        a_run_at("settled", county.officials)
        publish(owed(person, 0))
        return Recovery.objects.get(person=person)


def a_plan(county, *, approved=False):
    case, by = a_case(county), county.officials
    with county.inside():
        plan = commands.propose_plan(recovery_id=case.pk, key=uuid.uuid4(), kind="set_off", why="已商定", by=by.preparer, at=AT, **TERMS)
        return commands.approve_plan(plan_id=plan.pk, by=by.signer, at=AT) if approved else plan


@act("benefits:export_recoveries", event="recovery_list.exported", method="get")
def export_list(county):
    a_case(county)
    return Sent(county.officials.preparer)


@act("benefits:new_recovery_plan", event="recovery_plan.proposed")
def propose(county):
    fields = {"key": uuid.uuid4(), "why": "已商定", "amount_fen": "100", "first_due": "2026-12-31", "document": ""}
    return Sent(county.officials.preparer, [a_case(county).pk, "instalments"], fields)


@act("benefits:approve_recovery_plan", event="recovery_plan.approved")
def approve(county):
    return Sent(county.officials.signer, [a_plan(county).pk])


@act("benefits:refuse_recovery_plan", event="recovery_plan.refused")
def refuse(county):
    return Sent(county.officials.signer, [a_plan(county).pk], {"why": "每次抵扣过多"})


@act("benefits:end_recovery_plan", event="recovery_plan.ended")
def end(county):
    return Sent(county.officials.signer, [a_plan(county, approved=True).pk], {"why": "本人撤回同意"})


@act("benefits:new_repayment", event="recovery.repaid")
def repay(county):
    fields = {"receipt": uuid.uuid4(), "on": "2026-11-20", "amount_fen": "88.00", "document": "缴款书 0087"}
    return Sent(county.officials.finance, [a_case(county).pk], fields)


@act("benefits:reverse_repayment", event="recovery.repayment_reversed")
def reverse(county):
    case, receipt = a_case(county), uuid.uuid4()
    with county.inside():
        commands.book_repayment(
            recovery_id=case.pk, receipt=receipt, amount_fen=5000, on=AT.date(), document="缴款书 1", by=county.officials.finance, at=AT
        )
    return Sent(county.officials.reviewer, [case.pk, receipt], {"why": "登错户"})


@act("benefits:issue_recovery_notice", event="recovery_notice.issued")
def issue(county):
    return Sent(county.officials.preparer, [a_case(county).pk])


def a_notice(county):
    case = a_case(county)
    with county.inside():
        return commands.issue_notice(recovery_id=case.pk, by=county.officials.preparer, at=AT)


@act("benefits:download_recovery_notice", event="recovery_notice.downloaded", method="get")
def download(county):
    notice = a_notice(county)
    engine.work(notice.job_id)
    return Sent(county.officials.finance, [notice.pk])


@act("benefits:make_recovery_notice", event="recovery_notice.requested")
def make_again(county):
    notice = a_notice(county)
    with county.inside():
        Job.objects.filter(pk=notice.job_id).update(state=Job.State.FAILED, finished_at=AT)
    return Sent(county.officials.preparer, [notice.pk])
