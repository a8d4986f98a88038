"""Imports made the way clerks make them: upload, check, import, take back; every job worked off at once."""
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Job
from households.imports import commands, queries
from households.imports.models import ImportBatch
from households.models import Household, Person
from tests.builders import AT, QINGSHI, ZHANGDIAN, a_post, inside


def a_clerk(place=QINGSHI):
    return a_post(Role.TOWNSHIP_CLERK, place)


def uploaded(content, clerk, *, update=False, name="新增家庭.xlsx"):
    with inside(clerk.division_code):
        return commands.upload(file_name=name, content=content, update_existing=update, by=clerk, at=AT)


def checked(content, clerk, **how):
    """A batch whose check is over, ready or failed."""
    return now(worked(uploaded(content, clerk, **how)))


def imported(batch, clerk):
    with inside(clerk.division_code):
        commands.start_import(batch_id=batch.pk, by=clerk, at=AT)
    return now(worked(now(batch)))


def taken_back(batch, clerk):
    with inside(clerk.division_code):
        commands.start_taking_back(batch_id=batch.pk, by=clerk, at=AT)
    return now(worked(now(batch)))


def worked(batch):
    engine.work(batch.job_id)
    return batch


def now(batch):
    with inside(ZHANGDIAN):
        return ImportBatch.objects.select_related("job", "post").get(pk=batch.pk)


def tally(batch):
    """Rows of each outcome, those of none left out."""
    with inside(ZHANGDIAN):
        return {str(outcome): rows for outcome, rows in queries.tally(batch).rows.items() if rows}


def said(batch, number):
    """What is written on a row."""
    with inside(ZHANGDIAN):
        return [message["text"] for message in batch.rows.get(number=number).messages]


def on_record():
    """How many families and people the county has on record."""
    with inside(ZHANGDIAN):
        return Household.objects.count(), Person.objects.count()


def job_of(batch):
    with inside(ZHANGDIAN):
        return Job.objects.get(pk=now(batch).job_id)
