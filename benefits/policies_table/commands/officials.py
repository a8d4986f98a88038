"""Values that arise while the system runs: entered by one official from a document, confirmed by another, then in force."""
import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import locks
from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits import journal
from benefits.models import Citation, PolicyValue, Quality
from benefits.policies_table import names, queries
from benefits.policies_table.commands.files import next_revision

ENTERS, CONFIRMS = Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER


def enter_value(*, name, value, unit, since, until, number, title, issuer, issued, clause, by, at):
    """A county's value (`value` in yuan with two decimals) from a day until a day, with its document; not yet in force."""
    _require(by, ENTERS, "policy_value.entered")
    with transaction.atomic():
        locks.exclusive(by.county_code)
        _check(name, value, unit)
        if PolicyValue.objects.filter(place=by.county_code, name=name, since=since, withdrawn_at=None).exists():
            raise NotAllowed(_("本县已有自这一天起的这项标准。要更正，请先撤回原来的一条。"), event="policy_value.entered")
        citation, _made = Citation.objects.get_or_create(
            number=number,
            defaults={"title": title, "issuer": issuer, "issued": issued, "quality": Quality.NORMATIVE, "recorded_at": at},
        )
        if citation.quality != Quality.NORMATIVE:
            raise NotAllowed(_("%(number)s 不是规范性文件，不能作为发放标准的依据。") % {"number": number}, event="policy_value.entered")
        row = PolicyValue.objects.create(
            place=by.county_code,
            scheme=name.split(".")[0] if "." in name else "",
            name=name,
            since=since,
            until=until,
            value=value,
            unit=unit,
            citation=citation,
            clause=clause,
            quality=Quality.NORMATIVE,
            origin=PolicyValue.Origin.OFFICIAL,
            entered_by=by.user,
            entered_staff_no=by.staff_no,
            recorded_at=at,
            revision=next_revision(),
        )
        journal.record("policy_value.entered", by=by, at=at, subject=row, after=_told(row))
    return row


def confirm_value(*, value_id, by, at):
    """A second official has compared the value with its document: from now on it is calculated with."""
    _require(by, CONFIRMS, "policy_value.confirmed")
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _own(value_id, by, "policy_value.confirmed")
        if row.entered_staff_no == by.staff_no:
            raise NotAllowed(_("录入标准的人不能自己确认，请由另一人核对文件后确认。"), event="policy_value.confirmed", subject=row)
        if row.confirmed_at:
            raise NotAllowed(_("这条标准已经确认。"), event="policy_value.confirmed", subject=row)
        row.confirmed_by, row.confirmed_staff_no, row.confirmed_at, row.revision = by.user, by.staff_no, at, next_revision()
        row.save()
        journal.record("policy_value.confirmed", by=by, at=at, subject=row, after=_told(row))
    return row


def withdraw_value(*, value_id, why, by, at):
    """Take back a value entered wrongly; one that a published run used stays and can only be followed."""
    _require(by, ENTERS, "policy_value.withdrawn")
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _own(value_id, by, "policy_value.withdrawn")
        if queries.is_used(row):
            raise NotAllowed(
                _("这条标准已被发布的核算批次采用，不能撤回；请另录一条自新的日期起接续。"), event="policy_value.withdrawn", subject=row
            )
        row.withdrawn_at, row.withdrawn_why, row.revision = at, why, next_revision()
        row.save()
        journal.record("policy_value.withdrawn", by=by, at=at, subject=row, before=_told(row), reason=why)
    return row


def _require(by, role, event):
    if by.role != role:
        told = {"role": Role(role).label, "own": by.get_role_display()}
        raise NotAllowed(_("这一步由%(role)s办理，您当前的任职是%(own)s。") % told, event=event)


def _own(value_id, by, event):
    row = PolicyValue.objects.select_for_update(of=("self",)).filter(pk=value_id, place=by.county_code, origin="official", withdrawn_at=None).first()
    if row is None:
        raise NotAllowed(_("没有这条由本县录入的标准，或它已撤回，请刷新页面。"), event=event)
    return row


def _check(name, value, unit):
    if name not in names.amounts() or unit not in names.amounts()[name]:
        raise NotAllowed(_("请从列表中选择标准的名称和单位。"), event="policy_value.entered")
    if not re.fullmatch(r"\d{1,9}\.\d{2}", value):
        raise NotAllowed(_("标准金额应为带两位小数的元，如 960.00。"), event="policy_value.entered")


def _told(row):
    told = {name: getattr(row, name) for name in ("place", "name", "value", "unit", "since", "until", "clause")}
    return told | {"number": row.citation.number}
