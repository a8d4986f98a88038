"""The job that makes one roster: print, sign, seal."""
from benefits.models import Roster
from benefits.rosters import commands, making


def step(job, *, at):
    """Make the roster unless it is sealed already; one step is the whole job."""
    row = Roster.objects.select_related("run", "run__replaces").get(pk=job.parameters["roster"])
    if row.seal_id is None:
        code, pdf = making.made(_drawn, row=row, event="roster.sealed", at=at)
        commands.seal_roster(roster_id=row.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _drawn(row):
    from benefits.rosters import frozen, payout

    printed = frozen.roster(row)
    return printed, payout.render(printed)
