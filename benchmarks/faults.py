"""A county is computed while workers are killed, PostgreSQL is killed, the broker forgets everything and each bell is heard five times.

    python3 dev.py bench faults            (PEOPLE=40000, WORKER_KILLS=100, POSTGRES_KILLS=3; a flush every FLUSH_SECONDS=10)

Real worker, real beat, a PostgreSQL and a Valkey of its own, gone afterwards. The same schemes and months are computed once undisturbed;
then again and again until every fault has happened, and each time the lines have to be the same. At last its publication is killed in the middle,
once by killing the publisher and once PostgreSQL: it has to leave all or nothing. A resumption is late by the seconds from the end of
the dead worker's lease (or until a worker and the database are there again, whichever is last) until a worker has the job. The last line is JSON.
"""
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import _database as database
from devtools import services
from devtools.paths import ROOT
from devtools.processes import Child, NotReady, wait_until

PEOPLE = int(os.environ.get("PEOPLE", "40000"))
WORKER_KILLS = int(os.environ.get("WORKER_KILLS", "100"))
POSTGRES_KILLS = int(os.environ.get("POSTGRES_KILLS", "3"))
FLUSH_SECONDS = float(os.environ.get("FLUSH_SECONDS", "10"))
DELIVERIES = 5
STEPS = 20  # chunks of a run: small enough that a kill finds it in the middle
COUNTY = "370303000000"
WINDOW = {"since": date(2025, 1, 1), "until": date(2026, 1, 1)}
SECONDS = 120  # a machine that is busy with other things still answers within

_WORKER = """
import pathlib, sys
import django
django.setup()
from celery import signals
from benefits.runs.commands import computing
computing.CHUNK = int(sys.argv[1])
from config.celery import app

@signals.worker_ready.connect(weak=False)
def say_so(**_):
    pathlib.Path(sys.argv[2]).touch()

app.worker_main(["--quiet", "worker", "--concurrency", "2", "--without-mingle", "--without-gossip"])
"""


def main():
    """Everything in a process that has seen no other database."""
    if "disturbed" not in sys.argv:
        sys.exit(subprocess.run([sys.executable, "-m", "benchmarks.faults", "disturbed"], cwd=ROOT).returncode)
    with database.filled(PEOPLE) as (cluster, valkey), contextlib.ExitStack() as running:
        # What is committed survives a kill, as on a county's server; only a power cut would need the disk to be waited for.
        cluster.psql("-c", f"ALTER DATABASE {services.DATABASE} SET synchronous_commit = on")
        import django

        django.setup()
        print(json.dumps(Disturbed(cluster, valkey, running).told()))


