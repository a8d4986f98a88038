"""Workbooks handed out as downloads, each on record."""
from django.utils import timezone

from accounts import workbooks
from benefits.payouts import commands


def of_list(request, what, made):
    """A list as a workbook (content, rows), the event named after `what` (payout_list, overpaid_list, …)."""
    content, rows = made
    chosen = {name: value for name, value in request.GET.items() if value}
    commands.record_list_export(what=what, rows=rows, filters=chosen, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{what}-{timezone.localdate():%Y%m%d}.xlsx")
