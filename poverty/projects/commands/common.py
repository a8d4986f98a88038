"""What the commands of projects have in common: the county's sight, the project locked, its move looked up."""
from contextlib import contextmanager

from django.utils import timezone

from accounts import constraints, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.commands.county import changing
from poverty.models import Loan, Project


@contextmanager
def holding(project_id, event, *, by, at):
    """The project, locked, in one transaction with the county in sight."""
    with changing(by.county_code, event=event, by=by, at=at):
        project = Project.objects.select_for_update().filter(pk=project_id).first()
        if project is None:
            raise NotAllowed(_("没有这个项目，或它不属于本县。"), event=event)
        with constraints.spoken(event, project):
            yield project


@contextmanager
def taking(project_id, move, event, *, by, at):
    """The project, locked, for the move; refused with the sentence of the table of moves."""
    with holding(project_id, event, by=by, at=at) as project:
        sentence = moves.why_not(project, move, by=by)
        if sentence:
            raise NotAllowed(sentence, event=event, subject=project)
        yield project


def take(project, move, event, *, by, at, after=None, reason=""):
    """Put the project into the move's state, note who took the step and when, and record the event."""
    before = {"state": project.state}
    project.state = move.target
    if move.step:
        for column, value in (("by", by.user), ("staff_no", by.staff_no), ("at", at)):
            setattr(project, f"{move.step}_{column}", value)
    project.save()
    told = {"number": project.number, "state": project.state} | (after or {})
    journal.record(event, by=by, at=at, subject=project, before=before, after=told, reason=reason, division_code=project.division_code)


def confirmed_rows(project):
    """The rows of the ranking that stands confirmed, none without one."""
    found = project.rankings.filter(returned_at=None, confirmed_at__isnull=False).first()
    return found.rows if found else []


def refuse_overtaking(project, place, event):
    """Everybody ranked before has a grant or a loan, was refused one, or no longer asks."""
    before = {row["application"]: row["place"] for row in confirmed_rows(project) if row["place"] < place}
    dealt = set(project.grants.filter(application__in=before).values_list("application_id", flat=True))
    dealt |= set(Loan.objects.filter(application__in=before).values_list("application_id", flat=True))
    dealt |= set(project.applications.filter(pk__in=before).exclude(withdrawn_at=None).values_list("pk", flat=True))
    waiting = sorted(place for application, place in before.items() if application not in dealt)
    if waiting:
        sentence = _("第 %(place)s 位还没有办理：请先为它提出资金物资或借款；家庭放弃的，由乡镇经办撤回申请。")
        raise NotAllowed(sentence % {"place": waiting[0]}, event=event, subject=project)


def refuse_empty(why, event, subject):
    if not why.strip():
        raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=subject)


def refuse_future(on, at, event, subject):
    if on > timezone.localdate(at):
        raise NotAllowed(_("日期不能晚于今天。"), event=event, subject=subject)
