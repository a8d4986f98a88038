"""What was taken out is noted."""
from django.db import transaction

from audits import journal


def record_list_export(*, rows, filters, by, at):
    """Somebody took the list of changes out as a workbook."""
    with transaction.atomic():
        journal.record("change_list.exported", by=by, at=at, after={"rows": rows, "filters": filters})
