"""The job that makes one notice: print, sign, seal."""
from benefits.models import RecoveryNotice
from benefits.recovery import commands, telling
from benefits.rosters import making


def step(job, *, at):
    """Make the notice unless it is sealed already; one step is the whole job."""
    notice = RecoveryNotice.objects.select_related("recovery", "issued_by").get(pk=job.parameters["notice"])
    if notice.seal_id is None:
        code, pdf = making.made(_drawn, row=notice, event="recovery_notice.sealed", at=at)
        commands.seal_notice(notice_id=notice.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _drawn(notice):
    from benefits.rosters import overpayments, roster

    printed = telling.printed(notice, roster, overpayments)
    return printed, overpayments.render(printed)
