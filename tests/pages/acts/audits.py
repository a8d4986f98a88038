from tests.pages.acts import Sent, act


@act("audits:export_journal", event="journal.exported")
def export_journal(county):
    return Sent(county.auditor, query="?kind=run")


@act("audits:cancel_job", event="job.cancelled")
def cancel_job(county):
    return Sent(county.desk.preparer, [county.desk.prepare().job_id])
