import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from poverty.projects import commands
from tests.builders import AT, LIUGOU
from tests.pages.acts import Sent, act
from tests.poverty.projects import ANSWER, DOCUMENT, Desk, a_family

PICTURE = b"\x89PNG\r\n\x1a\n a photo"
STATED = {
    "kind": "industry", "name": "柳沟养羊", "year": "2026", "since": "2026-03-01", "until": "2026-12-01", "places": [LIUGOU], "document": DOCUMENT,
    "standard_fen": "3000", "standard_document": DOCUMENT,
}  # fmt: skip


def at(county, walk):
    """(desk, what `walk` makes of it) inside the county."""
    with county.inside():
        desk = Desk()
        return desk, walk(desk)


@act("poverty:new_project", event="project.drafted")
def draft(county):
    desk, _ = at(county, lambda desk: None)
    return Sent(desk.preparer, fields={"key": uuid.uuid4()} | STATED)


@act("poverty:amend_project", event="project.amended")
def amend(county):
    desk, project = at(county, lambda desk: desk.draft())
    return Sent(desk.preparer, [project.pk], {"key": uuid.uuid4()} | STATED)


@act("poverty:consult_project", event="project.consulted")
def consult(county):
    desk, project = at(county, lambda desk: desk.draft())
    return Sent(desk.reviewer, [project.pk], {"on": "2026-03-02"} | ANSWER)


@act("poverty:open_project", event="project.opened")
def take_applications(county):
    desk, project = at(county, lambda desk: desk.consult(desk.draft()))
    return Sent(desk.preparer, [project.pk])


@act("poverty:start_project", event="project.started")
def start(county):
    desk, project = at(county, lambda desk: desk.consult(desk.draft(kind="drinking_water", standard_fen=None, standard_document="")))
    return Sent(desk.preparer, [project.pk])


@act("poverty:cancel_project", event="project.cancelled")
def cancel(county):
    desk, project = at(county, lambda desk: desk.draft())
    return Sent(desk.reviewer, [project.pk], {"why": "资金未下达"})


@act("poverty:complete_project", event="project.completed")
def complete(county):
    desk, project = at(county, lambda desk: desk.granting())
    return Sent(desk.preparer, [project.pk])


@act("poverty:accept_project", event="project.accepted")
def accept(county):
    desk, project = at(county, lambda desk: desk.completed())
    return Sent(desk.reviewer, [project.pk], {"acceptance": "按计划建成，账目相符"})


@act("poverty:new_project_source", event="project_source.entered")
def enter_source(county):
    desk, project = at(county, lambda desk: desk.draft())
    return Sent(desk.preparer, [project.pk], {"name": "市级专项", "document": DOCUMENT, "planned_fen": "50000"})


@act("poverty:record_project_money", event="project_source.recorded")
def record_money(county):
    desk, source = at(county, lambda desk: desk.fund(desk.draft()))
    return Sent(desk.finance, [source.pk], {"received_fen": "20000", "spent_fen": "500.00"})


@act("poverty:new_project_paper", event="project_paper.added")
def add_paper(county):
    desk, project = at(county, lambda desk: desk.draft())
    return Sent(desk.preparer, [project.pk], {"kind": "photo", "title": "地块", "file": SimpleUploadedFile("a.png", PICTURE)})


@act("poverty:project_paper", event="project_paper.downloaded", method="get")
def download_paper(county):
    def archived(desk):
        return commands.add_paper(project_id=desk.draft().pk, kind="photo", title="地块", content=PICTURE, by=desk.preparer, at=AT)

    desk, paper = at(county, archived)
    return Sent(desk.preparer, [paper.pk])


@act("poverty:new_project_application", event="project_application.entered")
def apply(county):
    desk, (project, number) = at(county, lambda desk: (desk.open(), a_family()))
    return Sent(desk.clerk, [project.pk], {"household_number": number, "applied_on": "2026-04-01", "wish": "养羊 20 只"})


@act("poverty:withdraw_project_application", event="project_application.withdrawn")
def withdraw(county):
    desk, row = at(county, lambda desk: desk.apply(desk.open()))
    return Sent(desk.clerk, [row.pk], {"why": "改做别的"})


@act("poverty:export_projects", event="projects.exported", method="get")
def export_list(county):
    desk, _ = at(county, lambda desk: desk.open())
    return Sent(desk.finance, query="?year=2026")


def granted(desk, *, approved=False):
    """A grant of a family of 张店, proposed or approved."""
    project = desk.granting()
    desk.fund(project)
    desk.open_ledger()
    grant = desk.propose(project)
    return desk.approve(grant) if approved else grant


@act("benefits:rank_project", event="project.ranked")
def rank(county):
    def applied(desk):
        project = desk.open()
        desk.apply(project)
        return project

    desk, project = at(county, applied)
    return Sent(desk.preparer, [project.pk])


@act("benefits:confirm_project_ranking", event="project.confirmed")
def confirm_ranking(county):
    desk, (project, seen) = at(county, lambda desk: (project := desk.ranked(), project.rankings.get().content_hash))
    return Sent(desk.reviewer, [project.pk], {"hash": seen})


@act("benefits:return_project_ranking", event="project.returned")
def return_ranking(county):
    desk, project = at(county, lambda desk: desk.ranked())
    return Sent(desk.reviewer, [project.pk], {"why": "补录户口后重排"})


@act("benefits:export_project_ranking", event="project_ranking.exported", method="get")
def export_ranking(county):
    desk, project = at(county, lambda desk: desk.ranked())
    return Sent(desk.finance, [project.pk])


@act("benefits:new_project_grant", event="project_grant.proposed")
def propose(county):
    desk, application = at(county, lambda desk: desk.granting().applications.get())
    return Sent(desk.preparer, [application.pk], {"key": uuid.uuid4(), "form": "cash", "amount_fen": "3,000.00"})


@act("benefits:approve_project_grant", event="project_grant.approved")
def approve(county):
    desk, grant = at(county, granted)
    return Sent(desk.signer, [grant.pk])


@act("benefits:refuse_project_grant", event="project_grant.refused")
def refuse(county):
    desk, grant = at(county, granted)
    return Sent(desk.signer, [grant.pk], {"why": "家庭放弃"})


@act("benefits:revoke_project_grant", event="project_grant.revoked")
def revoke(county):
    desk, grant = at(county, lambda desk: granted(desk, approved=True))
    return Sent(desk.reviewer, [grant.pk], {"why": "重复安排"})
