"""The real worker checks and imports a file; killed in the middle it ends with the same rows."""
import pytest

from audits.jobs import commands as jobs
from audits.jobs import engine
from audits.models import Job
from devtools.processes import wait_until
from households.imports import commands
from households.imports.commands import importing
from households.models import Household, Membership
from tests.builders import AT, ZHANGDIAN, inside
from tests.imports.walking import a_clerk, now, on_record, tally, uploaded
from tests.imports.workbooks import an_xlsx, two_girls

pytestmark = pytest.mark.django_db(transaction=True)
FAMILIES = 3 * importing.IMPORTED_AT_ONCE


def reached(batch, state):
    return lambda: now(batch).state == state


def started(batch, clerk):
    with inside(clerk.division_code):
        commands.start_import(batch_id=batch.pk, by=clerk, at=AT)
    return now(batch)


def a_checked_batch():
    clerk = a_clerk()
    batch = uploaded(an_xlsx([row for serial in range(1, FAMILIES + 1) for row in two_girls(serial)]), clerk)
    wait_until(reached(batch, "checked"), seconds=60, what="the check")
    return batch, clerk


def taken(batch):
    with inside(ZHANGDIAN):
        return Job.objects.get(pk=batch.job_id).done


def test_killed_worker_goes_on_at_the_last_chunk_with_the_same_rows(worker):
    batch, clerk = a_checked_batch()
    batch = started(batch, clerk)
    wait_until(lambda: taken(batch) >= importing.IMPORTED_AT_ONCE, seconds=60, what="the first chunk")
    worker.kill()
    assert now(batch).state == "importing"

    worker.start()
    with inside(ZHANGDIAN):
        Job.objects.filter(pk=batch.job_id).update(lease_until=AT)  # as if the dead worker's lease had ended
    for job_id in engine.lost(at=AT.replace(year=2027)):
        jobs.ring(job_id)
    wait_until(reached(batch, "imported"), seconds=90, what="the rest")

    assert tally(batch) == {"new": 4 * FAMILIES}
    assert on_record() == (FAMILIES, 4 * FAMILIES)
    with inside(ZHANGDIAN):
        assert Membership.objects.count() == 4 * FAMILIES
        assert Household.objects.values("phone").distinct().count() == 1


def test_cancelled_between_two_chunks_leaves_none(worker):
    batch, clerk = a_checked_batch()
    batch = started(batch, clerk)
    wait_until(lambda: taken(batch) >= importing.IMPORTED_AT_ONCE, seconds=60, what="the first chunk")

    with inside(clerk.division_code):
        jobs.cancel(job_id=batch.job_id, by=clerk, at=AT)

    assert (now(batch).state, on_record()) == ("cancelled", (0, 0))
