"""What the system writes into records is Chinese whoever acts, and read in the reader's language."""
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from accounts import stored
from accounts.roles import Role
from audits.models import Event, Job
from tests.builders import ZHANGDIAN, inside
from tests.pages.acts import ACTS, County

WRITING = [
    "households:submit", "households:fact", "households:account", "households:book_birth", "households:marriage_end", "households:withdraw",
    "imports:new", "imports:import", "imports:take_back", "benefits:new_run", "benefits:new_payout_run", "benefits:sign_payout_run",
]  # fmt: skip
_ENGLISH = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITING)
def test_who_acts_in_english_writes_chinese(name, client, settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    sent = ACTS[name].prepare(County())
    client.force_login(sent.by.user)
    client.post("/language", {"language": "en"})

    assert client.post(reverse(name, args=sent.args), sent.fields).status_code < 400

    with inside(ZHANGDIAN):
        told = [job.title.replace("Excel", "") for job in Job.objects.all()]
        for event in Event.objects.filter(kind=ACTS[name].event):
            told += [str(said) for side in (event.before, event.after) for key in ("changed", "says") for said in _listed(side.get(key, ""))]
        for table, column in (("households_hukou", "source"), ("households_account", "withdrawn_why"), ("households_marriage", "withdrawn_why")):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT DISTINCT {column} FROM {table}")
                told += [text.replace("Excel", "") for (text,) in cursor.fetchall()]
    assert [text for text in told if _ENGLISH.search(re.sub(r"[\w.-]*\.xlsx|[A-Z]{2}[\d-]+", "", text))] == []


def test_a_kept_text_is_read_in_the_reader_s_language():
    kept = stored.kept("Excel 导入 %(number)s 第 %(row)s 行", number="DR-2026-000001", row=3)
    assert kept == "Excel 导入 DR-2026-000001 第 3 行"

    with translation.override("en"):
        assert stored.shown("录入") == "Entry"
        assert "DR-2026-000001" in stored.shown(kept) and "导入" not in stored.shown(kept)
        assert stored.shown("户口簿复印件") == "户口簿复印件"
    with translation.override("zh-hans"):
        assert stored.shown(kept) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("未录入本户的户口性质", "The household: Hukou not recorded"),
        ("未录入张桂兰的残疾等级", "张桂兰: Grade of disability not recorded"),
        ("370303 在 2026-01-01 没有 rural_reward.rate 的数值", "370303 has no value of rural_reward.rate on 2026-01-01"),
        ("处理中断（OperationalError）。", "Interrupted (OperationalError)."),
        ("同一户的第 3 行未能导入，改正后整户一起导入。", None),
        ("没有人写过的话", "没有人写过的话"),
    ],
)
def test_what_a_worker_wrote_is_read_in_the_reader_s_language(text, said):
    with translation.override("en"):
        shown = stored.ours(text)
        assert shown == said if said else not re.search("[\u4e00-\u9fff]", shown)
    with translation.override("zh-hans"):
        assert stored.ours(text) == text


def test_a_refusal_is_told_in_the_language_of_who_acts_and_recorded_in_chinese():
    with translation.override("en"):
        roles = stored.gettext("、").join([Role.FINANCE.label, Role.AUDITOR.label])
        told = stored.gettext("这一步由%(roles)s办理，您当前的任职是%(role)s。") % {"roles": roles, "role": Role.VIEWER.label}

        assert not re.search("[\u4e00-\u9fff]", told)
        assert stored.chinese(told) == "这一步由财务代发、审计人员办理，您当前的任职是查询人员。"


def test_a_pattern_that_pages_do_not_know_is_refused():
    with pytest.raises(KeyError):
        stored.kept("随便写的")


def _listed(said):
    return said if isinstance(said, list) else [said]
