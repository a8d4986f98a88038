"""The job that makes one announcement: print, sign, seal."""
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from benefits.adjustments import papers
from benefits.adjustments.commands import announcing
from benefits.models import AdjustmentPaper


def step(job, *, at):
    """Make the paper unless it is sealed already; one step is the whole job."""
    row = AdjustmentPaper.objects.select_related("adjustment__citation").get(pk=job.parameters["paper"])
    if row.seal_id is None:
        code, pdf = _made(row, at)
        announcing.seal_paper(paper_id=row.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _made(row, at):
    """(code, signed bytes); NotAllowed with a sentence when the paper must not or cannot be made."""
    try:
        from benefits.rosters import coverage, roster, signing, standards
    except OSError:  # Pango is not on this machine
        sentence = _("本机缺少排版组件，不能制作清册。请系统管理员运行 %(command)s，再点“重新制作”。")
        command = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise NotAllowed(sentence % {"command": command}, event="adjustment_paper.sealed", subject=row) from None
    try:
        printed = papers.printed(row, roster, standards)
        return printed.code, signing.sign(standards.render(printed), at=at)
    except (coverage.MissingGlyph, roster.Unmasked) as refusal:
        raise NotAllowed(refusal.sentence, event="adjustment_paper.sealed", subject=row) from refusal