class Disturbed:
    """A county's run and what happens to it."""

    def __init__(self, cluster, valkey, running):
        self.cluster, self.valkey, self.random = cluster, valkey, random.Random(7)
        self.plan = ["worker"] * WORKER_KILLS
        for number in range(POSTGRES_KILLS):
            self.plan.insert((number + 1) * len(self.plan) // (POSTGRES_KILLS + 1), "postgres")
        self.happened, self.late, self.flushes = [], [], 0
        self.preparer = self._opened()
        self.chunk = max(1, self._families() // STEPS)
        self.worker = self.beat = None
        running.callback(self._stop)

    def told(self):
        """The figures; whatever differs from the undisturbed run is told too."""
        begun = time.monotonic()
        self.beat = self._child("beat", "-m", "celery", "--app", "config", "--quiet", "beat", "--pidfile", "")
        self._start_worker()
        undisturbed = self._prepare()
        self._wait(undisturbed, lambda now: False, what="the end of the undisturbed run")
        expected = self._found(undisturbed)
        over = threading.Event()
        flushing = threading.Thread(target=self._flush, args=(over,))
        flushing.start()
        found = []
        try:
            while self.plan:
                found.append(self._computed_in_spite_of_it())
        finally:
            over.set()
            flushing.join()
        from benchmarks import _publication as publication

        published = publication.disturbed(
            undisturbed, cluster=self.cluster, inside=_inside, kill_postgres=self._kill_postgres, seconds=SECONDS
        )
        return published | {
            "families": self._families(),
            "lines": len(expected["lines"]),
            "runs": len(found),
            "worker_kills": self.happened.count("worker"),
            "postgres_kills": self.happened.count("postgres"),
            "flushes": self.flushes,
            "deliveries": DELIVERIES,
            "same_hash": all(each["hash"] == expected["hash"] for each in found),
            "lines_lost": sum(len(set(expected["lines"]) - set(each["lines"])) for each in found),
            "lines_twice": sum(len(each["lines"]) - len(set(each["lines"])) for each in found),
            "latest_resumption_seconds": round(max(self.late), 1),
            "seconds": round(time.monotonic() - begun),
        }

    def _computed_in_spite_of_it(self):
        from audits.jobs import commands as jobs

        run = self._prepare()
        for _again in range(DELIVERIES - 1):
            jobs.ring(run.job_id)
        while self.plan and self._is_under_way(run):
            fault = self.plan.pop(0)
            before = self._job(run)
            time.sleep(self.random.uniform(0, 0.3))  # somewhere in a step
            getattr(self, f"_kill_{fault}")()
            self.happened.append(fault)
            ready, job = datetime.now(UTC), self._job(run)
            if job.is_open:
                self._wait(run, lambda now, since=job.pace_since: now.pace_since != since, what="a worker to go on")
                self.late.append((self._job(run).pace_since - max(ready, job.lease_until or ready)).total_seconds())
            self._wait(run, lambda now, done=before.done: now.done > done, what="progress")
        self._wait(run, lambda now: False, what="the end of the run")
        return self._found(run)

    def _is_under_way(self, run):
        """Once a worker has it and has done something."""
        self._wait(run, lambda now: now.done > 0, what="the first families")
        return self._job(run).is_open

    def _wait(self, run, seen, *, what):
        def ready():
            job = self._job(run)
            return seen(job) or not job.is_open

        wait_until(ready, seconds=SECONDS, what=what)
        job = self._job(run)
        if job.state in (job.State.FAILED, job.State.CANCELLED):
            raise SystemExit(f"the job ended as {job.state}: {job.error}")

    def _kill_worker(self):
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait_stopped(5)
        self._start_worker()

    def _kill_postgres(self):
        """The postmaster alone, as somebody with kill -9 would; its children notice by themselves."""
        from django.db import connection

        os.kill(self.cluster.child.pid, signal.SIGKILL)
        self.cluster.child.wait_stopped(5)
        connection.close()
        port = self.cluster.port
        wait_until(self._starts, seconds=SECONDS, what="PostgreSQL after its death")
        if self.cluster.port != port:
            raise SystemExit(f"PostgreSQL came back on port {self.cluster.port}, not on {port}")

    def _starts(self):
        """False while children of the dead postmaster still hold its memory."""
        try:
            self.cluster.start()
        except NotReady:
            return False
        return True

    def _flush(self, over):
        import redis

        broker = redis.Redis.from_url(self.valkey.url())
        while not over.wait(FLUSH_SECONDS):
            broker.flushall()
            self.flushes += 1

    def _start_worker(self):
        """Listening when this returns."""
        ready = Path(os.environ["LIDAO_DATA_DIR"], "worker-is-ready")
        ready.unlink(missing_ok=True)
        self.worker = self._child("worker", "-c", _WORKER, str(self.chunk), str(ready))
        wait_until(ready.exists, seconds=SECONDS, what="the worker", child=self.worker)

    def _child(self, name, *arguments):
        env = os.environ | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
        return Child(name, [sys.executable, *arguments], env=env, cwd=ROOT, log=f"{os.environ['LIDAO_DATA_DIR']}/{name}.log")

    def _stop(self):
        for child in filter(None, (self.worker, self.beat)):
            child.stop(10)

    def _opened(self):
        """The county's preparer, the ledger of every scheme open."""
        from accounts.models import Post
        from accounts.roles import Role
        from benefits import wording
        from benefits.runs import commands

        with _inside():
            preparer = Post.objects.filter(role=Role.COUNTY_PREPARER, jurisdiction_id=COUNTY).first()
            for scheme in wording.ledger_titles():
                commands.open_ledger(scheme=scheme, since=WINDOW["since"], by=preparer, at=datetime.now(UTC))
        return preparer

    def _families(self):
        from households.models import Household

        with _inside():
            return Household.objects.count()

    def _prepare(self):
        from benefits import wording
        from benefits.runs import commands

        with _inside():
            return commands.prepare_run(
                key=uuid.uuid4(), schemes=sorted(wording.ledger_titles()), **WINDOW, by=self.preparer, at=datetime.now(UTC)
            )

    def _job(self, run):
        from audits.models import Job

        with _inside():
            return Job.objects.get(pk=run.job_id)

    def _found(self, run):
        """The hash the approver would sign, and the lines."""
        from benefits.models import Run, RunLine

        with _inside():
            lines = RunLine.objects.filter(run=run).values_list("beneficiary", "scheme", "since", "until", "component", "due_fen", "booked_fen")
            return {"hash": Run.objects.get(pk=run.pk).lines_hash, "lines": list(lines)}


@contextlib.contextmanager
def _inside():
    """One transaction that sees the county."""
    from django.db import transaction

    from accounts import scope

    with transaction.atomic(), scope.entered(COUNTY):
        yield


if __name__ == "__main__":
    main()
