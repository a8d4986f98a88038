"""The exchange for other systems: the same commands by the same posts, answers without numbers, refusals in one sentence and on record."""
import hashlib
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event
from households.imports.reading import reader
from poverty.exchange.columns import TABLE
from poverty.models import Transfer
from tests.benefits.books import Officials, a_beneficiary, a_run_at, an_official
from tests.benefits.test_exchange import Desk, rows
from tests.builders import AT, ZHANGDIAN, inside
from tests.pages.acts import County
from tests.pages.acts.exchange import a_file, decided

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


def test_a_decision_is_listed_and_withdrawn_rows_go_back_and_a_file_is_discarded(client):
    county = County()
    client.force_login(county.officials.preparer.user)
    transfer, decision = decided(county)

    (listed,) = client.get(reverse("api:match_decisions"), {"register_number": "P1"}).json()
    assert (listed["id"], listed["same"], listed["reason"]) == (decision.pk, True, "曾用名")
    assert client.post(reverse("api:withdraw_match_decision", args=[decision.pk])).status_code == 204
    assert client.get(reverse("api:match_decisions")).json() == []

    book = client.post(reverse("api:returned_rows", args=[transfer.pk]), {"reason": "退县扶贫办核对"}).content
    (_stamp, headings, row) = load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)
    assert (row[headings.index("户编号*")], row[-1]) == ("P2", "本县家庭档案中没有这一户的人。")
    assert client.post(reverse("api:discard_transfer", args=[transfer.pk])).json()["state"] == "discarded"
    gone = client.post(reverse("api:returned_rows", args=[transfer.pk + 1]), {"reason": "核对"})
    assert (gone.status_code, gone.json()["sentence"]) == (403, "没有这份文件，或它不属于本县。")


def test_the_template_is_the_file_a_reader_insists_on(client):
    client.force_login(Officials().preparer.user)

    content = client.get(reverse("api:transfer_template")).content

    assert TABLE.understood([*reader.read(content), (3, ["P1"])])[0] == [f"{column.heading}{'*' * column.required}" for column in TABLE.columns]


def test_a_file_that_goes_out_is_taken_with_its_rows_by_another_person(client):
    with inside(ZHANGDIAN):
        desk = Desk()
        a_run_at("settled", desk.officials)
        transfer = desk.ask("civil_affairs")
    client.force_login(desk.officials.reviewer.user)

    answer = client.post(reverse("api:transfer_file", args=[transfer.pk]), {"reason": "交民政局"})

    (row,) = rows(answer.content)
    assert (row["身份证号*"], row["实发金额（元/年）"]) == (desk.poor.number(), "960.00")
    assert hashlib.sha256(answer.content).digest() == bytes(transfer.sha256) and answer["Cache-Control"] == "no-store"


def test_what_is_missing_is_named(client):
    client.force_login(Officials().preparer.user)

    answer = client.post(reverse("api:outgoing_transfers"), {"key": uuid.uuid4()})

    assert (answer.status_code, answer.json()["at"]) == (400, "counterpart")


def test_a_number_in_the_words_of_a_request_is_refused_and_not_told_again(client):
    client.force_login(Officials().preparer.user)
    told = {"key": uuid.uuid4(), "counterpart": "poverty", "year": 2025, "purpose": "核对 999001196203120013"}

    asked = client.post(reverse("api:outgoing_transfers"), told)
    decided = client.post(reverse("api:decisions", args=[1]), {"place": 1, "doubt": "name-1", "same": "true", "reason": told["purpose"]})

    assert [(answer.status_code, answer.json()["at"]) for answer in (asked, decided)] == [(400, "purpose"), (400, "reason")]
    assert "后四位" in asked.json()["sentence"] and "9990" not in asked.content.decode()


def test_the_schema_tells_of_the_exchange(client):
    client.force_login(Officials().preparer.user)

    schema = client.get(reverse("api:schema")).json()

    assert {"/api/v1/transfers", "/api/v1/outgoing-transfers", "/api/v1/transfers/{transfer_id}/file"} <= set(schema["paths"])
