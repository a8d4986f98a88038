"""Writes of announcements: planned when an adjustment is published, sealed once by a job, handed out with a trace."""
from django.db import transaction
from django.urls import reverse

from accounts import stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from audits.models import Job
from benefits.adjustments import papers, queries
from benefits.models import AdjustmentPaper
from benefits.rosters import keeping

WORK = "benefits.adjustments.printing"


def plan(adjustment, *, by, at):
    """The announcement for the county and the lists of its townships, each with its job, in the transaction of the publication."""
    county = Jurisdiction.objects.get(pk=adjustment.division_code)
    standards = adjustment.values.count()
    _add(adjustment, 0, county, papers.title_of_notice(county), lines=standards, people=0, total_fen=0, by=by, at=at)
    changed = queries.announced(adjustment)
    names = Jurisdiction.objects.in_bulk(sorted({row.division_code[:9] + "000" for row in changed}))
    for number, (code, township) in enumerate(sorted(names.items()), 1):
        rows = [row for row in changed if row.division_code[:9] == code[:9]]
        more = sum(row.difference_fen for row in rows)
        title = papers.title_of_list(county, township)
        people = len({row.beneficiary for row in rows})
        _add(adjustment, number, township, title, lines=len(rows), people=people, total_fen=more, by=by, at=at)


def seal_paper(*, paper_id, pdf, code, by, at):
    """Keep the signed bytes for good, with the code printed on them."""
    with transaction.atomic():
        row = AdjustmentPaper.objects.select_for_update().get(pk=paper_id)
        keeping.seal(row, pdf=pdf, code=code, event="adjustment_paper.sealed", by=by, at=at, lines=row.lines)
    return row


def make_paper_again(*, paper_id, by, at):
    """Try an announcement again whose making stopped, once its cause is put right."""
    event = "adjustment_paper.requested"
    with transaction.atomic():
        row = AdjustmentPaper.objects.select_for_update(of=("self",)).select_related("job").get(pk=paper_id)
        if row.seal_id or (row.job and row.job.is_open):
            raise NotAllowed(_("%(number)s 已封存或正在制作，不用重新制作。") % {"number": row.number}, event=event, subject=row)
        attempts = Job.objects.filter(key__startswith=f"adjustment-paper:{row.pk}").count()
        _enqueue(row, key=f"adjustment-paper:{row.pk}:{attempts + 1}", by=by, at=at)
        journal.record(event, by=by, at=at, subject=row, after={"number": row.number, "attempt": attempts + 1})
    return row


def download_paper(*, paper_id, by, at):
    """The sealed bytes, with a note of who took them."""
    with transaction.atomic():
        row = AdjustmentPaper.objects.select_related("seal").get(pk=paper_id)
        keeping.hand_out(row, event="adjustment_paper.downloaded", by=by, at=at)
    return row


def _add(adjustment, number, place, title, *, by, at, **counted):
    row = AdjustmentPaper.objects.create(
        adjustment=adjustment, division_code=place.pk, number=f"{adjustment.number}-{number:02d}", title=title, **counted
    )
    _enqueue(row, key=f"adjustment-paper:{row.pk}", by=by, at=at)


def _enqueue(row, *, key, by, at):
    row.job = jobs.enqueue(
        kind=WORK, title=stored.kept("制作 %(number)s", number=row.number), key=key, by=by, at=at, parameters={"paper": row.pk}, total=1,
        division_code=row.adjustment.division_code, page=reverse("benefits:adjustment", args=[row.adjustment_id]),
    )  # fmt: skip
    row.save(update_fields=["job"])
