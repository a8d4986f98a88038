"""The job that makes one notice: print, sign, seal."""
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from benefits.models import RecoveryNotice
from benefits.recovery import commands, telling


def step(job, *, at):
    """Make the notice unless it is sealed already; one step is the whole job."""
    notice = RecoveryNotice.objects.select_related("recovery", "issued_by").get(pk=job.parameters["notice"])
    if notice.seal_id is None:
        code, pdf = _made(notice, at)
        commands.seal_notice(notice_id=notice.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _made(notice, at):
    """(code, signed bytes); NotAllowed with a sentence when the paper must not or cannot be made."""
    try:
        from benefits.rosters import coverage, overpayments, roster, signing
    except OSError:  # Pango is not on this machine
        sentence = _("本机缺少排版组件，不能制作清册。请系统管理员运行 %(command)s，再点“重新制作”。")
        command = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise NotAllowed(sentence % {"command": command}, event="recovery_notice.sealed", subject=notice) from None
    try:
        printed = telling.printed(notice, roster, overpayments)
        return printed.code, signing.sign(overpayments.render(printed), at=at)
    except (coverage.MissingGlyph, roster.Unmasked) as refusal:
        raise NotAllowed(refusal.sentence, event="recovery_notice.sealed", subject=notice) from refusal
