"""What was taken out of the system is noted."""
from django.db import transaction

from audits import journal


def record_export(*, run, rows, by, at):
    """Somebody took the run's differences out as a workbook."""
    with transaction.atomic():
        journal.record("payout_run.exported", by=by, at=at, subject=run, after={"rows": rows})
