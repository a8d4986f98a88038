"""A published year computed again: what a raised value costs, that nothing is written where nothing changed, and five years back on two processes.

    python3 dev.py bench recalculation            (PEOPLE=3000 for a short one)

Makes a database of its own with invented people and leaves nothing behind. Publishing is timed from the approved run to the commit: the
differences, the guards, the sums and the journal. It is held against the bytes of the run's lines, copied into a staging table and inserted into
one with the same columns and indexes that nobody guards: what it would cost to write everything anew. And against those of the changed lines
of the book alone. As many are changed once more and published two counties at a time. Pages are asked for over HTTP while both processes compute.
The last line is JSON.
"""
import json
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from benchmarks import _database as database
from benchmarks import rules
from devtools.paths import ROOT
from devtools.processes import Child, free_port, wait_until

PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
OPENED = date(2021, 1, 1)
YEAR = {"since": date(2025, 1, 1), "until": date(2026, 1, 1)}
FIVE_YEARS = {"since": OPENED, "until": YEAR["until"]}
RAISED, UNIT = "rural_reward.rate", "yuan per person per year"


def main():
    """Fill a database, then measure in a process that knows no other."""
    if "measure" in sys.argv:
        import django

        django.setup()
        print(json.dumps(measured()))
        return
    with database.filled(PEOPLE):
        subprocess.run([sys.executable, "-m", "benchmarks.recalculation", "measure"], cwd=ROOT, check=True)


def measured():
    desks = [Desk(county) for county in rules.COUNTIES]
    opened = [desk.open() for desk in desks]
    before = _book()
    unchanged = [desk.again() for desk in desks]
    written = _book() - before
    print(f"nothing changed: {written} rows written, {sum(each['publish'] for each in unchanged):.2f} s")
    _raise(desks, "1080.00", YEAR["since"])
    told = [desk.again() for desk in desks]
    apply, copy, everything = (sum(each[name] for each in told) for name in ("publish", "copy", "copy_all"))
    changed, lines = sum(each["changed"] for each in told), sum(each["lines"] for each in told)
    print(f"{changed:,} of {lines:,} lines changed: published in {apply:.2f} s, all copied in {everything:.3f} s, the changed ones in {copy:.3f} s")
    _raise(desks, "1200.00", date(2025, 7, 1))
    side_by_side = _two_at_a_time(desks)
    print(f"as many changed again, two counties at a time: published in {side_by_side:.2f} s")
    a_line, a_copied = (_slope(opened, unchanged, name) for name in ("publish", "copy"))
    one = _one_process(rules._runs())
    two, worker_mb = rules._two_processes(rules._runs())
    retro, beneficiaries, retro_mb, web = _five_years()
    return {
        "people": PEOPLE,
        "changed_percent": round(100 * changed / lines, 1),
        "apply_seconds_15_percent": round(apply, 2),
        "apply_seconds_two_at_a_time": round(side_by_side, 2),
        "apply_times_copy": round(apply / everything, 1),
        "apply_times_copy_of_changed": round(apply / copy, 1),
        "apply_microseconds_a_new_line": round(a_line, 1),
        "copy_microseconds_a_line": round(a_copied, 1),
        "rows_written_unchanged": written,
        "retro_60_months_100k_seconds": round(retro * 100_000 / beneficiaries, 1),
        "retro_60_months_beneficiaries": beneficiaries,
        "two_workers_times_one": round(one / two, 2),
        "worker_mb": round(max(worker_mb, retro_mb)),
        "web_p95_ms": round(web),
    }


def _raise(desks, yuan, since):
    for desk in desks[:2]:
        desk.raise_a_value(yuan, since)


def _two_at_a_time(desks):
    """Seconds from the first approved run to the last commit; the two counties that changed are not beside each other."""
    runs = [(desk, desk.approved()) for desk in (desks[0], desks[2], desks[1], desks[3])]
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_publish_apart, runs))
    return time.perf_counter() - begun


def _publish_apart(told):
    """In a thread, whose connection ends with it."""
    from django.db import connection

    desk, run = told
    desk.publish(run)
    connection.close()


def _slope(opened, unchanged, name):
    """Microseconds for each line of the first publication, its key included, beyond what the same counties' publication takes when nothing
    changes: without the price of its statements and of going through the run and the book."""
    return sum(first[name] - again[name] for first, again in zip(opened, unchanged, strict=True)) / sum(first["changed"] for first in opened) * 1e6


