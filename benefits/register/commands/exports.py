"""What was taken out of the register is noted."""
from django.db import transaction

from audits import journal


def record_list_export(*, rows, filters, by, at):
    """Somebody took the list of registrations out as a workbook."""
    with transaction.atomic():
        journal.record("registration_list.exported", by=by, at=at, after={"rows": rows, "filters": filters})


def record_referral_export(*, referral, rows, by, at):
    """Somebody took a department's list out as a workbook."""
    with transaction.atomic():
        journal.record("referral.exported", by=by, at=at, subject=referral, after={"rows": rows})
