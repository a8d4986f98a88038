from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import requires_post
from accounts.roles import BUSINESS
from audits.jobs import commands
from audits.jobs.models import Job


@require_GET
@requires_post(BUSINESS)
def job_page(request, job_id):
    """How far a job is; the fragment polls itself every two seconds until it is finished."""
    job = get_object_or_404(Job, pk=job_id)
    template = "audits/_job.html" if request.htmx else "audits/job.html"
    return render(request, template, {"job": job, "seconds_left": job.seconds_left(at=timezone.now())})


@require_POST
@requires_post(BUSINESS)
def cancel_job(request, job_id):
    get_object_or_404(Job, pk=job_id)
    commands.cancel(job_id=job_id, by=request.post, at=timezone.now())
    return redirect("audits:job", job_id)
