"""Lists handed out as workbooks, on record."""
from django.db import transaction

from audits import journal


def record_export(*, what, rows, filters, by, at, subject=None):
    """Somebody took a list of projects, of a ranking or of grants out as a workbook."""
    with transaction.atomic():
        journal.record(f"{what}.exported", by=by, at=at, subject=subject, after={"rows": rows, "filters": filters})
