"""The job that makes one roster: print, sign, seal."""
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from benefits.models import Roster
from benefits.rosters import commands


def step(job, *, at):
    """Make the roster unless it is sealed already; one step is the whole job."""
    row = Roster.objects.select_related("run", "run__replaces").get(pk=job.parameters["roster"])
    if row.seal_id is None:
        code, pdf = _made(row, at)
        commands.seal_roster(roster_id=row.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _made(row, at):
    """(code, signed bytes); NotAllowed with a sentence when the paper must not or cannot be made."""
    try:
        from benefits.rosters import coverage, frozen, payout, roster, signing
    except OSError:  # Pango is not on this machine
        sentence = _("本机缺少排版组件，不能制作清册。请系统管理员运行 %(command)s，再点“重新制作”。")
        command = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise NotAllowed(sentence % {"command": command}, event="roster.sealed", subject=row) from None
    try:
        printed = frozen.roster(row)
        return printed.code, signing.sign(payout.render(printed), at=at)
    except (coverage.MissingGlyph, payout.WrongSum, roster.Unmasked) as refusal:
        raise NotAllowed(refusal.sentence, event="roster.sealed", subject=row) from refusal