class Desk:
    """The officials of a county, who compute, approve and publish the year again and again."""

    def __init__(self, county):
        from benefits import wording
        from benefits.sample import posts

        with rules._everywhere():
            self.posts = posts.held()[county]
        self.county, self.schemes = county, sorted(wording.ledger_titles())

    def open(self):
        """Open the ledgers and publish the year; a scheme the county has no figure for is left out and named."""
        from accounts.roles import Role
        from benefits.models import Run
        from benefits.runs import commands

        for scheme in self.schemes:
            with self._inside():
                commands.open_ledger(scheme=scheme, since=OPENED, by=self.posts[Role.COUNTY_PREPARER], at=_now())
        run = self._computed()
        left_out = []
        if run.state == Run.State.BLOCKED:
            with self._inside():
                left_out = sorted(set(run.blockers.values_list("scheme", flat=True)))
                commands.discard_run(run_id=run.pk, reason="缺标准", by=self.posts[Role.COUNTY_PREPARER], at=_now())
            self.schemes = sorted(set(self.schemes) - set(left_out))
            run = self._computed()
        told = self._published(self._approved(run))
        print(f"{self.county}: {told['lines']:,} lines published in {told['publish']:.2f} s; without {', '.join(left_out) or 'nothing'}")
        return told

    def again(self):
        return self._published(self.approved())

    def approved(self):
        """A run of the year, ready to be published."""
        return self._approved(self._computed())

    def publish(self, run):
        from accounts.roles import Role
        from benefits.runs import commands

        with self._inside():
            commands.publish_run(run_id=run.pk, by=self.posts[Role.COUNTY_REVIEWER], at=_now())

    def raise_a_value(self, yuan, since):
        from accounts.roles import Role
        from audits.jobs import engine
        from benefits.policies_table import commands

        with self._inside():
            value = commands.enter_value(
                name=RAISED, value=yuan, unit=UNIT, since=since, until=None, number="样例〔2025〕1 号", title="样例", issuer="样例",
                issued="2025-01-02", clause="样例", by=self.posts[Role.COUNTY_REVIEWER], at=_now(),
            )  # fmt: skip
            simulation = value.simulations.get()
        if simulation.job_id:
            engine.work(simulation.job_id)
        with self._inside():
            commands.confirm_value(value_id=value.pk, simulation_id=simulation.pk, by=self.posts[Role.COUNTY_SIGNER], at=_now())

    def _computed(self):
        from accounts.roles import Role
        from audits.jobs import engine
        from benefits.models import Run
        from benefits.runs import commands

        with self._inside():
            run = commands.prepare_run(key=uuid.uuid4(), schemes=self.schemes, **YEAR, by=self.posts[Role.COUNTY_PREPARER], at=_now())
        engine.work(run.job_id)
        with self._inside():
            return Run.objects.get(pk=run.pk)

    def _approved(self, run):
        from accounts.roles import Role
        from benefits.runs import commands

        with self._inside():
            commands.approve_run(run_id=run.pk, lines_hash=run.lines_hash, by=self.posts[Role.COUNTY_REVIEWER], at=_now())
        return run

    def _published(self, run):
        """Seconds from the approved run to the commit, and of the copy; how many lines of the run, how many changed."""
        from django.db.models import F

        from benefits.models import RunLine

        begun = time.perf_counter()
        self.publish(run)
        publish = time.perf_counter() - begun
        with self._inside():
            lines = RunLine.objects.filter(run=run)
            return {
                "publish": publish, "copy": _copied("benefits_entitlementline", run), "copy_all": _copied("benefits_runline", run),
                "lines": lines.count(), "changed": lines.exclude(due_fen=F("booked_fen")).count(),
            }  # fmt: skip

    def _inside(self):
        return _place(self.county)


