"""The row is the queue: a real worker, killed and started again, does every step exactly once."""
import pytest
from django.db import DatabaseError

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import commands, engine
from audits.models import Event, Job
from devtools.processes import wait_until
from households.models import Household
from tests.builders import AT, GUANSHANHU, LIUGOU, ZHANGDIAN, a_post, inside

pytestmark = pytest.mark.django_db(transaction=True)


def a_job(key="count", *, total=30, by=None, **parameters):
    by = by or a_post(Role.TOWNSHIP_CLERK)
    with inside(ZHANGDIAN):
        return commands.enqueue(
            kind="tests.worker.counting", title="登记", key=key, by=by, at=AT, total=total, parameters={"village": LIUGOU, **parameters}
        )


def now(job):
    with inside(ZHANGDIAN):
        return Job.objects.get(pk=job.pk)


def registered():
    with inside(ZHANGDIAN):
        return sorted(int(number.rpartition("-")[2]) for number in Household.objects.values_list("number", flat=True))


def is_finished(job):
    return lambda: not now(job).is_open


def lose_lease(job):
    """As if the worker's ten seconds had passed."""
    with inside(ZHANGDIAN):
        Job.objects.filter(pk=job.pk).update(lease_until=AT)


def test_a_real_worker_does_the_whole_job(worker):
    job = a_job()

    wait_until(is_finished(job), seconds=20, what="the job")

    assert (now(job).state, now(job).percent, registered()) == ("done", 100, list(range(1, 31)))


def test_a_killed_worker_goes_on_at_the_last_step_with_the_same_rows(worker):
    job = a_job(total=300)
    wait_until(lambda: now(job).done >= 5, seconds=20, what="the first steps")
    worker.kill()
    assert now(job).is_open

    worker.start()
    lose_lease(job)
    for job_id in engine.lost(at=AT.replace(year=2027)):
        commands.ring(job_id)
    wait_until(is_finished(job), seconds=20, what="the rest")

    assert registered() == list(range(1, 301))


def test_a_job_whose_bell_was_lost_is_found_again():
    job = a_job()

    assert engine.lost(at=AT) == [job.pk]


def test_the_same_key_is_the_same_job():
    post = a_post(Role.TOWNSHIP_CLERK)

    assert a_job("once", by=post).pk == a_job("once", by=post).pk


def test_a_job_somebody_holds_is_left_alone():
    job = a_job()
    with inside(ZHANGDIAN):
        Job.objects.filter(pk=job.pk).update(state="running", lease_until=AT.replace(year=2030), lease_token=job.pk)

    engine.work(job.pk)

    assert registered() == []


def test_a_job_works_under_the_scope_of_who_asked(db):
    other = a_post(Role.TOWNSHIP_CLERK, GUANSHANHU)
    with inside(GUANSHANHU):
        job = commands.enqueue(
            kind="tests.worker.counting", title="登记", key="foreign", by=other, at=AT, total=1, parameters={"village": LIUGOU}
        )

    with pytest.raises(DatabaseError, match="row-level security"):
        engine.work(job.pk)

    assert registered() == []


def test_a_step_that_fails_leaves_nothing_and_stops_after_five_attempts():
    job = a_job(total=3, faulty=2)

    for _ in range(engine.ATTEMPTS):
        lose_lease(job)
        with pytest.raises(ArithmeticError):
            engine.work(job.pk)

    assert (now(job).state, registered()) == ("failed", [1])
    assert "ArithmeticError" in now(job).error


def test_a_cancelled_job_leaves_no_row_and_one_event():
    job, post = a_job(total=30), a_post(Role.TOWNSHIP_CLERK)
    with inside(ZHANGDIAN):
        commands.cancel(job_id=job.pk, by=post, at=AT)

    engine.work(job.pk)

    assert (now(job).state, registered()) == ("cancelled", [])
    with inside(ZHANGDIAN):
        assert Event.objects.filter(kind="job.cancelled").count() == 1


def test_a_finished_job_cannot_be_cancelled():
    job, post = a_job(total=1), a_post(Role.TOWNSHIP_CLERK)
    engine.work(job.pk)

    with pytest.raises(NotAllowed, match="已完成"), inside(ZHANGDIAN):
        commands.cancel(job_id=job.pk, by=post, at=AT)


def test_time_left_follows_the_pace_so_far():
    job = Job(state="running", started_at=AT, done=25, total=100)

    assert (job.percent, job.seconds_left(at=AT.replace(minute=1))) == (25, 180)
