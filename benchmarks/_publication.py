"""A run is published while its publisher is killed, and while PostgreSQL is: the first book has all of it or nothing."""
import contextlib
import multiprocessing
from datetime import UTC, datetime

import psycopg
from django.db import Error, connection

from accounts.models import Post
from accounts.roles import Role
from benefits.models import EntitlementLine, Run, RunLine
from benefits.runs import commands
from devtools import services, state
from devtools.postgres import SUPERUSER
from devtools.processes import wait_until

_LAST_WRITTEN = "benefits_reconciliation"  # by then the entitlements, their lines, claims and uses are written
_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass)"


def disturbed(run, *, cluster, inside, kill_postgres, seconds):
    """What became of a computed run: publications killed in the middle, how many of them left something behind, and its lines at last."""
    reviewer = _approved(run, inside)
    faults = {"publisher": lambda publisher: publisher.kill(), "postgres": lambda publisher: kill_postgres()}
    left = 0
    for fault, kill in faults.items():
        connection.close()  # a forked process must not speak on it
        publisher = multiprocessing.get_context("fork").Process(target=_publish, args=(run.pk, reviewer, inside))
        with contextlib.closing(_held(cluster)) as superuser:
            publisher.start()
            wait_until(lambda: _one(superuser, _WAITS, [_LAST_WRITTEN]), seconds=seconds, what="the publication to be half written")
            kill(publisher)
        publisher.join(seconds)
        if fault == "publisher":  # its server process hears of the death when it wants to answer
            wait_until(lambda: not _is_locked(cluster), seconds=seconds, what="the end of the dead publisher's transaction")
        left += _told(run, inside) != ("approved", 0)
    _publish(run.pk, reviewer, inside)
    published, lines = _told(run, inside)
    with inside():
        differences = RunLine.objects.filter(run=run).exclude(due_fen=0, booked_fen=0).count()
    return {"publications_killed": len(faults), "half_published": left, "published_at_last": published == "published" and lines == differences > 0}


def _approved(run, inside):
    with inside():
        reviewer = Post.objects.filter(role=Role.COUNTY_REVIEWER, jurisdiction_id=run.division_code).first()
        commands.approve_run(run_id=run.pk, lines_hash=Run.objects.get(pk=run.pk).lines_hash, by=reviewer, at=datetime.now(UTC))
    return reviewer


def _publish(run_id, reviewer, inside):
    try:
        with inside():
            commands.publish_run(run_id=run_id, by=reviewer, at=datetime.now(UTC))
    except Error:
        connection.close()  # PostgreSQL died meanwhile


def _told(run, inside):
    with inside():
        return Run.objects.get(pk=run.pk).state, EntitlementLine.objects.filter(run=run).count()


def _held(cluster):
    """A superuser's transaction that keeps everybody from the last table of a publication."""
    superuser = _superuser(cluster)
    superuser.execute(f"LOCK TABLE {_LAST_WRITTEN} IN EXCLUSIVE MODE")
    return superuser


def _is_locked(cluster):
    with _superuser(cluster) as superuser:
        return _one(superuser, "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = %s::regclass AND pid <> pg_backend_pid())", [_LAST_WRITTEN])


def _superuser(cluster):
    return psycopg.connect(cluster.url(SUPERUSER, state.read()["superuser_password"], services.DATABASE))


def _one(superuser, query, parameters):
    return superuser.execute(query, parameters).fetchone()[0]
