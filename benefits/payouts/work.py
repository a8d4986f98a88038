"""The job that drafts a payout run: some beneficiaries a step, then the comparison."""
from django.utils import timezone

from benefits.models import PayoutRun
from benefits.payouts import collecting, commands
from benefits.payouts.commands import approval

CHUNK = 1000


def step(job, *, at):
    """Collect the next beneficiaries, or close the draft. True when there is more."""
    run, on = PayoutRun.objects.select_related("previous").get(pk=job.parameters["run"]), timezone.localdate(at)
    chosen = collecting.beneficiaries(run, after=job.cursor.get("after", ""), count=CHUNK)
    if not chosen:
        commands.finish_draft(run_id=run.pk, by=job.by, at=at, on=on)
        return False
    commands.collect_beneficiaries(run_id=run.pk, chosen=chosen, on=on)
    job.cursor = {"after": chosen[-1]}
    job.done += len(chosen)
    job.total = max(job.total, job.done)
    return True


def abandon(job, *, at):
    """Cancelled: the run is discarded, its keys are free again."""
    approval.discard(PayoutRun.objects.select_for_update().get(pk=job.parameters["run"]))
