from django.db import transaction

from audits import journal


def record_export(*, rows, filters, by, at):
    """Somebody took the journal away as a workbook."""
    with transaction.atomic():
        journal.record("journal.exported", by=by, at=at, after={"rows": rows, "filters": filters})
