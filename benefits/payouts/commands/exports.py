"""What was taken out of the system is noted."""
from django.db import transaction

from audits import journal


def record_export(*, run, rows, by, at):
    """Somebody took a run's differences out as a workbook."""
    with transaction.atomic():
        journal.record("payout_run.exported", by=by, at=at, subject=run, after={"rows": rows})


def record_list_export(*, what, rows, filters, by, at):
    """Somebody took a list out as a workbook: which, how many rows, how it was filtered."""
    with transaction.atomic():
        journal.record(f"{what}.exported", by=by, at=at, after={"rows": rows, "filters": filters})
