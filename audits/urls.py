from django.urls import path

from audits.views import jobs, journal

app_name = "audits"
urlpatterns = [
    path("journal/", journal.journal_page, name="journal"),
    path("journal/export", journal.export, name="export_journal"),
    path("jobs/<uuid:job_id>", jobs.job_page, name="job"),
    path("jobs/<uuid:job_id>/pause", jobs.pause_job, name="pause_job"),
    path("jobs/<uuid:job_id>/resumption", jobs.resume_job, name="resume_job"),
    path("jobs/<uuid:job_id>/cancellation", jobs.cancel_job, name="cancel_job"),
]
