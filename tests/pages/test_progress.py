"""How far a job is and how long it will take stands on every page that waits for one."""
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.models import Job
from poverty.exchange import commands
from tests.imports.walking import uploaded
from tests.imports.workbooks import an_xlsx, two_girls
from tests.pages.acts import County
from tests.pages.acts.exchange import a_file

pytestmark = pytest.mark.django_db


def an_assessment(county):
    job = county.desk.prepare().job_id
    return county.desk.preparer, job, reverse("audits:job", args=[job])


def an_import(county):
    batch = uploaded(an_xlsx(two_girls(1)), county.desk.clerk)
    return county.desk.clerk, batch.job_id, reverse("imports:batch", args=[batch.pk])


def a_transfer(county):
    preparer = county.officials.preparer
    with county.inside():
        told = {"purpose": "第三季度数据", "file_name": "扶贫户.xlsx", "content": a_file(county)}
        transfer = commands.receive(key=uuid.uuid4(), **told, by=preparer, at=timezone.now())
    return preparer, transfer.job_id, reverse("poverty:transfer", args=[transfer.pk])


@pytest.mark.parametrize("waiting", [an_assessment, an_import, a_transfer])
def test_percent_and_time_left_stand_on_the_page(client, waiting):
    county = County()
    by, job, address = waiting(county)
    client.force_login(by.user)

    queued = client.get(address).content.decode()
    with county.inside():
        now = timezone.now()
        Job.objects.filter(pk=job).update(
            state="running", pace_since=now - timedelta(minutes=1), pace_from=0, done=25, total=100, lease_until=now + timedelta(hours=1)
        )
    running = client.get(address).content.decode()
    session = client.session
    session["language"] = "en"
    session.save()
    english = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "约剩" not in queued
    percent, seconds = re.search(r"(\d+)%，约剩 (\d+) 秒", running).groups()
    assert percent == "25" and 180 <= int(seconds) < 240
    assert re.search(r"25%, about \d+ s left", english)
