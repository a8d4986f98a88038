import uuid

from tests.benefits.books import REWARD, a_beneficiary, a_run_at, owed, publish
from tests.pages.acts import Sent, act

REASON = {"reason": "资料待核"}


def a_run(county, state):
    with county.inside():
        publish(owed(a_beneficiary()))
        return a_run_at(state, county.officials)


@act("benefits:new_payout_run", event="payout_run.drafted")
def draft(county):
    fields = {"key": uuid.uuid4(), "schemes": [REWARD], "place": county.officials.place, "year": 2026, "months": "1-12"}
    return Sent(county.officials.preparer, fields=fields)


@act("benefits:decide_payout", event="payout_run.decided")
def decide(county):
    run = a_run(county, "drafted")
    with county.inside():
        payout = run.payouts.get()
    return Sent(county.officials.preparer, [run.pk, payout.pk], {"decision": "hold"} | REASON)


@act("benefits:decide_payouts", event="payout_run.decided")
def decide_ticked(county):
    run = a_run(county, "drafted")
    with county.inside():
        payout = run.payouts.get()
    return Sent(county.officials.preparer, [run.pk], {"decision": "hold", "payout": [payout.pk]} | REASON)


@act("benefits:refresh_payout_run", event="payout_run.refreshed")
def refresh(county):
    return Sent(county.officials.preparer, [a_run(county, "drafted").pk])


@act("benefits:prepare_payout_run", event="payout_run.prepared")
def prepare(county):
    return Sent(county.officials.preparer, [a_run(county, "drafted").pk])


@act("benefits:review_payout_run", event="payout_run.reviewed")
def review(county):
    run = a_run(county, "prepared")
    return Sent(county.officials.reviewer, [run.pk], {"content_hash": run.content_hash})


@act("benefits:sign_payout_run", event="payout_run.signed")
def sign(county):
    run = a_run(county, "reviewed")
    return Sent(county.officials.signer, [run.pk], {"content_hash": run.content_hash})


@act("benefits:return_payout_run", event="payout_run.returned")
def give_back(county):
    return Sent(county.officials.reviewer, [a_run(county, "prepared").pk], REASON)


@act("benefits:discard_payout_run", event="payout_run.discarded")
def discard(county):
    return Sent(county.officials.preparer, [a_run(county, "drafted").pk], REASON)


@act("benefits:hand_over_payout_run", event="payout_run.handed_over")
def hand_over(county):
    return Sent(county.officials.finance, [a_run(county, "signed").pk])


@act("benefits:settle_payout_run", event="payout_run.settled")
def settle(county):
    return Sent(county.officials.finance, [a_run(county, "handed_over").pk])


@act("benefits:mark_returned", event="payout.returned")
def mark_returned(county):
    run = a_run(county, "handed_over")
    with county.inside():
        payout = run.payouts.get()
    return Sent(county.officials.finance, [payout.pk], {"reason": "账户已销"})


@act("benefits:export_payout_run", event="payout_run.exported", method="get")
def export(county):
    return Sent(county.officials.preparer, [a_run(county, "drafted").pk])


@act("benefits:export_payout_runs", event="payout_list.exported", method="get")
def export_list(county):
    return Sent(county.officials.preparer)
