"""Writes of rosters: planned when a run is signed, sealed once by a job, handed out with a trace."""
from django.db import transaction
from django.urls import reverse

from accounts import stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from audits.models import Job
from benefits.models import Payout, Roster
from benefits.rosters import keeping, naming

WORK = "benefits.rosters.work"
MOST_LINES = 2000  # of one paper; a bigger run is split by township, a bigger township into volumes


def plan(run, *, by, at):
    """The rosters of a run just signed, each with its job, in the transaction of the signature."""
    approved = run.payouts.filter(state=Payout.State.APPROVED).order_by("line_no")
    lines = list(approved.values_list("line_no", "division_code", "person_id", "amount_fen"))
    for number, (place, volume) in enumerate(_volumes(run.division_code, lines), 1):
        roster = Roster.objects.create(
            run=run,
            division_code=place,
            number=f"{run.number}-{number:02d}",
            version=run.version,
            title=naming.title(run),
            first_line=volume[0][0],
            last_line=volume[-1][0],
            lines=len(volume),
            people=len({person for _, _, person, _ in volume}),
            total_fen=sum(amount for _, _, _, amount in volume),
        )
        _enqueue(roster, key=f"roster:{roster.pk}", by=by, at=at)


def seal_roster(*, roster_id, pdf, code, by, at):
    """Keep the signed bytes of a roster for good, with the code printed on it."""
    with transaction.atomic():
        roster = Roster.objects.select_for_update().get(pk=roster_id)
        if roster.seal_id:
            raise NotAllowed(_("清册 %(number)s 已经封存，不再制作。") % {"number": roster.number}, event="roster.sealed", subject=roster)
        keeping.seal(roster, pdf=pdf, code=code, event="roster.sealed", by=by, at=at, lines=roster.lines, total_fen=roster.total_fen)
    return roster


def make_roster_again(*, roster_id, by, at):
    """Try a roster again whose making stopped, once its cause is put right."""
    with transaction.atomic():
        roster = Roster.objects.select_for_update(of=("self",)).select_related("job", "run").get(pk=roster_id)
        if roster.seal_id or (roster.job and roster.job.is_open):
            sentence = _("清册 %(number)s 已封存或正在制作，不用重新制作。")
            raise NotAllowed(sentence % {"number": roster.number}, event="roster.requested", subject=roster)
        attempts = Job.objects.filter(key__startswith=f"roster:{roster.pk}").count()
        _enqueue(roster, key=f"roster:{roster.pk}:{attempts + 1}", by=by, at=at)
        journal.record("roster.requested", by=by, at=at, subject=roster, after={"number": roster.number, "attempt": attempts + 1})
    return roster


def download_roster(*, roster_id, by, at):
    """The sealed bytes of a roster, with a note of who took them."""
    with transaction.atomic():
        roster = Roster.objects.select_related("seal", "run").get(pk=roster_id)
        if roster.seal is None:
            sentence = _("清册 %(number)s 还没有制作完成，请稍后再下载。")
            raise NotAllowed(sentence % {"number": roster.number}, event="roster.downloaded", subject=roster)
        keeping.hand_out(roster, event="roster.downloaded", by=by, at=at)
    return roster


def _volumes(place, lines):
    """[(place, lines)]: the whole run on one paper while it fits, else township by township, none longer than MOST_LINES."""
    if len(lines) <= MOST_LINES:
        return [(place, lines)]
    townships = {}
    for line in lines:
        townships.setdefault(line[1][:9] + "000", []).append(line)
    return [
        (township, together[start : start + MOST_LINES])
        for township, together in townships.items()
        for start in range(0, len(together), MOST_LINES)
    ]


def _enqueue(roster, *, key, by, at):
    place = Jurisdiction.objects.get(pk=roster.division_code)
    roster.job = jobs.enqueue(
        kind=WORK,
        title=stored.kept("制作清册 %(number)s（%(place)s）", number=roster.number, place=place.name),
        key=key,
        by=by,
        at=at,
        parameters={"roster": roster.pk},
        total=1,
        division_code=roster.division_code,
        page=reverse("benefits:rosters") + f"?run={roster.run_id}",
    )
    roster.save(update_fields=["job"])
