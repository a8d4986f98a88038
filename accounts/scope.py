"""The scope of a transaction: which rows of which places the database shows.

Every table with a person's data has a row-level policy `division_code >= lidao.lo AND division_code < lidao.hi`
(accounts.rls). This module is the only one that sets the two bounds, always for one transaction.
"""
from contextlib import contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus

EVERYWHERE = "000000000000"
_SHOWN = "SELECT coalesce(current_setting('lidao.lo', true), '') AS lo, coalesce(current_setting('lidao.hi', true), '') AS hi"
_TO_SHOW = "set_config('lidao.lo', %s, true), set_config('lidao.hi', %s, true)"


def prefix(code):
    """The digits of a 12-digit division code that name the place: 370303000000 -> 370303, the nation -> ""."""
    for digits in (0, 2, 4, 6, 9):
        if code[digits:].strip("0") == "":
            return code[:digits]
    return code


def bounds(code):
    """(first code inside, first code after) of a place, for byte-wise comparison."""
    head = prefix(code)
    return (head, head[:-1] + chr(ord(head[-1]) + 1)) if head else ("0", "~")


@contextmanager
def entered(code):
    """Show and accept rows of the place `code` until the block ends; then what was shown before.

    Only inside a transaction: the bounds are gone with it, so a used connection shows nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("scope.entered needs a transaction: wrap it in transaction.atomic()")
    before = _set(*bounds(code))
    try:
        yield
    finally:
        if not (connection.needs_rollback or _is_broken()):  # what is rolled back puts the old bounds back itself
            _set(*before)


def current():
    """(lo, hi) as the database has them now; two empty strings show nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN)
        return cursor.fetchone()


def _is_broken():
    """A statement failed and nothing but a rollback is accepted: asking for more would hide the first error."""
    return connection.connection.info.transaction_status == TransactionStatus.INERROR


def _set(low, high):
    """The bounds that were there before; one question, for every page and command asks it."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH shown AS MATERIALIZED ({_SHOWN}) SELECT shown.*, {_TO_SHOW} FROM shown", [low, high])
        return cursor.fetchone()[:2]


def within(queryset, code, field="division_code"):
    """The same range as a plain condition, so that plans and readers see it too."""
    low, high = bounds(code)
    return queryset.filter(**{f"{field}__gte": low, f"{field}__lt": high})
