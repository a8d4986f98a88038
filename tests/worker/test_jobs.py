"""The row is the queue: a real worker, killed and started again, does every step exactly once."""
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from accounts import scope
from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import commands, engine
from audits.models import Event, Job, SealedEvent
from config.celery import app
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
    """As if the dead worker's lease had ended."""
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
    beats("audits.jobs.ring_lost")
    wait_until(is_finished(job), seconds=20, what="the rest")

    assert registered() == list(range(1, 301))


def beats(name):
    """Does what beat has done every few seconds: the task of that name in its schedule."""
    app.loader.import_default_modules()
    (scheduled,) = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == name]
    app.tasks[scheduled]()


def test_beat_seals_the_journal():
    a_job()
    with inside(scope.EVERYWHERE):
        last = Event.objects.latest("pk").pk

    def is_sealed():  # once no transaction of another test is in the way
        beats("audits.journal.seal")
        with inside(scope.EVERYWHERE):
            return SealedEvent.objects.filter(event_id=last).exists()

    wait_until(is_sealed, seconds=20, what="the seal of the last event")


def test_whatever_beat_schedules_a_worker_knows():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
    assert all(0 < entry["schedule"] <= 10 for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"].startswith("audits."))


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


def test_a_paused_job_waits_and_goes_on_after_its_last_step(worker):
    job, post = a_job(total=200), a_post(Role.TOWNSHIP_CLERK)
    wait_until(lambda: now(job).done >= 5, seconds=20, what="the first steps")
    with inside(ZHANGDIAN):
        commands.pause(job_id=job.pk, by=post, at=AT)
    paused = now(job)
    assert engine.lost(at=AT.replace(year=2028)) == []
    engine.work(job.pk)
    assert (now(job).state, registered()) == ("paused", list(range(1, paused.done + 1)))

    with inside(ZHANGDIAN):
        commands.resume(job_id=job.pk, by=post, at=AT)
    wait_until(is_finished(job), seconds=20, what="the rest")

    assert (now(job).state, registered()) == ("done", list(range(1, 201)))
    with inside(ZHANGDIAN):
        assert list(Event.objects.filter(kind__startswith="job.").order_by("id").values_list("kind", flat=True)) == ["job.paused", "job.resumed"]


def test_a_paused_job_can_be_cancelled_but_not_paused_again():
    job, post = a_job(), a_post(Role.TOWNSHIP_CLERK)
    with inside(ZHANGDIAN):
        commands.pause(job_id=job.pk, by=post, at=AT)
    with pytest.raises(NotAllowed, match="已暂停"), inside(ZHANGDIAN):
        commands.pause(job_id=job.pk, by=post, at=AT)

    with inside(ZHANGDIAN):
        commands.cancel(job_id=job.pk, by=post, at=AT)

    assert (now(job).state, registered()) == ("cancelled", [])


def test_who_only_reads_pauses_nothing():
    job, viewer = a_job(), a_post(Role.VIEWER)

    with pytest.raises(NotAllowed, match="查询人员"), inside(ZHANGDIAN):
        commands.pause(job_id=job.pk, by=viewer, at=AT)


def test_time_left_follows_the_pace_since_a_worker_took_it_up():
    job = Job(state="running", pace_since=AT, pace_from=5, done=25, total=100)

    assert (job.percent, job.seconds_left(at=AT.replace(minute=1))) == (25, 225)


def test_the_terminal_lists_jobs_and_follows_one_to_its_end(capsys):
    job = a_job(total=3)
    call_command("jobs")
    listed = capsys.readouterr().out
    assert str(job.pk) in listed and "排队中   0%" in listed and "登记" in listed
    engine.work(job.pk)

    call_command("jobs", "--follow", str(job.pk)[:8])
    followed = capsys.readouterr().out
    call_command("jobs")

    assert "已完成 100%" in followed and "没有未完成的作业" in capsys.readouterr().out
