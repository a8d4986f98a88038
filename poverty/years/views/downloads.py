"""Lists handed out as workbooks, each on record."""
from urllib.parse import urlencode as encoded

from django.utils import timezone

from accounts import workbooks
from poverty.years import commands

__all__ = ["encoded", "of_list"]


def of_list(request, what, content, rows, **about):
    """The workbook as an attachment, the event named after `what`; `about` says of which object it is."""
    chosen = {name: value for name, value in request.GET.items() if value} | about
    commands.record_export(what=what, rows=rows, filters=chosen, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{what}-{timezone.localdate():%Y%m%d}.xlsx")
