"""A paper printed and signed by a job, or the sentence that says why it is not."""
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _


def made(draw, *, row, event, at):
    """(code, signed bytes) of a paper; `draw` gives (printed, its unsigned bytes) and may import what needs Pango.

    NotAllowed with a sentence, as `event` about `row`, when the paper must not or cannot be made.
    """
    try:
        from benefits.rosters import coverage, payout, roster, signing
    except OSError:  # Pango is not on this machine
        sentence = _("本机缺少排版组件，不能制作清册。请系统管理员运行 %(command)s，再点“重新制作”。")
        command = "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise NotAllowed(sentence % {"command": command}, event=event, subject=row) from None
    try:
        printed, pdf = draw(row)
        return printed.code, signing.sign(pdf, at=at)
    except (coverage.MissingGlyph, payout.WrongSum, roster.Unmasked) as refusal:
        raise NotAllowed(refusal.sentence, event=event, subject=row) from refusal
