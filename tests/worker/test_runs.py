"""A small county is assessed by the real worker, end to end; killed in the middle it ends with the same lines."""
from datetime import date

import pytest

from audits.jobs import commands as jobs
from audits.jobs import engine
from audits.models import Job
from benefits.models import Run
from benefits.runs import queries
from benefits.runs.commands.computing import CHUNK
from devtools.processes import wait_until
from tests.benefits.desk import REWARD, UNTIL, Desk, sample_families
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = {"since": date(2026, 1, 1), "until": UNTIL}
FAMILIES = CHUNK + 20  # two chunks


@pytest.fixture
def desk():
    desk = Desk()
    sample_families(desk, FAMILIES)
    return desk


def done(desk, run, state="done"):
    def is_done():
        with desk.inside():
            return Job.objects.get(pk=run.job_id).state == state

    return is_done


def test_a_county_is_assessed_and_published(desk, worker):
    run = desk.prepare(REWARD, **YEAR)
    wait_until(done(desk, run), seconds=40, what="the computation")

    run = desk.now(run)
    with desk.inside():
        assert Job.objects.get(pk=run.job_id).percent == 100
        assert run.job.done == queries.families(run) == FAMILIES
    desk.approve(run)
    desk.publish(run)

    assert sum(desk.book().values()) == sum(total["due_fen"] for total in run.totals.values()) > 0


def test_a_killed_worker_goes_on_at_its_last_chunk_with_the_same_lines(desk, worker):
    expected = desk.prepare(REWARD, **YEAR)
    wait_until(done(desk, expected), seconds=40, what="the computation nobody disturbs")
    expected = desk.now(expected)
    run = desk.prepare(REWARD, **YEAR)
    wait_until(lambda: job_of(desk, run).done > 0, seconds=40, what="the first chunk")
    worker.kill()
    assert desk.now(run).state == Run.State.SIMULATING

    worker.start()
    with desk.inside():
        Job.objects.filter(pk=run.job_id).update(lease_until=AT)
    for job_id in engine.lost(at=AT.replace(year=2028)):
        jobs.ring(job_id)
    wait_until(done(desk, run), seconds=40, what="the rest")

    run = desk.now(run)
    assert (run.state, run.lines_hash, run.totals) == (Run.State.SIMULATED, expected.lines_hash, expected.totals)


def job_of(desk, run):
    with desk.inside():
        return Job.objects.get(pk=run.job_id)
