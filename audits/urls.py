from django.urls import path

from audits.views import jobs

app_name = "audits"
urlpatterns = [
    path("jobs/<uuid:job_id>", jobs.job_page, name="job"),
    path("jobs/<uuid:job_id>/cancellation", jobs.cancel_job, name="cancel_job"),
]
