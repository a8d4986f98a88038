"""Everything that writes of first secretaries: recorded, ended, withdrawn where the record was wrong. A fact is never edited."""
from django.db import transaction
from django.utils import timezone

from accounts import constraints, moves, stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from households.commands.pen import Pen
from households.queries.places import is_inside
from poverty.models import FirstSecretary

ENTERS = Role.TOWNSHIP_CLERK


def record_first_secretary(*, village, name, unit, post, since, source, by, at):
    """Somebody was sent to a village from a day on."""
    event = "first_secretary.recorded"
    moves.require(by, ENTERS, event)
    with transaction.atomic(), constraints.spoken(event):
        known = Jurisdiction.objects.filter(pk=village, level=Jurisdiction.Level.VILLAGE).exists()
        if not known or not is_inside(village, by.division_code):
            raise NotAllowed(_("只能登记本乡镇各村的第一书记。"), event=event)
        if since > timezone.localdate(at):
            raise NotAllowed(_("起始日期晚于今天，请核对日期。"), event=event)
        said = {"name": name, "unit": unit, "post": post, "since": since, "source": source}
        row = FirstSecretary.objects.create(division_code=village, recorded_at=at, recorded_by=by, **said)
        journal.record(event, by=by, at=at, subject=row, after=_told(row))
    return row


def end_first_secretary(*, secretary_id, until, source, by, at):
    """Somebody is first secretary no longer from the day `until`."""
    event = "first_secretary.ended"
    moves.require(by, ENTERS, event)
    with transaction.atomic(), constraints.spoken(event):
        row = _standing(secretary_id, event)
        if row.until is not None:
            raise NotAllowed(_("这位第一书记已登记离任。登记有误的，请撤回后重新登记。"), event=event, subject=row)
        pen = Pen(by=by, at=at)
        pen.withdraw(row, why=stored.kept("登记离任"))
        ended = pen.record_again(row, until=until, source=source)
        pen.write()
        journal.record(event, by=by, at=at, subject=ended, before=_told(row), after=_told(ended))
    return ended


def withdraw_first_secretary(*, secretary_id, why, by, at):
    """What was recorded was wrong; it stays readable with the reason."""
    event = "first_secretary.withdrawn"
    moves.require(by, ENTERS, event)
    with transaction.atomic():
        row = _standing(secretary_id, event)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=row)
        pen = Pen(by=by, at=at)
        pen.withdraw(row, why=why)
        pen.write()
        journal.record(event, by=by, at=at, subject=row, before=_told(row), reason=why)
    return row


def _standing(secretary_id, event):
    row = FirstSecretary.objects.select_for_update(of=("self",)).filter(pk=secretary_id, withdrawn_at=None).first()
    if row is None:
        raise NotAllowed(_("没有这条记录，或它已撤回，请刷新页面。"), event=event)
    return row


def _told(row):
    return {
        "village": row.division_code, "name": row.name, "unit": row.unit, "since": row.since.isoformat(),
        "until": row.until and row.until.isoformat(),
    }  # fmt: skip
