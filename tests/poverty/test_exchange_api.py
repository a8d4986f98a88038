"""The exchange for other systems: the same commands by the same posts, answers without numbers, refusals in one sentence and on record."""
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event
from poverty.models import Transfer
from tests.benefits.books import Officials, a_beneficiary, an_official
from tests.builders import AT, ZHANGDIAN, inside
from tests.pages.acts import County
from tests.pages.acts.exchange import a_file

pytestmark = pytest.mark.django_db


def test_a_file_is_brought_in_matched_decided_and_registered(client):
    county = County()
    client.force_login(county.officials.preparer.user)
    file = SimpleUploadedFile("扶贫户.xlsx", a_file(county))

    made = client.post(reverse("api:transfers"), {"key": uuid.uuid4(), "purpose": "第三季度数据", "file": file}).json()
    with inside(ZHANGDIAN):
        engine.work(Transfer.objects.get().job_id, clock=lambda: AT)
    first, second = client.get(reverse("api:transferred_households"), {"transfer": made["id"]}).json()
    assert (first["outcome"], second["outcome"]) == ("doubtful", "unmatched")
    doubt = f"{first['doubts'][0]['kind']}-{first['doubts'][0]['person']}"
    client.post(reverse("api:decisions", args=[made["id"]]), {"place": 1, "doubt": doubt, "same": "true", "reason": "曾用名"})
    started = client.post(reverse("api:registration", args=[made["id"]]))

    assert (started.status_code, started.json()["state"]) == (202, "applying")
    assert [row["number"] for row in client.get(reverse("api:transfers")).json()] == [made["number"]]


def test_who_may_not_is_told_in_one_sentence_that_stands_in_the_journal(client):
    signer = an_official(Role.COUNTY_SIGNER)
    client.force_login(signer.user)
    with inside(ZHANGDIAN):
        a_beneficiary()

    told = {"key": uuid.uuid4(), "counterpart": "poverty", "year": 2025, "purpose": "年审"}
    refused = client.post(reverse("api:outgoing_transfers"), told)

    assert refused.status_code == 403 and "县级初核办理" in refused.json()["sentence"]
    with inside(ZHANGDIAN):
        assert Event.objects.get(kind="transfer.asked").outcome == "refused"


def test_what_is_missing_is_named(client):
    client.force_login(Officials().preparer.user)

    answer = client.post(reverse("api:outgoing_transfers"), {"key": uuid.uuid4()})

    assert (answer.status_code, answer.json()["at"]) == (400, "counterpart")


def test_the_schema_tells_of_the_exchange(client):
    client.force_login(Officials().preparer.user)

    schema = client.get(reverse("api:schema")).json()

    assert {"/api/v1/transfers", "/api/v1/outgoing-transfers", "/api/v1/transfers/{transfer_id}/file"} <= set(schema["paths"])
