from audits.jobs import commands as jobs
from tests.builders import AT
from tests.pages.acts import Sent, act


@act("audits:export_journal", event="journal.exported")
def export_journal(county):
    return Sent(county.auditor, query="?kind=run")


@act("audits:cancel_job", event="job.cancelled")
def cancel_job(county):
    return Sent(county.desk.preparer, [county.desk.prepare().job_id])


@act("audits:pause_job", event="job.paused")
def pause_job(county):
    return Sent(county.desk.preparer, [county.desk.prepare().job_id])


@act("audits:resume_job", event="job.resumed")
def resume_job(county):
    job_id = county.desk.prepare().job_id
    with county.inside():
        jobs.pause(job_id=job_id, by=county.desk.preparer, at=AT)
    return Sent(county.desk.preparer, [job_id])
