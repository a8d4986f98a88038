"""The auditor reads the journal of their place, filters it, takes it away, and has everything recomputed."""
from io import BytesIO

import pytest
from django.core import management
from openpyxl import load_workbook

from accounts.roles import Role
from audits import journal
from audits.models import Event
from benefits.models import PayoutRun
from tests.builders import AT, ELSEWHERE, GUANSHANHU, ZHANGDIAN, a_post, inside

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    post = a_post(Role.AUDITOR)
    client.force_login(post.user)
    return post


def written(place, kind, **values):
    with inside(place):
        journal.record(kind, by=None, at=AT, division_code=place, **values)


def test_the_journal_shows_the_place_and_nothing_of_others(client, auditor):
    written(ZHANGDIAN, "household.registered", reason="本县的一条")
    written(GUANSHANHU, "household.registered", reason="外县的一条")

    page = client.get("/journal/").content.decode()

    assert "本县的一条" in page and "外县的一条" not in page


def test_the_journal_is_filtered_by_what_it_is_about_and_by_outcome(client, auditor):
    written(ZHANGDIAN, "household.registered", reason="登记一户")
    written(ZHANGDIAN, "payout_run.signed", reason="被拒的签发", outcome="refused")

    assert "登记一户" not in client.get("/journal/?noun=payout_run").content.decode()
    assert "被拒的签发" in client.get("/journal/?outcome=refused").content.decode()
    assert "没有符合条件的留痕" in client.get("/journal/?since=2030-01-01").content.decode()


def test_an_event_is_read_in_words_and_its_code_is_taken_away_with_them(client, auditor):
    after = {"state": "signed", "total_fen": 13892000, "schemes": ["甲", "乙"]}
    of_one = {"subject": PayoutRun(pk=9), "before": {"state": "reviewed"}, "after": after}
    written(ZHANGDIAN, "payout_run.signed", reason="一批", **of_one)
    written(ZHANGDIAN, "benefits:run.refused", reason="别人的一页", outcome="refused")

    page, refused = client.get("/journal/").content.decode(), client.get("/journal/?noun=:").content.decode()
    rows = list(load_workbook(BytesIO(client.post("/journal/export?noun=payout_run").content)).active.iter_rows(values_only=True))

    assert "签发发放批次" in page and "打开或提交 /runs/…" in page and "payout_run.signed" not in page
    assert "别人的一页" in refused and "一批" not in refused
    assert [row[3:5] for row in rows] == [("事项", "代码"), ("签发发放批次", "payout_run.signed")]
    assert rows[1][5] == "发放批次 9" and "发放批次 9" in page
    assert rows[1][8:10] == ("状态 待签发", "状态 已签发；扶助项目 甲、乙；合计 138,920.00 元")


def test_the_journal_is_read_page_by_page_and_back(client, auditor):
    for number in range(51):
        written(ZHANGDIAN, "household.registered", reason=f"第{number:02d}条")

    first = client.get("/journal/?noun=household").context["page"]
    second = client.get("/journal/" + first.next_url).context["page"]

    assert [len(first.rows), len(second.rows)] == [50, 1]
    assert client.get("/journal/" + second.previous_url).context["page"].rows == first.rows


def test_taking_the_journal_away_is_itself_journalled(client, auditor):
    written(ZHANGDIAN, "household.registered")

    response = client.post("/journal/export?noun=household")

    assert response.content[:2] == b"PK"
    with inside(ZHANGDIAN):
        assert Event.objects.get(kind="journal.exported").after == {"rows": 1, "filters": {"noun": "household"}}


@pytest.mark.parametrize("role", [Role.TOWNSHIP_CLERK, Role.COUNTY_SIGNER, Role.SYSTEM_ADMINISTRATOR])
def test_nobody_else_reads_the_journal(client, role):
    client.force_login(a_post(role).user)

    assert client.get("/journal/").status_code == 403


def test_recomputing_finds_everything_as_it_was_sealed(capsys):
    written(ELSEWHERE, "household.registered")

    management.call_command("verify")

    assert "均与封存时一致" in capsys.readouterr().out
