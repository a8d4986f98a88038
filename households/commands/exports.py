"""Lists that leave the house."""
from django.db import transaction

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.queries import workbook


def export_households(*, filters, by, at):
    """The bytes of the filtered list as a workbook; one event says what was filtered and how many rows left."""
    event = "households.exported"
    content, count = workbook.of_households(by, filters)
    if count > workbook.MOST_ROWS:
        raise NotAllowed(_("一次最多导出 20,000 户，请先按乡镇或类型筛选，再导出。"), event=event)
    with transaction.atomic():
        said = {"place": filters.place, "kind": filters.kind, "missing": filters.missing, "searched": bool(filters.search)}
        journal.record(event, by=by, at=at, after={**said, "rows": count})
    return content
