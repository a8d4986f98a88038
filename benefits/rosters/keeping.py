"""A paper kept for good: its signed bytes sealed once, and handed out with a trace. The row has number, code, seal and sealed_at."""
import hashlib
import uuid

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.models import Download, Seal


def seal(row, *, pdf, code, event, by, at, **told):
    """Keep the signed bytes with the code printed on them, in the caller's transaction; `told` goes into the journal."""
    sha256 = hashlib.sha256(pdf).digest()
    row.seal = Seal.objects.create(
        id=uuid.uuid4(), division_code=row.division_code, name=f"{row.number}.pdf", media_type="application/pdf", content=pdf, sha256=sha256,
        size=len(pdf), made_at=at, made_by=by.user,
    )  # fmt: skip
    row.code, row.sealed_at = code, at
    row.save()
    after = {"number": row.number, "sha256": sha256.hex()} | told
    journal.record(event, by=by, at=at, subject=row, after=after, division_code=row.division_code)


def hand_out(row, *, event, by, at):
    """Note who takes the sealed bytes of a paper, in the caller's transaction; refused while there are none."""
    if row.seal is None:
        raise NotAllowed(_("%(number)s 还没有制作完成，请稍后再下载。") % {"number": row.number}, event=event, subject=row)
    Download.objects.create(seal=row.seal, division_code=row.division_code, user=by.user, post_id=by.pk, at=at)
    after = {"number": row.number, "sha256": bytes(row.seal.sha256).hex()}
    journal.record(event, by=by, at=at, subject=row, after=after, division_code=row.division_code)
