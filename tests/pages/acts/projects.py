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
