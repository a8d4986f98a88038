from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import requires_post
from accounts.roles import BUSINESS
from audits.jobs import commands, states
from audits.jobs.models import Job


@require_GET
@requires_post(BUSINESS)
def job_page(request, job_id):
    """How far a job is; the fragment polls itself every two seconds until it is finished."""
    job = get_object_or_404(Job, pk=job_id)
    template = "audits/_job.html" if request.htmx else "audits/job.html"
    return render(request, template, {"job": job, "seconds_left": job.seconds_left(at=timezone.now())})


@require_POST
@requires_post(states.WORKERS)
def pause_job(request, job_id):
    return _moved(request, job_id, commands.pause)


@require_POST
@requires_post(states.WORKERS)
def resume_job(request, job_id):
    return _moved(request, job_id, commands.resume)


@require_POST
@requires_post(states.WORKERS)
def cancel_job(request, job_id):
    return _moved(request, job_id, commands.cancel)


def _moved(request, job_id, command):
    get_object_or_404(Job, pk=job_id)
    command(job_id=job_id, by=request.post, at=timezone.now())
    return redirect("audits:job", job_id)
