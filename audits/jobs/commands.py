"""Writes job rows: enqueue in the transaction of what caused the job, pause, resume and cancel."""
import uuid

from celery import current_app
from django.db import transaction

from accounts import moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import engine, states
from audits.jobs.models import Job


def enqueue(*, kind, title, key, by, at, parameters=None, total=0, division_code=None, page=""):
    """The job of this key, made now unless it exists; the bell rings when the transaction commits."""
    job, made = Job.objects.get_or_create(
        key=key,
        defaults={
            "id": uuid.uuid4(),
            "kind": kind,
            "title": title,
            "division_code": division_code or by.division_code,
            "by": by,
            "parameters": parameters or {},
            "total": total,
            "page": page,
            "created_at": at,
        },
    )
    if made:
        transaction.on_commit(lambda: ring(job.pk))
    return job


def pause(*, job_id, by, at):
    """Stop a job after the step it is in. What it has done stays, and its worker finds it taken away."""
    with transaction.atomic():
        job = _locked(job_id, states.PAUSE, "job.paused", by)
        job.lease_until = job.lease_token = None
        job.save()
        journal.record("job.paused", by=by, at=at, subject=job, after={"kind": job.kind, "done": job.done})
    return job


def resume(*, job_id, by, at):
    """Go on after the last step a paused job finished."""
    with transaction.atomic():
        job = _locked(job_id, states.RESUME, "job.resumed", by)
        job.attempts = 0
        job.save()
        journal.record("job.resumed", by=by, at=at, subject=job, after={"kind": job.kind, "done": job.done})
        transaction.on_commit(lambda: ring(job.pk))
    return job


def cancel(*, job_id, by, at):
    """Stop a job and undo what it left half done; its own module says how."""
    with transaction.atomic():
        job = _locked(job_id, states.CANCEL, "job.cancelled", by)
        abandon = getattr(engine.module_of(job), "abandon", None)
        if abandon is None:
            raise NotAllowed(_("这项作业不能中途取消，请等它完成。"), event="job.cancelled", subject=job)
        abandon(job, at=at)
        job.finished_at, job.lease_until, job.lease_token = at, None, None
        job.save()
        journal.record("job.cancelled", by=by, at=at, subject=job, after={"kind": job.kind, "done": job.done})
    return job


def _locked(job_id, move, event, by):
    """The job, locked and moved; the caller saves it."""
    job = Job.objects.select_for_update().get(pk=job_id)
    sentence = moves.why_not(job, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=job)
    job.state = move.target
    return job


def ring(job_id):
    """Wake a worker. A lost bell is rung again by beat, so a broker that is away is no error."""
    try:
        current_app.send_task("audits.jobs.work", [str(job_id)], retry=False)
    except current_app.connection_for_write().recoverable_connection_errors:
        return False
    return True
