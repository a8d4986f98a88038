"""A family of record applies for a project; the clerk of its township enters it."""
from django.db.models import Max

from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from households.models import Household
from households.queries.places import is_inside
from poverty.models import Project, ProjectApplication
from poverty.projects import states
from poverty.projects.commands.common import holding, refuse_empty, refuse_future


def apply_for_project(*, project_id, household_number, applied_on, wish, by, at):
    """A ProjectApplication of a family that lives where the project is carried out; numbered as they come in."""
    event = "project_application.entered"
    _require(by, event)
    with holding(project_id, event, by=by, at=at) as project:
        _refuse_closed(project, event)
        refuse_future(applied_on, at, event, project)
        household = Household.objects.filter(number=household_number.strip()).first()
        if household is None or not is_inside(household.division_code, by.division_code):
            raise NotAllowed(_("本辖区没有档案号 %(number)s，请到家庭档案核对。") % {"number": household_number}, event=event, subject=project)
        if not any(is_inside(household.division_code, place) for place in project.places):
            raise NotAllowed(_("这一户不在项目的实施地点内，不能申请。"), event=event, subject=project)
        last = project.applications.aggregate(last=Max("number"))["last"] or 0
        row = ProjectApplication.objects.create(
            division_code=household.division_code, project=project, household=household, number=last + 1, applied_on=applied_on, wish=wish.strip(),
            entered_by=by.user, entered_staff_no=by.staff_no, entered_at=at,
        )  # fmt: skip
        told = {"project": project.number, "household": household.number, "number": row.number, "applied_on": applied_on}
        journal.record(event, by=by, at=at, subject=row, after=told, division_code=row.division_code)
    return row


def withdraw_application(*, application_id, why, by, at):
    """The family no longer asks, or should not have been entered; the reason stays readable. Not once something is granted."""
    event = "project_application.withdrawn"
    _require(by, event)
    found = ProjectApplication.objects.filter(pk=application_id).values_list("project_id", flat=True).first()
    with holding(found, event, by=by, at=at) as project:
        row = ProjectApplication.objects.select_for_update(of=("self",)).get(pk=application_id)
        refuse_empty(why, event, row)
        if row.withdrawn_at or not is_inside(row.division_code, by.division_code):
            raise NotAllowed(_("这条申请已经撤回，或不在您的辖区内，请刷新页面。"), event=event, subject=row)
        if row.grants.filter(state__in=["proposed", "approved"]).exists() or row.loans.filter(state__in=["proposed", "lent"]).exists():
            raise NotAllowed(_("这一户已有待审批或已批准的资金物资或借款，不能撤回申请。"), event=event, subject=row)
        if project.state not in (Project.State.OPEN, Project.State.GRANTING):
            raise NotAllowed(_("受理申请和审批发放时才能撤回申请；正在排序的，请先退回重排。"), event=event, subject=row)
        row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by.user, at, why.strip()
        row.save()
        journal.record(event, by=by, at=at, subject=row, after={"project": project.number}, reason=why, division_code=row.division_code)
    return row


def _require(by, event):
    if by.role != states.APPLIES:
        raise NotAllowed(
            _("申请由%(role)s录入，您当前的任职是%(own)s。") % {"role": Role(states.APPLIES).label, "own": Role(by.role).label}, event=event
        )


def _refuse_closed(project, event):
    if project.state != Project.State.OPEN:
        told = {"state": project.get_state_display()}
        raise NotAllowed(_("项目在“%(state)s”，不受理申请。") % told, event=event, subject=project)
