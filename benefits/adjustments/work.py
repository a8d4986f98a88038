"""The job that computes an adjustment: one chunk of families a step."""
from benefits.adjustments.commands import simulating
from benefits.models import Adjustment
from benefits.runs import queries as runs


def step(job, *, at):
    """Start, then chunk by chunk in the order of family ids; the last step finishes. True when there is more."""
    adjustment = _locked(job)
    if not job.cursor or simulating.is_outdated(adjustment):
        simulating.start(adjustment)
        job.cursor, job.done, job.total = {"after": 0}, 0, adjustment.families
        return True
    families = runs.next_families(adjustment, after=job.cursor["after"], count=simulating.CHUNK)
    if families:
        simulating.families(adjustment, families)
        job.cursor, job.done = {"after": families[-1]}, job.done + len(families)
        job.total = max(job.total, job.done)
        return True
    if adjustment.seen != runs.families(adjustment) or adjustment.seen != adjustment.families:  # families came or went meanwhile
        job.cursor = {}
        return True
    simulating.finish(adjustment, at=at)
    return False


def abandon(job, *, at):
    """Cancelled: back to the proposal, nothing computed stays."""
    simulating.undo(_locked(job))


def _locked(job):
    return Adjustment.objects.select_for_update(of=("self",)).select_related("citation").get(pk=job.parameters["adjustment"])
