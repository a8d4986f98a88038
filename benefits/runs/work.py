"""The job that computes a run: one chunk of families a step."""
from benefits.models import Run
from benefits.runs import queries
from benefits.runs.commands import computing


def step(job, *, at):
    """Start, then chunk by chunk in the order of family ids; the last step closes the run. True when there is more."""
    run = Run.objects.select_for_update().get(pk=job.parameters["run"])
    if not job.cursor or computing.is_outdated(run):
        computing.start(run)
        job.cursor, job.done, job.total = {"after": 0, "chunk": 0}, 0, queries.families(run)
        return True
    families = queries.next_families(run, after=job.cursor["after"], count=computing.chunk_size(run))
    if not families:
        computing.finish(run, at=at)
        return False
    chunk = job.cursor["chunk"] + 1
    computing.families(run, families, chunk=chunk)
    job.cursor = {"after": families[-1], "chunk": chunk}
    job.done += len(families)
    job.total = max(job.total, job.done)
    return True


def abandon(job, *, at):
    """Cancelled: the run is discarded and none of its rows stay."""
    computing.undo(Run.objects.select_for_update().get(pk=job.parameters["run"]))
