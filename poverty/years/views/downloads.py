"""Lists handed out as workbooks, each on record."""
from urllib.parse import urlencode as encoded

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from households.queries import workbook
from poverty.years import commands

__all__ = ["attachment", "encoded", "of_list"]


def of_list(request, what, content, rows, **about):
    """The workbook as an attachment, the event named after `what`; `about` says of which object it is."""
    chosen = {name: value for name, value in request.GET.items() if value} | about
    commands.record_export(what=what, rows=rows, filters=chosen, by=request.post, at=timezone.now())
    return attachment(f"{what}-{timezone.localdate():%Y%m%d}.xlsx", content)


def attachment(name, content):
    """A workbook, to be saved under a name."""
    return HttpResponse(content, content_type=workbook.MEDIA_TYPE, headers={"Content-Disposition": content_disposition_header(True, name)})
