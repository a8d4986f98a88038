"""What every command about an import stands on: the locked batch, its moves, its jobs."""
from django.urls import reverse

from accounts import moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from households.imports.models import ImportBatch
from households.imports.queries import tally


def locked(batch_id):
    """The batch, with its job and post; nobody else moves it until the transaction ends."""
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("job", "post").get(pk=batch_id)


def moved(batch_id, move, event, *, by):
    """The locked batch in the state the move leads to."""
    batch = locked(batch_id)
    refuse_move(batch, move, event, by=by)
    batch.state = move.target
    return batch


def refuse_move(batch, move, event, *, by):
    """NotAllowed when the post may not make the move now, or a job is on the batch."""
    sentence = moves.why_not(batch, move, by=by)
    if sentence is None and batch.is_working:
        sentence = _("这份导入单的作业还在进行，请等它完成，或先取消作业。")
    if sentence:
        raise NotAllowed(sentence, event=event, subject=batch)


def enqueue(batch, work, title, *, by, at, total=0):
    """A job of `households.imports.work` for the batch."""
    return jobs.enqueue(
        kind=f"households.imports.work.{work}",
        title=title,
        key=f"import-{batch.pk}-{work}-{at:%Y%m%d%H%M%S%f}",
        by=by,
        at=at,
        parameters={"batch": batch.pk},
        total=total,
        page=reverse("imports:batch", args=[batch.pk]),
    )


def finish(batch, state, event, *, by, at):
    """The batch in the state its job led to; the one event of that job tells the counts."""
    batch.state = state
    batch.save(update_fields=["state", "imported_at"])
    counts = tally(batch)
    journal.record(event, by=by, at=at, subject=batch, after={"families": counts.families, "rows": counts.rows, "imported": counts.imported_families})
