"""All schemes over a million people, from the recorded facts to the lines of a run, beside what cannot be avoided and beside others.

    python3 dev.py bench rules            (PEOPLE=100000 for a short one; ORM_PEOPLE, HOUSEHOLDS likewise)
    PEOPLE=4000000 EVERY=10 python3 dev.py bench rules        (one chunk in ten)

Makes a database of its own with invented people and leaves nothing behind. The limit is the same COPY out with its bytes thrown away, and the same
rows staged and inserted into another run: nothing is computed. Both are measured chunk by chunk in one loop, so whatever else the machine does is
in both. Two processes share the chunks and are held against the same limit. The last line is JSON: ratios, megabytes, milliseconds.
"""
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
import venv
from datetime import UTC, date, datetime

import numpy as np

from benchmarks import _database as database
from benchmarks import _subset as subset
from devtools.paths import DATA, ROOT

PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
ORM_PEOPLE = int(os.environ.get("ORM_PEOPLE", "2000"))
HOUSEHOLDS = int(os.environ.get("HOUSEHOLDS", "300"))
EVERY = int(os.environ.get("EVERY", "1"))
AT = datetime(2026, 11, 1, tzinfo=UTC)
SINCE, UNTIL = date(2025, 1, 1), date(2026, 1, 1)
COUNTIES = ("370303000000", "520115000000", "410802000000", "620921000000")


def main():
    """Fill a database, then measure in a process that knows no other."""
    if "measure" in sys.argv:
        import django

        django.setup()
        print(json.dumps(measured()))
        return
    with database.filled(PEOPLE):
        subprocess.run([sys.executable, "-m", "benchmarks.rules", "measure"], cwd=ROOT, check=True)


def measured():
    from benefits import rules

    everybody, begun = _count_people(), time.perf_counter()
    people = everybody // EVERY
    print(f"{everybody:,} people, {len(rules.schemes())} schemes")
    runs, rivals = _runs(), _runs()
    ours = limit = computing_seconds = 0.0
    for run, rival, chunk, ids in _chunks(runs, rivals):
        spent, found, asked, computed = _ours(run, ids, chunk)
        ours, computing_seconds = ours + spent, computing_seconds + computed
        limit += _limit(rival, found, asked, chunk)
    rows = _rows(runs)
    print(f"one process {ours:.1f} s (of which computing {computing_seconds:.1f} s), limit {limit:.1f} s; {rows:,} lines")
    two, worker_mb = _two_processes(_runs())
    print(f"two processes {two:.1f} s, {worker_mb:.0f} MB a worker; {time.perf_counter() - begun:.0f} s so far")
    orm = _orm_loop(runs[0]) * people
    household = _one_household()
    openfisca, openfisca_by_index = _beside_openfisca(runs)
    return {
        "people": everybody,
        "lines": rows,
        "seconds_a_million": round(ours / people * 1e6),
        "limit_seconds_a_million": round(limit / people * 1e6),
        "ratio_one_process": round(ours / limit, 2),
        "ratio_two_processes": round(two / limit, 2),
        "seconds_one_process": round(ours, 1),
        "seconds_computing": round(computing_seconds, 1),
        "compute_times_openfisca": round(openfisca, 1),
        "compute_times_openfisca_by_index": round(openfisca_by_index, 1),
        "times_orm_loop": round(orm / ours),
        "worker_mb": round(worker_mb),
        "household_p95_ms": round(household, 1),
    }


def _ours(run, ids, chunk):
    """(seconds, what was found, what was asked of the database, seconds of them spent on computing) of one chunk."""
    from benefits import rules
    from benefits.runs import assessment
    from benefits.runs.commands import computing

    kept, asked, spent = [], [], []
    assess, evaluate = assessment.assess, rules.assess
    with _listening(asked):
        assessment.assess = lambda *args: kept.append(assess(*args)) or kept[-1]
        assessment.rules.assess = _timed(evaluate, spent)
        begun = time.perf_counter()
        with _everywhere():
            computing.families(run, ids, chunk=chunk)
        seconds = time.perf_counter() - begun
        assessment.assess, assessment.rules.assess = assess, evaluate
    return seconds, kept[0], asked, sum(spent)


