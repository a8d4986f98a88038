from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.roles import Role
from audits import commands, queries, sheets
from audits.journal import blocks

READERS = frozenset({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR})
MOST_ROWS = 20_000


@require_GET
@requires_post(READERS)
def journal_page(request):
    """The journal of the post's place: who did what, when, with what outcome; sealed or still to be."""
    chosen = request.GET.dict()
    last_block, head = blocks.head()
    context = {"page": queries.page(chosen), "chosen": chosen, "nouns": queries.nouns(), "last_block": last_block, "head": head}
    return render(request, "audits/journal.html", context)


@require_POST
@requires_post(READERS)
def export(request):
    chosen = {name: value for name, value in request.GET.dict().items() if name in queries.FILTERS and value}
    content, rows = sheets.of_events(queries.events(chosen)[:MOST_ROWS])
    commands.record_export(rows=rows, filters=chosen, by=request.post, at=timezone.now())
    return workbooks.attachment(content, "journal.xlsx")