def _copied(table, run):
    """Seconds for the run's rows of a table, staged and inserted where no guard stands."""
    from django.db import connection

    with connection.cursor() as cursor:
        with cursor.copy(f"COPY (SELECT * FROM {table} WHERE run_id = %s) TO STDOUT (FORMAT binary)", [run.pk]) as copy:
            held = b"".join(map(bytes, copy))
        cursor.execute(f"CREATE TEMP TABLE unguarded (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES) ON COMMIT DROP")
        begun = time.perf_counter()
        cursor.execute("CREATE TEMP TABLE staged ON COMMIT DROP AS SELECT * FROM unguarded")
        with cursor.copy("COPY staged FROM STDIN (FORMAT binary)") as copy:
            copy.write(held)
        cursor.execute("INSERT INTO unguarded SELECT * FROM staged")
        seconds = time.perf_counter() - begun
        cursor.execute("DROP TABLE staged, unguarded")
    return seconds


def _book():
    """Rows of both books."""
    from benefits.models import Claim, Entitlement, EntitlementLine, MoneyLine

    with rules._everywhere():
        return sum(model.objects.count() for model in (Entitlement, EntitlementLine, Claim, MoneyLine))


def _one_process(runs):
    from benefits.runs.commands import computing

    chunks = list(rules._chunks(runs, runs))
    with rules._everywhere():
        computing.assessment.assess(runs[0], chunks[0][3][:50])  # as the two have done when they begin
    begun = time.perf_counter()
    for run, _rival, chunk, ids in chunks:
        with rules._everywhere():
            computing.families(run, ids, chunk=chunk)
    return time.perf_counter() - begun


def _five_years():
    """(seconds of two processes, beneficiaries, megabytes of the larger, p95 in milliseconds of pages meanwhile)."""
    from benefits.models import RunLine
    from households.models import Household

    runs = rules._runs(**FIVE_YEARS)
    with rules._everywhere():
        households = list(Household.objects.filter(division_code__startswith=rules.COUNTIES[0][:6]).values_list("pk", flat=True)[:50])
    over, taken = threading.Event(), []
    with Site() as site:
        asking = threading.Thread(target=site.ask, args=(households, over, taken))
        asking.start()
        seconds, megabytes = rules._two_processes(runs)
        over.set()
        asking.join()
    with rules._everywhere():
        beneficiaries = RunLine.objects.filter(run__in=runs).values("beneficiary").distinct().count()
    return seconds, beneficiaries, megabytes, statistics.quantiles(taken, n=20)[-1] * 1000


class Site:
    """The web server as `up` starts it, and somebody of the county signed in."""

    def __enter__(self):
        from devtools.up import _WEB

        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        os.makedirs(f"{os.environ['LIDAO_DATA_DIR']}/static", exist_ok=True)
        log = f"{os.environ['LIDAO_DATA_DIR']}/web.log"
        self.web = Child("web", [sys.executable, "-m", *_WEB, "--bind", f"127.0.0.1:{port}"], env=dict(os.environ), cwd=ROOT, log=log)
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        wait_until(self._healthy, seconds=120, what="the web server", child=self.web)
        self._sign_in()
        return self

    def __exit__(self, *_problem):
        self.web.stop()

    def ask(self, households, over, taken):
        """The desk, the list and a record, one after the other, at least twenty of them."""
        while not over.is_set() or len(taken) < 20:
            for path in ("/", "/households/", f"/households/{households[len(taken) % len(households)]}"):
                begun = time.perf_counter()
                self._get(path)
                taken.append(time.perf_counter() - begun)

    def _get(self, path):
        with self.opener.open(self.address + path, timeout=60) as answer:
            if "sign-in" in answer.url:
                raise SystemExit(f"{path} asked for a sign-in")
            return answer.read()

    def _healthy(self):
        try:
            with self.opener.open(f"{self.address}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _sign_in(self):
        from django.urls import reverse

        from accounts.roles import Role
        from benefits.sample import posts

        with rules._everywhere():
            username = posts.held()[rules.COUNTIES[0]][Role.COUNTY_PREPARER].user.username
        page = self.address + reverse("accounts:sign_in")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.opener.open(page).read().decode())[1]
        fields = {"username": username, "password": os.environ["LIDAO_SAMPLE_PASSWORD"], "csrfmiddlewaretoken": token}
        self.opener.open(page, urlencode(fields).encode()).read()


class _place:
    """One transaction that sees a county."""

    def __init__(self, county):
        self.county = county

    def __enter__(self):
        from contextlib import ExitStack

        from django.db import transaction

        from accounts import scope

        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.enter_context(scope.entered(self.county))

    def __exit__(self, *problem):
        return self.stack.__exit__(*problem)


def _now():
    return datetime.now(UTC)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
