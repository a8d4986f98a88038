from audits.jobs import engine
from audits.models import Job
from tests.benefits.adjusting import Adjusting, with_complication
from tests.builders import AT
from tests.pages.acts import Sent, act


def a_desk():
    desk = Adjusting()
    desk.register(with_complication())
    desk.index()
    return desk


@act("benefits:new_adjustment", event="adjustment.proposed")
def propose(county):
    readings = {"PC-19": "compound", "PC-20": "rural", "PC-21": "exact", "PC-22": "next_january", "PC-23": "city_sums"}
    return Sent(a_desk().reviewer, fields={"base_year": 2020, "why": "样例", **readings})


@act("benefits:choose_standards", event="adjustment.values_chosen")
def choose(county):
    desk = a_desk()
    made = desk.propose()
    with desk.inside():
        values = list(made.values.all())
    fields = {f"new-{value.pk}": value.options[-1] for value in values} | {f"reason-{value.pk}": "经会议研究" for value in values}
    return Sent(desk.reviewer, [made.pk], fields)


@act("benefits:simulate_adjustment", event="adjustment.simulation_asked")
def simulate(county):
    desk = a_desk()
    return Sent(desk.reviewer, [desk.propose().pk])


@act("benefits:tick_family", event="adjustment.family_ticked")
def tick(county):
    desk = a_desk()
    return Sent(desk.preparer, [desk.simulated(desk.propose()).pk, 1])


@act("benefits:approve_adjustment", event="adjustment.approved")
def approve(county):
    desk = a_desk()
    made = desk.checked(desk.propose())
    return Sent(desk.signer, [made.pk], {"rows_hash": made.rows_hash})


@act("benefits:publish_adjustment", event="adjustment.published")
def publish(county):
    desk = a_desk()
    return Sent(desk.signer, [desk.approved(desk.propose()).pk])


@act("benefits:discard_adjustment", event="adjustment.discarded")
def discard(county):
    desk = a_desk()
    return Sent(desk.reviewer, [desk.propose().pk], {"why": "口径改用全体居民"})


@act("benefits:export_adjustment", event="adjustment.exported", method="get")
def export(county):
    desk = a_desk()
    return Sent(desk.reviewer, [desk.simulated(desk.propose()).pk])


def a_paper(desk):
    """The announcement of a published adjustment, really made."""
    made = desk.announced(desk.propose())
    with desk.inside():
        paper = made.papers.first()
    engine.work(paper.job_id)
    return paper


@act("benefits:download_adjustment_paper", event="adjustment_paper.downloaded", method="get")
def download(county):
    desk = a_desk()
    return Sent(desk.reviewer, [a_paper(desk).pk])


@act("benefits:make_adjustment_paper", event="adjustment_paper.requested")
def make_again(county):
    desk = a_desk()
    made = desk.announced(desk.propose())
    with desk.inside():
        paper = made.papers.first()
        Job.objects.filter(pk=paper.job_id).update(state=Job.State.FAILED, finished_at=AT)
    return Sent(desk.reviewer, [paper.pk])
