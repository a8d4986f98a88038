"""Writes job rows: enqueue in the transaction of what caused the job, cancel, and the engine's own steps."""
import uuid

from celery import current_app
from django.db import transaction

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import engine
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


def cancel(*, job_id, by, at):
    """Stop a job and undo what it left half done; its own module says how."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if not job.is_open:
            raise NotAllowed(_("这项作业%(state)s，不能再取消。") % {"state": Job.State(job.state).label}, event="job.cancelled", subject=job)
        abandon = getattr(engine.module_of(job), "abandon", None)
        if abandon is None:
            raise NotAllowed(_("这项作业不能中途取消，请等它完成。"), event="job.cancelled", subject=job)
        abandon(job, at=at)
        job.state, job.finished_at, job.lease_until, job.lease_token = Job.State.CANCELLED, at, None, None
        job.save()
        journal.record("job.cancelled", by=by, at=at, subject=job, after={"kind": job.kind, "done": job.done})
    return job


def ring(job_id):
    """Wake a worker. A lost bell is rung again by beat, so a broker that is away is no error."""
    try:
        current_app.send_task("audits.jobs.work", [str(job_id)], retry=False)
    except current_app.connection_for_write().recoverable_connection_errors:
        return False
    return True
