"""Works on job rows: claim by lease, one chunk in one transaction, under the job's scope."""
import uuid
from datetime import timedelta
from importlib import import_module

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import scope, stored
from accounts.refusal import NotAllowed
from audits.jobs.models import Job

# A step holds its job row locked, so the lease only has to outlast the moment between two steps; whoever loses it all the same leaves.
LEASE = timedelta(seconds=3)
ATTEMPTS = 5

log = structlog.get_logger()


def work(job_id, *, clock=timezone.now):
    """Work on a job until it is done, fails, is paused, is cancelled or another worker holds it. `clock` tells the time."""
    token = uuid.uuid4()
    place = _claim(job_id, token, at=clock())
    while place is not None:
        try:
            more = _step(job_id, token, place, at=clock(), clock=clock)
        except NotAllowed as refusal:
            return _fail(job_id, token, stored.chinese(refusal.sentence), at=clock())
        except Exception as error:
            _release(job_id, token, f"{type(error).__name__}", at=clock())
            raise
        if not more:
            return None
    return None


def lost(*, at):
    """Ids of open jobs nobody holds: queued with no bell heard, or running with a lease that ran out."""
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        return list(_free(at).values_list("pk", flat=True)[:100])


def module_of(job):
    return import_module(job.kind)


def _free(at):
    return Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).filter(Q(lease_until__isnull=True) | Q(lease_until__lt=at))


def _claim(job_id, token, *, at):
    """The job's place when this worker now holds it, else None."""
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        job = _free(at).select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id).first()
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:
            job.state, job.finished_at = Job.State.FAILED, at
            job.error = job.error or stored.kept("多次中断后停止，请联系系统管理员。")
            job.save()
            return None
        job.state, job.attempts = Job.State.RUNNING, job.attempts + 1
        job.started_at = job.started_at or at
        job.pace_since, job.pace_from = at, job.done
        job.lease_token, job.lease_until = token, at + LEASE
        job.save()
        return job.division_code


def _step(job_id, token, place, *, at, clock):
    with transaction.atomic(), scope.entered(place):
        job = _held(job_id, token)
        if job is None:
            return False
        more = module_of(job).step(job, at=at)
        job.lease_until = clock() + LEASE
        if job.done < job.pace_from:  # it began anew
            job.pace_since, job.pace_from = at, job.done
        if not more:
            job.state, job.finished_at, job.lease_until, job.lease_token = Job.State.DONE, clock(), None, None
            job.error = ""
        job.attempts = 1  # progress was made: a later interruption starts counting anew
        job.save()
        return more


def _fail(job_id, token, sentence, *, at):
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        job = _held(job_id, token)
        if job is not None:
            job.state, job.finished_at, job.error, job.lease_until, job.lease_token = Job.State.FAILED, at, sentence, None, None
            job.save()


def _release(job_id, token, error, *, at):
    """Give the job back after a fault; beat rings it again until the attempts are used up."""
    log.warning("job.interrupted", job=str(job_id), error=error)
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        job = _held(job_id, token)
        if job is None:
            return
        job.error = stored.kept("处理中断（%(error)s）。", error=error)
        job.lease_until, job.lease_token = at, None
        if job.attempts >= ATTEMPTS:
            job.state, job.finished_at, job.lease_until = Job.State.FAILED, at, None
        job.save()


def _held(job_id, token):
    return Job.objects.select_for_update(of=("self",)).filter(pk=job_id, lease_token=token, state=Job.State.RUNNING).first()
