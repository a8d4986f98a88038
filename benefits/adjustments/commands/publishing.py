"""Putting an approved adjustment into force: its values, confirmed by two, and the run that books what they change, in one transaction."""
import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import constraints, stored
from audits import journal
from benefits.adjustments import queries, states
from benefits.adjustments.commands import announcing, simulating
from benefits.adjustments.commands.proposing import locked, obey
from benefits.models import Adjustment, PolicyValue, Quality
from benefits.policies_table.commands.files import next_revision
from benefits.rules import money
from benefits.runs import queries as runs
from benefits.runs.commands import decisions


def publish(*, adjustment_id, by, at):
    """The new standards are values of the county from `effective` on, a run over what they touch is prepared and papers are made to tell of it.

    Whole or not at all: what changed since the simulation has to be simulated and approved again.
    """
    event = "adjustment.published"
    with transaction.atomic():
        adjustment = locked(adjustment_id, by)
        obey(adjustment, states.PUBLISH, event, by, stale=states.stale(queries.why_stale(adjustment, outdated=simulating.is_outdated)))
        run = _prepare(adjustment, by=by, at=at)
        with constraints.spoken(event, adjustment):
            _move(adjustment, run=run, by=by, at=at)
            values = [_put_into_force(adjustment, value, at=at) for value in adjustment.values.select_related("old")]
        announcing.plan(adjustment, by=by, at=at)
        after = {"values": [value.pk for value in values], "effective": adjustment.effective, "run": run and run.number}
        journal.record(event, by=by, at=at, subject=adjustment, after=after | {"rows_hash": adjustment.rows_hash})
    return adjustment


def _move(adjustment, *, run, by, at):
    """Published first: the database then lets exactly these values be confirmed, in this transaction."""
    adjustment.state, adjustment.run = Adjustment.State.PUBLISHED, run
    adjustment.published_by, adjustment.published_staff_no, adjustment.published_at = by.user, by.staff_no, at
    adjustment.published_on = timezone.localdate(at)
    adjustment.save()


def _put_into_force(adjustment, value, *, at):
    """The standard as a value of the county: entered by who had it simulated, confirmed by who approved."""
    with stored.in_chinese():
        quote = queries.formula(adjustment, value)
    row = PolicyValue.objects.create(
        place=adjustment.division_code, scheme=value.old.scheme, name=value.name, since=adjustment.effective, value=money.yuan(value.new_fen),
        unit=value.unit, citation=adjustment.citation, clause=adjustment.clause, quote=quote, quality=Quality.NORMATIVE,
        origin=PolicyValue.Origin.OFFICIAL, entered_by=adjustment.prepared_by, entered_staff_no=adjustment.prepared_staff_no, recorded_at=at,
        revision=next_revision(),
    )  # fmt: skip
    value.value = row
    value.save()
    row.confirmed_by, row.confirmed_staff_no, row.confirmed_at = adjustment.approved_by, adjustment.approved_staff_no, adjustment.approved_at
    row.save()
    return row


def _prepare(adjustment, *, by, at):
    """The run over the ledgers the standards have a part in, from the year they begin to this one; None where there is none."""
    if not adjustment.schemes:
        return None
    year = max(timezone.localdate(at).year, adjustment.effective.year)
    since, until = date(adjustment.effective.year, 1, 1), date(year + 1, 1, 1)
    changes = runs.ledger_changes(adjustment.division_code, adjustment.schemes)
    since, until = min([since, *(change.since for change in changes)]), max([until, *(change.until for change in changes)])
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"adjustment/{adjustment.number}")
    return decisions.begin(key=key, schemes=adjustment.schemes, since=since, until=until, event="adjustment.published", by=by, at=at)
