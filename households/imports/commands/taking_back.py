"""An import is given up, or taken back from the record; nothing of it stays."""
from django.db import transaction

from accounts import locks, scope, stored
from accounts.refusal import NotAllowed
from audits import journal
from households.imports import undoing
from households.imports.commands import batches
from households.imports.models import GIVE_UP, TAKE_BACK, ImportBatch

_STATE = ImportBatch.State


def give_up(*, batch_id, by, at):
    """Give up a checked file, or one whose work stopped: what it wrote is taken back, its content forgotten."""
    with transaction.atomic():
        batch = batches.locked(batch_id)
        batches.refuse_move(batch, GIVE_UP, "import.given_up", by=by)
        _forget(batch, by=by, at=at)
        journal.record("import.given_up", by=by, at=at, subject=batch)
    return batch


def abandon(*, batch_id, by, at):
    """What cancelling a job leaves of its batch; the job's own event tells of it."""
    with transaction.atomic():
        _forget(batches.locked(batch_id), by=by, at=at)


def start_taking_back(*, batch_id, by, at):
    """Have everything the batch wrote taken back; refused when something of it is in use."""
    with transaction.atomic(), scope.entered(by.county_code):
        batch = batches.moved(batch_id, TAKE_BACK, "import.taking_back_started", by=by)
        sentence = undoing.why_not(batch)
        if sentence:
            raise NotAllowed(sentence, event="import.taking_back_started", subject=batch)
        title = stored.kept("撤销 %(number)s", number=batch.number)
        batch.job = batches.enqueue(batch, "taking_back", title, by=by, at=at)
        batch.problem = ""
        batch.save(update_fields=["state", "job", "problem"])
        journal.record("import.taking_back_started", by=by, at=at, subject=batch)
    return batch


def take_back(*, batch_id, by, at):
    """Take back everything the batch wrote, or nothing when something of it came into use meanwhile."""
    with transaction.atomic(), scope.entered(by.county_code):
        locks.shared(by.county_code)
        batch = batches.locked(batch_id)
        if batch.state != _STATE.TAKING_BACK:
            return
        sentence = undoing.why_not(batch)
        if sentence:
            batch.state, batch.problem = _STATE.IMPORTED, stored.chinese(sentence)
            batch.save(update_fields=["state", "problem"])
            journal.record("import.taken_back", by=by, at=at, subject=batch, outcome="refused", reason=stored.chinese(sentence))
            return
        batch.closed_at = at
        families = undoing.undo(batch, by=by, at=at)
        batch.state = _STATE.TAKEN_BACK
        batch.save(update_fields=["state", "closed_at"])
        journal.record("import.taken_back", by=by, at=at, subject=batch, after={"families": families})


def _forget(batch, *, by, at):
    """Leave nothing of a batch but that it was: its families off the record, its rows and its file away."""
    with scope.entered(by.county_code):
        locks.shared(by.county_code)
        sentence = undoing.why_not(batch)
        if sentence:
            raise NotAllowed(sentence, event="import.given_up", subject=batch)
        undoing.undo(batch, by=by, at=at)
    batch.rows.all().delete()
    batch.families.all().delete()
    batch.state, batch.content, batch.closed_at = _STATE.CANCELLED, b"", at
    batch.save(update_fields=["state", "content", "closed_at"])
