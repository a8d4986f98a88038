"""What a file says of families that are surely meant is registered as facts, chunk by chunk."""
from django.db import transaction

from accounts import stored
from audits import journal
from households.commands.county import changing, touch
from households.commands.pen import Pen
from households.models import HouseholdStatus, Income, Statement
from poverty.exchange import matching, states
from poverty.exchange.commands.common import CHUNK, count, enqueue, locked, note_matches, told_of
from poverty.kinds import RegistrationKind
from poverty.models import Transfer, TransferredHousehold

_Outcome = TransferredHousehold.Outcome


def start_applying(*, transfer_id, by, at):
    """Have what was shown registered; doubtful, unknown and faulty households stay out."""
    event = "transfer.applying_started"
    with transaction.atomic():
        transfer = locked(transfer_id, states.APPLY, event, by)
        transfer.state = states.APPLY.target
        enqueue(transfer, "applying", stored.kept("登记 %(number)s", number=transfer.number), by=by, at=at)
        journal.record(event, by=by, at=at, subject=transfer, after=told_of(transfer))
    return transfer


def apply(*, transfer_id, after, by, at):
    """Register the next ready households as facts; (last place, how many), None when none is left.

    A household the record of which changed since it was shown is left as it is and says so.
    """
    event = "transfer.applied"
    with changing(by.county_code, event=event, by=by, at=at):
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.APPLYING:
            return None
        chunk = list(transfer.households.filter(place__gt=after, outcome=_Outcome.READY, applied_at=None)[:CHUNK])
        if not chunk:
            count(transfer)
            transfer.state, transfer.applied_at = states.FINISH.target, at
            transfer.save(update_fields=["state", "applied_at", "counts"])
            journal.record(event, by=by, at=at, subject=transfer, after=told_of(transfer))
            return None
        shown = {row.pk: (row.outcome, row.household_ids, row.before, row.after) for row in chunk}
        found = note_matches(transfer, chunk, at)
        changes = []
        for row in chunk:
            if shown[row.pk] == (row.outcome, row.household_ids, row.before, row.after):
                row.applied_at = at
                changes += found[row.pk].changes
            else:
                row.outcome = _Outcome.FAULTY
                row.problems = [[0, "", stored.kept("查看之后这一户的档案有变动，没有登记，请用下一份文件。")]]
        _write(changes, source=stored.kept("扶贫系统交换 %(number)s", number=transfer.number), by=by, at=at)
        TransferredHousehold.objects.bulk_update(chunk, ["applied_at", "outcome", "problems"])
        told = {"number": transfer.number, "households": sorted({change.household.number for change in changes})}
        journal.record("transfer.households_registered", by=by, at=at, subject=transfer, after=told)
    return chunk[-1].place, len(chunk)


def _write(changes, *, source, by, at):
    pen, kind = Pen(by=by, at=at), RegistrationKind()
    households = {change.household.pk for change in changes}
    said = {"poverty_register": {c.household.pk for c in changes if c.registrations}, "status": {c.household.pk for c in changes if c.statuses}}
    for name, ids in said.items():
        for statement in Statement.objects.filter(household__in=ids, kind=name, withdrawn_at=None):
            pen.withdraw(statement, why=source)
    for change in changes:
        common = {"division_code": change.household.division_code, "source": source, "recorded_at": at, "recorded_by": by}
        for row in change.withdrawn:
            pen.withdraw(row, why=source)
        for values in change.registrations:
            for row in kind.made(values, None, common):
                pen.add(row)
        for since, until, unit, document in change.statuses:
            about = {"household": change.household, "kind": matching.TARGET, "decided_by": unit, "document": document}
            pen.add(HouseholdStatus(since=since, until=until, **about, **common))
        if change.income:
            pen.add(Income(household=change.household, **change.income, **common))
    pen.write()
    touch(households, set())
