"""Locks of a county, for one transaction. Locks are taken in one order: county, run, person, account.

Whoever changes facts holds the county shared; whoever fixes a watermark or publishes holds it alone, so no change
is under way while it is decided which families a run has seen. Policy files speak for every county: who loads them
holds them all.
"""
from django.db import connection

_CLASS = 0x4C44  # keeps these locks apart from others
_EVERY = 0  # held shared beside each county's own, so that all of them are one lock


def shared(county_code):
    _lock("pg_advisory_xact_lock_shared", county_code)


def exclusive(county_code):
    _lock("pg_advisory_xact_lock", county_code)


def every_county():
    """Waits until nobody changes, computes or publishes anywhere, and keeps everybody waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CLASS, _EVERY])


def _lock(function, county_code):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock_shared(%s, %s), {function}(%s, %s)", [_CLASS, _EVERY, _CLASS, int(county_code[:6])])
