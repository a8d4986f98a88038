"""What officials see of the index and its proposals, and what a form says that lacks something."""
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from benefits.models import AdjustmentRow
from config import waiting
from tests.benefits.adjusting import VILLAGES, Adjusting, at_village, with_complication
from tests.benefits.books import an_official
from tests.builders import GUANSHANHU, ZHANGDIAN
from tests.pages.crawl import words


@pytest.fixture
def desk(db):
    desk = Adjusting()
    desk.register(with_complication())
    desk.register(at_village(with_complication(grade=4), VILLAGES[1]))
    desk.index()
    return desk


@pytest.fixture
def seen_by(client):
    """seen_by(post, name, *args): the words of a page; `query` behind its address, `status` it answers with."""

    def look(post, name, *args, query="", status=200, **posted):
        client.force_login(post.user)
        address = reverse(f"benefits:{name}", args=args) + query
        response = client.post(address, posted) if posted else client.get(address)
        assert response.status_code == status
        return words(response)

    return look


def test_the_index_says_how_far_it_is(desk, seen_by):
    said = seen_by(desk.reviewer, "adjustments")

    assert "还没有 2011 年（基期）" in said and "13,000.00" in said and "统计公报（样例）" in said
    assert "按指数计算" in said and "按指数计算" not in seen_by(desk.signer, "adjustments")


def test_a_county_without_the_mechanism_is_told_so(db, seen_by):
    assert "本地没有动态调整机制的文件" in seen_by(an_official(Role.COUNTY_REVIEWER, ZHANGDIAN), "adjustments")


def test_a_growth_below_the_trigger_is_said_exactly(desk, seen_by):
    desk.index({2011: 1_000_100})

    said = seen_by(desk.reviewer, "adjustments")

    assert "29.987001…%" in said and "未达到" in said


def test_one_adjustment_shows_standards_effects_rows_and_its_hash(desk, seen_by):
    made = desk.simulated(desk.propose())

    said = seen_by(desk.signer, "adjustment", made.pk)

    for words_of in ("累计增长 30%", "3 / 10", "1,300.00", "650.00", "12,000.00 → 15,600.00", "按负担层级", "市级", "逐人明细", made.rows_hash[:8]):
        assert words_of in " ".join(said.split())


def test_the_list_is_filtered_by_the_address(desk, seen_by):
    made = desk.simulated(desk.propose())

    said = seen_by(desk.signer, "adjustment", made.pk, query=f"?township={VILLAGES[1][:9]}000&year=2027&change=more")

    assert "6,000.00 → 7,800.00" in " ".join(said.split()) and "12,000.00 → 15,600.00" not in " ".join(said.split())


def test_a_row_gives_its_reason_under_both_standards(desk, client):
    made = desk.simulated(desk.propose())
    with desk.inside():
        row = AdjustmentRow.objects.order_by("id").first()
    client.force_login(desk.signer.user)

    with CaptureQueriesContext(connection):
        said = words(client.get(reverse("benefits:adjustment_row", args=[made.pk, row.pk])))

    assert "1,000.00 × 12 = 12,000.00" in said and "1,300.00 × 12 = 15,600.00" in said and "鉴定为2至4级" in said
    assert "张桂兰 在世" in said


def test_the_drawn_families_stand_on_one_sheet(desk, seen_by):
    made = desk.simulated(desk.propose())

    said = seen_by(desk.preparer, "drawn_families", made.pk)

    assert "抽取 2 户，已核对 0 户" in said and said.count("核对无误") == 2 and "张桂兰" in said
    assert "核对无误" not in seen_by(desk.signer, "drawn_families", made.pk)


def test_the_notice_says_old_and_new_and_whom_it_changes_in_a_township(desk, seen_by):
    made = desk.announced(desk.propose())

    said = " ".join(seen_by(desk.signer, "adjustment_notice", made.pk, query=f"?township={VILLAGES[1][:9]}000").split())

    assert "筑委厅字〔2013〕89号 三(一)" in said and "自 2026-01-01 起执行" in said and "1,000.00 1,300.00" in said
    assert said.count("6,000.00 7,800.00 +1,800.00") == 1 and "12,000.00 15,600.00" not in said and "草稿" not in said


def test_before_it_is_published_the_notice_is_a_draft(desk, seen_by):
    made = desk.simulated(desk.propose())

    assert "草稿" in seen_by(desk.reviewer, "adjustment_notice", made.pk)


def test_the_workbook_masks_numbers(desk, client):
    made = desk.simulated(desk.propose())
    client.force_login(desk.signer.user)

    content = client.get(reverse("benefits:export_adjustment", args=[made.pk]) + "?year=2026").content

    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[7:] for row in rows[1:]] == [(12000, 15600, 3600), (6000, 7800, 1800)]
    assert all(row[4].startswith("*") for row in rows[1:])


def test_what_is_rounded_needs_its_reason(desk, seen_by):
    made = desk.propose()
    with desk.inside():
        value = made.values.get(name="complication_living_allowance.grade_2")

    said = seen_by(desk.reviewer, "choose_standards", made.pk, status=422, **{f"new-{value.pk}": 130_500})

    assert "请写明理由" in said or "选择一个有效的选项" in said


def test_a_discarding_without_a_reason_is_shown_again(desk, seen_by):
    made = desk.propose()

    assert "请写明作废的理由" in seen_by(desk.reviewer, "discard_adjustment", made.pk, status=422, why="")


def test_others_see_none_of_it(desk, seen_by):
    made = desk.simulated(desk.propose())

    seen_by(an_official(Role.VIEWER, GUANSHANHU), "adjustments", status=403)
    seen_by(an_official(Role.COUNTY_REVIEWER, ZHANGDIAN), "adjustment", made.pk, status=404)


@pytest.mark.parametrize(("walk", "role", "move"), [
    ("proposed", "reviewer", "测算"), ("simulated", "preparer", "核对无误"), ("checked", "signer", "审批通过"), ("approved", "signer", "公布执行"),
])  # fmt: skip
def test_it_waits_on_the_desk_of_who_is_next(desk, walk, role, move):
    made = desk.propose()
    if walk != "proposed":
        getattr(desk, walk)(made)

    with desk.inside():
        found = [task for task in waiting.tasks(getattr(desk, role)) if made.number in task.title]

    assert [move in task.detail for task in found] == [True]
