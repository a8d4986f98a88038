import uuid

from tests.benefits.desk import REWARD, two_girls
from tests.pages.acts import Sent, act


def a_simulated_run(county):
    county.desk.register(two_girls())
    return county.desk.simulate()


@act("benefits:ledger", event="ledger.opened")
def ledger(county):
    return Sent(county.officials.preparer, fields={"scheme": REWARD, "since": "2024-01"})


@act("benefits:new_run", event="run.prepared")
def new_run(county):
    return Sent(county.desk.preparer, fields={"key": uuid.uuid4(), "schemes": [REWARD], "first": "2026-01", "last": "2026-12"})


@act("benefits:approve_run", event="run.approved")
def approve(county):
    run = a_simulated_run(county)
    return Sent(county.desk.reviewer, [run.pk], {"lines_hash": run.lines_hash})


@act("benefits:publish_run", event="run.published")
def publish(county):
    run = a_simulated_run(county)
    county.desk.approve(run)
    return Sent(county.desk.reviewer, [run.pk])


@act("benefits:return_run", event="run.returned")
def give_back(county):
    return Sent(county.desk.reviewer, [a_simulated_run(county).pk], {"reason": "期间不对"})


@act("benefits:discard_run", event="run.discarded")
def discard(county):
    return Sent(county.desk.preparer, [a_simulated_run(county).pk], {"reason": "重复"})


@act("benefits:export_runs", event="run_list.exported", method="get")
def export_list(county):
    a_simulated_run(county)
    return Sent(county.desk.reviewer)


@act("benefits:export_run", event="run.exported", method="get")
def export(county):
    return Sent(county.desk.reviewer, [a_simulated_run(county).pk])
