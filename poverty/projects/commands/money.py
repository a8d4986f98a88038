"""Where a project's money comes from, what has come in and what was spent."""
from accounts import moves
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from poverty.models import Project, ProjectSource
from poverty.projects import states
from poverty.projects.commands.common import holding

RECORDS = Role.FINANCE
_CLOSED = (Project.State.ACCEPTED, Project.State.CANCELLED)


def enter_source(*, project_id, name, document, planned_fen, by, at):
    """A source with what it planned for the project, in fen; nothing has come in yet."""
    event = "project_source.entered"
    moves.require(by, states.DRAFTS, event)
    with holding(project_id, event, by=by, at=at) as project:
        _refuse_closed(project, event)
        source = ProjectSource.objects.create(
            division_code=project.division_code, project=project, name=name, document=document, planned_fen=planned_fen
        )
        journal.record(event, by=by, at=at, subject=source, after={"project": project.number, "name": name, "planned_fen": planned_fen})
    return source


def record_money(*, source_id, received_fen, spent_fen, by, at):
    """What has come in and was spent so far, in fen; not less than what is already granted from the project."""
    event = "project_source.recorded"
    moves.require(by, RECORDS, event)
    project_id = ProjectSource.objects.filter(pk=source_id).values_list("project_id", flat=True).first()
    with holding(project_id, event, by=by, at=at) as project:
        _refuse_closed(project, event)
        source = ProjectSource.objects.select_for_update().get(pk=source_id)
        before = {"received_fen": source.received_fen, "spent_fen": source.spent_fen}
        source.received_fen, source.spent_fen = received_fen, spent_fen
        source.save()
        after = {"project": project.number, "received_fen": received_fen, "spent_fen": spent_fen}
        journal.record(event, by=by, at=at, subject=source, before=before, after=after)
    return source


def _refuse_closed(project, event):
    if project.state in _CLOSED:
        raise NotAllowed(_("项目已验收或撤销，资金不再登记。"), event=event, subject=project)