def _limit(run, found, asked, chunk):
    """Seconds for the same bytes out and the same rows in."""
    from benefits import wire
    from benefits.models import Evidence, RunBlocker, RunQuestion
    from benefits.runs import evidence
    from benefits.runs.commands import staging

    begun = time.perf_counter()
    with _everywhere():
        for arguments, parameters in asked:
            if arguments[2]:  # nobody is asked about where there are no ids
                for _piece in wire.pieces(*arguments, **parameters):
                    pass
        staging.lines(run, found, chunk=chunk)
        questions = [{**row, "revision": 0} for row in found.questions]
        for model, rows in ((RunQuestion, questions), (RunBlocker, found.blockers)):
            staging.insert(model, [{"run_id": run.pk, "chunk": chunk, **row} for row in rows])
        about = {"run_id": run.pk, "basis_id": run.basis_id, "since": run.since, "until": run.until, "layout_id": evidence.layout().pk}
        staging.insert(Evidence, [about | row for row in found.evidence])
    return time.perf_counter() - begun


class _listening:
    """Notes what is fetched, in the modules that fetch."""

    def __init__(self, asked):
        from benefits import wire
        from benefits.facts import reading, villages
        from benefits.runs import standing

        self.asked, self.fetch = asked, wire.fetch
        self.modules = [module for module in (reading, villages, standing) if hasattr(module, "fetch")]

    def __enter__(self):
        def noting(*arguments, **parameters):
            self.asked.append((arguments, parameters))
            return self.fetch(*arguments, **parameters)

        for module in self.modules:
            module.fetch = noting

    def __exit__(self, *_problem):
        for module in self.modules:
            module.fetch = self.fetch


def _two_processes(runs):
    """(wall seconds of two workers sharing the chunks, megabytes of the larger one)."""
    context = multiprocessing.get_context("spawn")
    ready, results = context.Barrier(3), context.Queue()
    workers = [context.Process(target=_worker, args=(number, [run.pk for run in runs], ready, results)) for number in range(2)]
    for worker in workers:
        worker.start()
    ready.wait()
    begun = time.perf_counter()
    sizes = [results.get() for _worker in workers]
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    return seconds, max(sizes)


def _worker(number, run_ids, ready, results):
    import django

    django.setup()
    from benefits.models import Run
    from benefits.runs.commands import computing

    with _everywhere():
        runs = list(Run.objects.filter(pk__in=run_ids).order_by("pk"))
        chunks = list(_chunks(runs, runs))
    with _everywhere():
        computing.assessment.assess(runs[0], chunks[0][3][:50])  # the rules and the values are read once, as in a worker that has been up
    ready.wait()
    for run, _rival, chunk, ids in chunks[number::2]:
        with _everywhere():
            computing.families(run, ids, chunk=chunk)
    results.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _orm_loop(run):
    """Seconds a person: each family read through the ORM, evaluated by itself, each line written by itself."""
    from benefits import rules
    from benefits.facts import cases
    from benefits.models import RunLine
    from benefits.policies_table import queries as policies
    from benefits.runs import queries
    from households.queries.family import entry_of, family

    begun, people = time.perf_counter(), 0
    values = policies.in_force(run.division_code).book
    for household in _families(run, queries):
        with _everywhere():
            found = family(household)
            entry = entry_of(found)
            answer = rules.evaluate(cases.case_of(entry, since="2025-01", until="2025-12", household_id=household), values=values)
            for entitlement in answer["entitlements"]:
                for part in entitlement["parts"]:
                    RunLine.objects.filter(run=run, household=household, scheme=entitlement["scheme"], since=f"{part['from']}-01").first()
        people += len(entry.people)
        if people >= ORM_PEOPLE:
            break
    return (time.perf_counter() - begun) / people


def _families(run, queries):
    with _everywhere():
        return queries.next_families(run, after=0, count=ORM_PEOPLE)


