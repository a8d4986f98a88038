"""The steps of a project before and after its grants: consulted on, opened, started as works, completed, accepted, or given up."""
from django.utils import timezone

from accounts import stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from poverty.models import Loan, ProjectGrant
from poverty.projects import queries, states
from poverty.projects.commands.common import refuse_empty, refuse_future, take, taking
from poverty.projects.models import WORKS


def record_consultation(*, project_id, on, person, document, answer, by, at):
    """The family-planning office has answered: on which day, who, by which paper, with what.

    淄政办发〔2012〕74号 四(一) and 筑委厅字〔2013〕89号 三(二)18 ask for it before a project is placed.
    """
    event = "project.consulted"
    with taking(project_id, states.CONSULT, event, by=by, at=at) as project:
        refuse_future(on, at, event, project)
        project.consulted_on, project.consulted_person = on, person.strip()
        project.consulted_document, project.consulted_answer = document.strip(), answer.strip()
        take(project, states.CONSULT, event, by=by, at=at, after={"on": on, "document": project.consulted_document})
    return project


def open_applications(*, project_id, by, at):
    """Families may apply from now on."""
    with taking(project_id, states.OPEN, "project.opened", by=by, at=at) as project:
        take(project, states.OPEN, "project.opened", by=by, at=at)
    return project


def start_works(*, project_id, by, at):
    """Works for villages begin without any family applying; how their villages stand in the county's order that day is kept with the project."""
    event = "project.started"
    with taking(project_id, states.START, event, by=by, at=at) as project:
        if project.kind not in WORKS:
            told = {"kind": project.get_kind_display()}
            raise NotAllowed(_("“%(kind)s”到户安排，须先受理申请、排序，不能直接开工。") % told, event=event, subject=project)
        with stored.in_chinese():
            project.village_order = queries.village_order(project, on=timezone.localdate(at))
        take(project, states.START, event, by=by, at=at, after={"village_order": project.village_order})
    return project


def complete_project(*, project_id, by, at):
    """The works are done and every proposed grant and loan is decided."""
    event = "project.completed"
    with taking(project_id, states.COMPLETE, event, by=by, at=at) as project:
        loans = Loan.objects.filter(application__project=project, state=Loan.State.PROPOSED)
        if project.grants.filter(state=ProjectGrant.State.PROPOSED).exists() or loans.exists():
            raise NotAllowed(_("还有待审批的资金物资或借款，请等县级签发办理后再登记完工。"), event=event, subject=project)
        take(project, states.COMPLETE, event, by=by, at=at)
    return project


def accept_project(*, project_id, acceptance, by, at):
    """Another person has looked at what was built and given, and says what was found."""
    event = "project.accepted"
    with taking(project_id, states.ACCEPT, event, by=by, at=at) as project:
        refuse_empty(acceptance, event, project)
        project.acceptance = acceptance.strip()
        take(project, states.ACCEPT, event, by=by, at=at, after={"acceptance": project.acceptance})
    return project


def cancel_project(*, project_id, why, by, at):
    """The project is given up before anything was granted."""
    event = "project.cancelled"
    with taking(project_id, states.CANCEL, event, by=by, at=at) as project:
        refuse_empty(why, event, project)
        project.cancelled_why = why.strip()
        take(project, states.CANCEL, event, by=by, at=at, reason=why)
    return project
