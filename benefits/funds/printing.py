"""The job that makes one receipt: print, sign, seal."""
from benefits.funds import commands, receipts
from benefits.models import FundReceipt
from benefits.rosters import making


def step(job, *, at):
    """Make the receipt unless it is sealed already; one step is the whole job."""
    receipt = FundReceipt.objects.select_related("grant__fund", "grant__proposed_by", "grant__decided_by").get(pk=job.parameters["receipt"])
    if receipt.seal_id is None:
        code, pdf = making.made(_drawn, row=receipt, event="fund_receipt.sealed", at=at)
        commands.seal_receipt(receipt_id=receipt.pk, pdf=pdf, code=code, by=job.by, at=at)
    job.done = 1
    return False


def _drawn(receipt):
    from benefits.rosters import receipts as papers
    from benefits.rosters import roster

    printed = receipts.printed(receipt, roster, papers)
    return printed, papers.render(printed)
