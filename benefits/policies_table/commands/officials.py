"""Values that arise while the system runs: entered by one official from a document, simulated, confirmed by another, then in force."""
import re

from django.db import transaction
from django.urls import reverse

from accounts import locks, moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from benefits.models import PolicySimulation, PolicyValue, Quality
from benefits.policies_table import names, queries, states
from benefits.policies_table.commands import documents, simulating
from benefits.policies_table.commands.files import next_revision

WORK = "benefits.policies_table.work"


def enter_value(*, name, value, unit, since, until, number, title, issuer, issued, clause, by, at, quote="", sha256=""):
    """A county's value (`value` in yuan with two decimals) from a day until a day, with its document; not yet in force.

    What it would change is simulated at once. `quote` is the clause word for word, `sha256` the hash of the archived document.
    """
    event = "policy_value.entered"
    moves.require(by, states.ENTERS, event)
    with transaction.atomic():
        locks.exclusive(by.county_code)
        _check(name, value, unit)
        document = {"number": number, "title": title, "issuer": issuer, "issued": issued, "sha256": sha256}
        if PolicyValue.objects.filter(place=by.county_code, name=name, since=since, withdrawn_at=None).exists():
            raise NotAllowed(_("本县已有自这一天起的这项标准。要更正，请先撤回原来的一条。"), event=event)
        _refuse_less(name, value, unit, since, until, event=event, by=by)
        row = PolicyValue.objects.create(
            place=by.county_code,
            scheme=name.split(".")[0] if "." in name else "",
            name=name,
            since=since,
            until=until,
            value=value,
            unit=unit,
            citation=documents.normative(**document, county=by.county_code, at=at, event=event),
            clause=clause,
            quote=quote,
            quality=Quality.NORMATIVE,
            origin=PolicyValue.Origin.OFFICIAL,
            entered_by=by.user,
            entered_staff_no=by.staff_no,
            recorded_at=at,
            revision=next_revision(),
        )
        simulation = _simulate(row, by=by, at=at)
        journal.record(event, by=by, at=at, subject=row, after=_told(row) | {"simulation": simulation.pk, "schemes": simulation.schemes})
    return row


def simulate_value(*, value_id, by, at):
    """Simulate a proposed value again, because something changed or the job was stopped."""
    event = "policy_value.simulation_asked"
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _own(value_id, by, event)
        _obey(row, states.SIMULATE, event, by)
        last = row.simulations.select_related("job").first()
        if last and last.job and last.job.is_open:
            raise NotAllowed(_("这条标准正在模拟核算，请等它完成，或先在进度处取消。"), event=event, subject=row)
        simulation = _simulate(row, by=by, at=at)
        journal.record(event, by=by, at=at, subject=row, after={"simulation": simulation.pk, "schemes": simulation.schemes})
    return simulation


def confirm_value(*, value_id, simulation_id, by, at):
    """A second official has compared the value with its document and seen what it changes: from now on it is calculated with.

    `simulation_id` is the simulation they saw; it must be the last, finished, and nothing may have changed since.
    """
    event = "policy_value.confirmed"
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _own(value_id, by, event)
        last = row.simulations.select_related("value").first()
        stale = queries.why_stale(last, outdated=simulating.is_outdated)
        _obey(row, states.CONFIRM, event, by, simulated=states.stale(stale))
        if last.pk != simulation_id:
            raise NotAllowed(_("在您查看之后已重新模拟，请刷新页面，看过现在的差异再确认。"), event=event, subject=row)
        _refuse_less(row.name, row.value, row.unit, row.since, row.until, event=event, by=by, subject=row)
        row.confirmed_by, row.confirmed_staff_no, row.confirmed_at, row.revision = by.user, by.staff_no, at, next_revision()
        row.save()
        journal.record(event, by=by, at=at, subject=row, after=_told(row) | {"simulation": last.pk})
    return row


def refuse_value(*, value_id, why, by, at):
    """The second official sends a proposed value back: it is withdrawn with their reason."""
    return _take_back(value_id, why, states.REFUSE, "policy_value.refused", by=by, at=at)


def withdraw_value(*, value_id, why, by, at):
    """Take back a value entered wrongly; one that a published run used stays and can only be followed."""
    return _take_back(value_id, why, states.WITHDRAW, "policy_value.withdrawn", by=by, at=at)


def record_export(*, rows, by, at):
    """Somebody took the list of values out as a workbook."""
    with transaction.atomic():
        journal.record("policy_values.exported", by=by, at=at, after={"rows": rows})


def record_list_export(*, value, rows, by, at):
    """Somebody took the list of whom a value changes out as a workbook."""
    with transaction.atomic():
        journal.record("policy_value.list_exported", by=by, at=at, subject=value, after={"rows": rows})


def _take_back(value_id, why, move, event, *, by, at):
    with transaction.atomic():
        locks.exclusive(by.county_code)
        row = _own(value_id, by, event)
        _obey(row, move, event, by, used=queries.is_used(row))
        row.withdrawn_at, row.withdrawn_why, row.revision = at, why, next_revision()
        row.save()
        simulating.clear(row)
        journal.record(event, by=by, at=at, subject=row, before=_told(row), reason=why)
    return row


def _simulate(row, *, by, at):
    """Under way as a job, or finished at once where no ledger of the county is touched."""
    simulation = simulating.begin(row, by=by, at=at)
    if simulation.schemes:
        simulation.job = jobs.enqueue(
            kind=WORK,
            title=stored.kept("模拟核算 %(number)s", number=row.citation.number),
            key=f"policy-simulation:{simulation.pk}",
            by=by,
            at=at,
            parameters={"simulation": simulation.pk},
            division_code=row.place,
            page=reverse("benefits:policy_value", args=[row.pk]),
        )
        PolicySimulation.objects.filter(pk=simulation.pk).update(job=simulation.job)
    return simulation


def _obey(row, move, event, by, **told):
    if sentence := states.why_not(row, move, by=by, **told):
        raise NotAllowed(sentence, event=event, subject=row)


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


def _refuse_less(name, value, unit, since, until, *, event, by, subject=None):
    """The approver may enter more, never less, than what a place above states as the least."""
    least = queries.the_least_above(by.county_code, name, value, unit, since=since, until=until)
    if least:
        told = {"number": least.citation.number, "clause": least.clause, "value": names.stated(least), "unit": names.unit(least.unit)}
        raise NotAllowed(_("不能低于《%(number)s》%(clause)s规定的 %(value)s %(unit)s，可以等于或高于它。") % told, event=event, subject=subject)


def _told(row):
    told = {name: getattr(row, name) for name in ("place", "name", "value", "unit", "since", "until", "clause")}
    return told | {"number": row.citation.number}
