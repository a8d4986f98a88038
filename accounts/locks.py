"""Locks of a county, for one transaction. Locks are taken in one order: county, run, person, account.

Whoever changes facts holds the county shared; whoever fixes a watermark or publishes holds it alone, so no change
is under way while it is decided which families a run has seen.
"""
from django.db import connection

_CLASS = 0x4C44  # keeps these locks apart from others


def shared(county_code):
    _lock("pg_advisory_xact_lock_shared", county_code)


def exclusive(county_code):
    _lock("pg_advisory_xact_lock", county_code)


def _lock(function, county_code):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_CLASS, int(county_code[:6])])
