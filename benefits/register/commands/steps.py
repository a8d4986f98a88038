"""What the commands of the register have in common: lock, look, take the step."""
from contextlib import contextmanager

from accounts import constraints
from accounts.refusal import NotAllowed
from audits import journal
from benefits.models import Registration
from benefits.register import states
from households.commands.county import changing


@contextmanager
def taking(registration_id, move, event, *, by, at):
    """The registration, locked, for the move; refused with the sentence of the table of moves."""
    place = Registration.objects.values_list("division_code", flat=True).get(pk=registration_id)
    with changing(place, event=event, by=by, at=at):
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration_id)
        sentence = states.why_not(row, move, by=by)
        if sentence:
            raise NotAllowed(sentence, event=event, subject=row)
        with constraints.spoken(event, row):
            yield row


def take(row, move, event, *, by, at, after, reason=""):
    """Put the row into the move's state, note who took the step and when, and record the event."""
    before = {"state": row.state}
    row.state = move.target
    note(row, move.step, by=by, at=at)
    row.save()
    journal.record(event, by=by, at=at, subject=row, before=before, after=after, reason=reason, division_code=row.division_code)


def note(row, step, *, by, at):
    for column, value in (("by", by.user), ("staff_no", by.staff_no), ("at", at)):
        setattr(row, f"{step}_{column}", value)
