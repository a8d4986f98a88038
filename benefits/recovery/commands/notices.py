"""Writes of notices to families: issued as the case stands, sealed once by a job, handed out with a trace."""
from django.db import transaction
from django.urls import reverse

from accounts import moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from audits.models import Job
from benefits.models import Recovery, RecoveryNotice
from benefits.recovery import telling
from benefits.recovery.commands.plans import locked
from benefits.recovery.states import PROPOSES
from benefits.rosters import keeping

WORK = "benefits.recovery.printing"


def issue_notice(*, recovery_id, by, at):
    """What the family is told, as the case stands now; issued again only when something has changed since."""
    event = "recovery_notice.issued"
    moves.require(by, PROPOSES, event)
    with transaction.atomic():
        case = locked(recovery_id, event, by)
        if case.state != Recovery.State.OPEN:
            raise NotAllowed(_("这个案件已结，没有尚未追回的金额。"), event=event, subject=case)
        content = telling.content(case)
        last = case.notices.first()
        if last and last.content == content:
            return last
        notice = RecoveryNotice.objects.create(
            recovery=case, division_code=case.division_code, number=f"{case.number}-G{case.notices.count() + 1}", title=telling.title(case),
            content=content, lines=len(content["periods"]), total_fen=sum(row["open_fen"] for row in content["periods"]), issued_by=by.user,
            issued_at=at,
        )  # fmt: skip
        _enqueue(notice, key=f"recovery-notice:{notice.pk}", by=by, at=at)
        journal.record(event, by=by, at=at, subject=notice, after={"number": notice.number, "open_fen": notice.total_fen})
    return notice


def seal_notice(*, notice_id, pdf, code, by, at):
    """Keep the signed bytes for good."""
    with transaction.atomic():
        notice = RecoveryNotice.objects.select_for_update().get(pk=notice_id)
        keeping.seal(notice, pdf=pdf, code=code, event="recovery_notice.sealed", by=by, at=at)
    return notice


def make_notice_again(*, notice_id, by, at):
    """Try a notice again whose making stopped, once its cause is put right."""
    event = "recovery_notice.requested"
    moves.require(by, PROPOSES, event)
    with transaction.atomic():
        notice = RecoveryNotice.objects.select_for_update(of=("self",)).select_related("job", "recovery").get(pk=notice_id)
        if notice.seal_id or (notice.job and notice.job.is_open):
            raise NotAllowed(_("%(number)s 已封存或正在制作，不用重新制作。") % {"number": notice.number}, event=event, subject=notice)
        attempts = Job.objects.filter(key__startswith=f"recovery-notice:{notice.pk}").count()
        _enqueue(notice, key=f"recovery-notice:{notice.pk}:{attempts + 1}", by=by, at=at)
        journal.record(event, by=by, at=at, subject=notice, after={"number": notice.number, "attempt": attempts + 1})
    return notice


def download_notice(*, notice_id, by, at):
    """The sealed bytes, with a note of who took them."""
    with transaction.atomic():
        notice = RecoveryNotice.objects.select_related("seal").get(pk=notice_id)
        keeping.hand_out(notice, event="recovery_notice.downloaded", by=by, at=at)
    return notice


def _enqueue(notice, *, key, by, at):
    notice.job = jobs.enqueue(
        kind=WORK, title=stored.kept("制作 %(number)s", number=notice.number), key=key, by=by, at=at, parameters={"notice": notice.pk}, total=1,
        division_code=by.county_code, page=reverse("benefits:recovery", args=[notice.recovery_id]),
    )  # fmt: skip
    notice.save(update_fields=["job"])
