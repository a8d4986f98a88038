"""A project is drafted, and written anew until the other office was asked about it."""
from django.db import connection

from accounts import constraints, moves
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.commands.county import changing
from households.queries.places import is_inside
from poverty.models import Project
from poverty.projects import states
from poverty.projects.commands.common import holding

STATED = ("kind", "name", "year", "since", "until", "places", "document", "standard_fen", "standard_document")


def draft_project(*, key, by, at, **stated):
    """A Project of the official's county (`stated`: STATED). The same `key` is the same project."""
    event = "project.drafted"
    moves.require(by, states.DRAFTS, event)
    with changing(by.county_code, event=event, by=by, at=at), constraints.spoken(event):
        _refuse_places(stated["places"], by, event)
        known = Project.objects.filter(key=key).first()
        if known:
            return _the_same(known, stated, event)
        number = _next_id()
        project = Project.objects.create(
            pk=number, key=key, number=f"XM{by.county_code[:6]}-{stated['year']}-{number:05d}", division_code=by.county_code,
            drafted_by=by.user, drafted_staff_no=by.staff_no, drafted_at=at, **stated,
        )  # fmt: skip
        journal.record(event, by=by, at=at, subject=project, after={"number": project.number, **stated})
    return project


def amend_project(*, project_id, by, at, **stated):
    """The draft says something else; after the consultation it no longer can."""
    event = "project.amended"
    moves.require(by, states.DRAFTS, event)
    with holding(project_id, event, by=by, at=at) as project:
        _refuse_places(stated["places"], by, event)
        if project.state != Project.State.DRAFTED:
            raise NotAllowed(_("已经会商的项目不能再改；内容有变的，撤销后另行拟定，重新会商。"), event=event, subject=project)
        before = {name: getattr(project, name) for name in STATED}
        for name, value in stated.items():
            setattr(project, name, value)
        project.save()
        journal.record(event, by=by, at=at, subject=project, before=before, after=stated)
    return project


def _refuse_places(places, by, event):
    known = set(Jurisdiction.objects.filter(code__in=places).values_list("code", flat=True))
    if not places or known != set(places) or not all(is_inside(place, by.county_code) for place in places):
        raise NotAllowed(_("请从本县的乡镇、村（居）中选择实施地点。"), event=event)


def _the_same(known, stated, event):
    if any(getattr(known, name) != value for name, value in stated.items()):
        raise NotAllowed(_("这一页已经提交过，内容与当时不同。请从项目列表重新开始。"), event=event, subject=known)
    return known


def _next_id():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('poverty_project', 'id'))")
        return cursor.fetchone()[0]