def _one_household():
    """The 95th percentile, in milliseconds, of evaluating one family with every reason."""
    from benefits import rules
    from benefits.facts import cases
    from benefits.policies_table import queries as policies
    from benefits.runs import queries
    from households.queries.family import entry_of, family

    taken = []
    run = _runs()[1]
    with _everywhere():
        values = policies.in_force(run.division_code).book
        families = queries.next_families(run, after=0, count=HOUSEHOLDS)
        asked = [cases.case_of(entry_of(family(pk)), since="2025-01", until="2025-12") for pk in families]
    for case in asked:
        begun = time.perf_counter()
        rules.evaluate(case, values=values)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def _beside_openfisca(runs):
    """How many times the seconds of the common subset OpenFisca-Core takes, with figures by name and by index; all sums must be the same."""
    tables = subset.complete(_everybody(runs))
    with tempfile.TemporaryDirectory() as folder:
        np.savez(f"{folder}/people.npz", **subset.arrays(tables))
        command = [_openfisca(), "-m", "benchmarks._subset", f"{folder}/people.npz"]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()[-1])
    seconds, fen, lines = subset.ours(tables, people_a_chunk=120_000)
    if fen != told["fen"]:
        raise SystemExit(f"the common subset comes to {fen} here and to {told['fen']} with OpenFisca-Core")
    rival = f"OpenFisca-Core {told['seconds']:.2f} s, by index {told['seconds_by_index']:.2f} s"
    print(f"common subset: {seconds:.2f} s and {lines:,} lines here, {rival}")
    return told["seconds"] / seconds, told["seconds_by_index"] / seconds


def _openfisca():
    """The interpreter of an environment that has OpenFisca-Core, made when it is missing."""
    home = DATA / "peers"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", ROOT / "benchmarks" / "peers.txt"], check=True)
    return python


def _everybody(runs):
    """Persons, households and 低保 of all chunks in one piece."""
    from benefits import facts as recorded
    from benefits.rules import facts

    persons, households, allowances, before, people = [], [], [], 0, 0
    for run, _rival, _chunk, ids in _chunks(runs, runs):
        with _everywhere():
            tables = recorded.read(ids, since=run.since, until=run.until, one_off=[])
        tables["persons"]["household"] += before
        tables["allowances"]["person"] += people
        before, people = before + len(tables["households"]), people + len(tables["persons"])
        allowances.append(tables["allowances"])
        persons.append(tables["persons"])
        households.append(tables["households"])
    parts = {"persons": persons, "households": households, "allowances": allowances}
    return facts.empty() | {name: np.concatenate(rows) for name, rows in parts.items()}


def _runs(since=SINCE, until=UNTIL):
    """A run of every scheme that has a ledger in each county, ready to take lines."""
    from accounts.models import Post
    from accounts.roles import Role
    from benefits import wording
    from benefits.models import Opening, Run
    from benefits.runs.commands import computing

    schemes = sorted(wording.ledger_titles())
    made = []
    with _everywhere():
        for county in COUNTIES:
            maker = Post.objects.filter(role=Role.COUNTY_PREPARER, jurisdiction_id=county).first().user
            for scheme in schemes:
                Opening.objects.get_or_create(
                    division_code=county, scheme=scheme, defaults={"since": since, "opened_by": maker, "opened_at": AT}
                )
            run = Run.objects.create(
                division_code=county, number=f"B{uuid.uuid4().hex[:20]}", key=uuid.uuid4(), schemes=schemes, since=since, until=until,
                prepared_by=maker, prepared_staff_no=maker.staff_no, prepared_at=AT,
            )  # fmt: skip
            computing.start(run)
            made.append(run)
    return made


def _chunks(runs, rivals):
    from benefits.runs import queries
    from benefits.runs.commands import computing

    for run, rival in zip(runs, rivals, strict=True):
        after, chunk = 0, 0
        while True:
            with _everywhere():
                ids = queries.next_families(run, after=after, count=computing.chunk_size(run))
            if not ids:
                break
            after, chunk = ids[-1], chunk + 1
            if chunk % EVERY == 0:
                yield run, rival, chunk, ids


def _timed(function, spent):
    def timing(*args, **kwargs):
        begun = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent.append(time.perf_counter() - begun)

    return timing


class _everywhere:
    """One transaction that sees every county."""

    def __enter__(self):
        from contextlib import ExitStack

        from django.db import transaction

        from accounts import scope

        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.enter_context(scope.entered(scope.EVERYWHERE))

    def __exit__(self, *problem):
        return self.stack.__exit__(*problem)


def _count_people():
    from households.models import Person

    with _everywhere():
        return Person.objects.count()


def _rows(runs):
    from benefits.models import RunLine

    with _everywhere():
        return RunLine.objects.filter(run__in=runs).count()


if __name__ == "__main__":
    main()
