"""The job that makes one announcement: print, sign, seal."""
from benefits.adjustments import papers
from benefits.adjustments.commands import announcing
from benefits.models import AdjustmentPaper
from benefits.rosters import making


def step(job, *, at):
    """Make the paper unless it is sealed already; one step is the whole job."""
    row = AdjustmentPaper.objects.select_related("adjustment__citation").get(pk=job.parameters["paper"])
    if row.seal_id is None:
        code, pdf = making.made(_drawn, row=row, event="adjustment_paper.sealed", at=at)
        announcing.seal_paper(paper_id=row.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _drawn(row):
    from benefits.rosters import roster, standards

    printed = papers.printed(row, roster, standards)
    return printed, standards.render(printed)
