"""The two things that ever happen to a recorded fact: it is withdrawn, and it is recorded again with something changed."""
import uuid
from copy import copy

from django.db.models.base import ModelState

from accounts import crypto
from households.models import Account


def withdraw(row, *, by, at, why):
    """The row no longer holds; it stays readable with who, when and why."""
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by, why
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def record_again(row, *, by, at, **changes):
    """The same row as a new one with `changes`; a sealed number is sealed for the new row."""
    again = copy(row)
    again.pk, again._state = None, ModelState()
    again.withdrawn_at, again.withdrawn_by, again.withdrawn_why = None, None, ""
    again.recorded_at, again.recorded_by = at, by
    for name, value in changes.items():
        setattr(again, name, value)
    if isinstance(row, Account):
        again.key = uuid.uuid4()
        again.number_sealed = crypto.seal(row.number(), about=again.key)
    again.save(force_insert=True)
    return again
