"""The job that drafts a payout run: one township a step, then the comparison."""
from django.utils import timezone

from benefits.models import PayoutRun
from benefits.payouts import commands
from benefits.payouts.commands import approval


def step(job, *, at):
    """Collect the next township, or close the draft. True when there is more."""
    run_id, townships = job.parameters["run"], job.parameters["townships"]
    on = timezone.localdate(at)
    if job.done < len(townships):
        commands.collect_township(run_id=run_id, township=townships[job.done], on=on)
        job.done += 1
        return True
    commands.finish_draft(run_id=run_id, by=job.by, at=at, on=on)
    job.done += 1
    return False


def abandon(job, *, at):
    """Cancelled: the run is discarded, its keys are free again."""
    approval.discard(PayoutRun.objects.select_for_update().get(pk=job.parameters["run"]))
