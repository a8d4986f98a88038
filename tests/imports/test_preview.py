"""The preview says what would happen to every row, and writes nothing to the record."""
import json
from datetime import date

import pytest

from accounts.refusal import NotAllowed
from audits.models import Event
from households.imports import commands, queries
from households.models import Household
from tests.builders import AT, GUANSHANHU, LIUGOU, SHANGPING, ZHANGDIAN, inside
from tests.imports.hostile import FILES
from tests.imports.test_families import but
from tests.imports.walking import a_clerk, checked, imported, job_of, now, on_record, said, tally, uploaded
from tests.imports.workbooks import a_csv, a_number, an_xlsx, two_girls

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return a_clerk()


def test_good_families_are_to_be_added_and_nothing_is_written(clerk):
    batch = checked(an_xlsx(two_girls(1) + two_girls(2)), clerk)

    assert (batch.state, tally(batch), on_record()) == ("checked", {"new": 8}, (0, 0))


def test_bad_row_holds_back_its_family_and_no_other(clerk):
    batch = checked(an_xlsx(but(two_girls(1), 3, name="刘芳1") + two_girls(2)), clerk)

    assert tally(batch) == {"error": 4, "new": 4}
    assert said(batch, 5) == ["姓名只含文字和间隔号，请去掉数字和其他符号。"]
    assert said(batch, 3)[-1] == "同一户的第 5 行未能导入，改正后整户一起导入。"


def test_a_bad_family_says_all_there_is_to_correct_and_its_good_rows_whose_row_is_bad(clerk):
    batch = checked(an_xlsx(but(two_girls(1, village="月球村"), 2, number="999001196603120426")), clerk)

    assert "“月球村”不是您辖区内的村（居）" in said(batch, 3)[0]
    assert "校验码不符" in said(batch, 4)[0]
    assert said(batch, 6) == ["同一户的第 3、4 行（刘志国、张桂兰）未能导入，改正后整户一起导入。"]


def test_unreadable_file_ends_in_its_sentence(clerk):
    batch = checked(FILES["formula"][0](), clerk)

    assert batch.state == "failed"
    assert "C5 单元格是公式" in batch.problem
    assert job_of(batch).state == "done"


def test_family_on_record_with_the_same_facts_is_the_same(clerk):
    content = an_xlsx(two_girls())
    imported(checked(content, clerk), clerk)

    again = checked(content, clerk)

    assert tally(again) == {"same": 4}


def test_what_the_rows_leave_empty_is_no_difference(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)
    bare = [{key: row[key] for key in ("family", "village", "relation", "name", "number") if key in row} for row in rows[:2]]

    assert tally(checked(an_xlsx(bare), clerk)) == {"same": 2}


CHANGES = {
    "phone": ({"phone": "13800000000"}, "联系电话：13900000000 → 13800000000"),
    "name": ({"name": "刘志刚"}, "姓名：刘志国 → 刘志刚"),
    "hukou": ({"hukou": "2 非农业户口", "hukou_since": "2015-01-01"}, "户口：农业户口 → 非农业户口 2015-01-01"),
    "death": ({"state": "2 死亡", "died": "2020-05-06"}, "死亡：在世 → 2020-05-06 死亡"),
    "account": ({"account": "62170000000099999"}, "开户行：张店农商银行"),
    "hukou book": ({"born": "1962-04-01"}, "户口簿出生日期：未录入 → 1962-04-01"),
    "status": ({"status": "计生困难家庭 2012-01-01 张店区卫生健康局"}, "家庭认定：无其他认定 → 计生困难家庭 2012-01-01 张店区卫生健康局"),
    "disability": ({"disability": "2", "disability_since": "2012-05-01"}, "残疾：无残疾 → 二级 2012-05-01"),
}


def test_differences_are_shown_old_to_new_and_are_no_update_unless_asked_for(clerk):
    families = [two_girls(serial) for serial, _name in enumerate(CHANGES, 1)]
    imported(checked(an_xlsx([row for rows in families for row in rows]), clerk), clerk)
    changed = an_xlsx([row for rows, (cells, _words) in zip(families, CHANGES.values(), strict=True) for row in but(rows, 1, **cells)])

    duplicate, update = checked(changed, clerk), checked(changed, clerk, update=True)

    assert (tally(duplicate), tally(update)) == ({"duplicate": 32}, {"update": 32})
    for number, (_cells, words) in enumerate(CHANGES.values()):
        assert any(words in sentence for sentence in said(update, 3 + 4 * number)), words
        assert any("请上传时勾选“更新已建档的户”" in sentence for sentence in said(duplicate, 3 + 4 * number))


def test_no_digit_of_a_number_stands_in_a_message(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)
    batch = checked(an_xlsx(but(rows, 1, account="62170000000098765", born="1961-03-02", phone="1")), clerk, update=True)

    with inside(ZHANGDIAN):
        messages = json.dumps(list(batch.rows.values_list("messages", flat=True)), ensure_ascii=False)

    assert "98765" not in messages
    assert not any(row["number"][-4:] in messages for row in rows)


def test_number_typed_in_a_wrong_column_is_not_shown(clerk):
    rows = two_girls()
    batch = checked(an_xlsx(but(rows, 1, village=rows[0]["number"])), clerk, name=f"{rows[1]['number']}.xlsx")

    assert said(batch, 3) == ["“…”不是您辖区内的村（居），请从下拉列表选。"]
    assert batch.file_name == "….xlsx"


def test_person_without_number_is_found_by_name(clerk):
    rows = two_girls()
    born = {"number": None, "sex": "2 女", "born": "1985-05-20"}
    imported(checked(an_xlsx(but(rows, 3, **born)), clerk), clerk)

    assert tally(checked(an_xlsx(but(rows, 3, **born)), clerk)) == {"same": 4}
    batch = checked(an_xlsx(rows), clerk, update=True)
    assert tally(batch) == {"update": 4}
    assert "补录身份证号" in said(batch, 5)


def test_namesake_with_another_number_is_asked_about(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)

    batch = checked(an_xlsx(but(rows, 3, number=a_number(date(1985, 5, 21), "female"))), clerk, update=True)

    assert tally(batch) == {"error": 4}
    assert any("已登记同名的人，身份证号不同" in sentence for sentence in said(batch, 5))


def test_people_left_out_of_the_file_stay_as_they_are(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)

    assert tally(checked(an_xlsx(but(rows[:3], 1, children=None)), clerk)) == {"same": 3}


def test_fewer_children_than_are_on_record_are_asked_about(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)

    batch = checked(an_xlsx(but(rows[:3], 1, children=1)), clerk, update=True)

    assert tally(batch) == {"error": 3}
    assert said(batch, 3) == ["子女数填了 1，档案中已有刘芳、刘敏。请核对，有误的在档案页更正。"]


def test_second_householder_beside_the_recorded_one_is_asked_about(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)
    wife = rows[1] | {"relation": "0 户主", "village": LIUGOU, "marital": "3 丧偶"}

    batch = checked(an_xlsx([wife]), clerk, update=True)

    assert tally(batch) == {"error": 1}
    assert "应有且只有一名户主，现有 2 名" in said(batch, 3)[0]


def test_couple_with_two_records_is_asked_about(clerk):
    one, two = two_girls(1), two_girls(2)
    imported(checked(an_xlsx(one + two), clerk), clerk)
    mixed = [one[0], two[1] | {"family": "1"}]

    assert any("已分别建档" in sentence for sentence in said(checked(an_xlsx(but(mixed, 1, children=None)), clerk, update=True), 3))


def test_family_another_township_has_on_record_is_refused_with_its_place(clerk):
    rows = two_girls(village="370303101201")
    other = a_clerk("370303101000")
    imported(checked(an_xlsx(rows), other), other)

    batch = checked(an_xlsx([row | ({"village": LIUGOU} if "village" in row else {}) for row in rows]), clerk)

    assert tally(batch) == {"error": 4}
    assert "不在您的辖区，请与当地经办人核对" in said(batch, 3)[0]


@pytest.mark.parametrize("village", [LIUGOU, "370303100201 青石镇柳沟村", "柳沟村", "青石镇 柳沟村", "柳沟"])
def test_village_is_its_code_or_its_name(clerk, village):
    assert tally(checked(an_xlsx(two_girls(village=village)), clerk)) == {"new": 4}


@pytest.mark.parametrize("village", ["520115100201", "370303101201", "月球村"])
def test_village_outside_the_clerks_place_is_refused(clerk, village):
    assert f"“{village}”不是您辖区内的村（居）" in said(checked(an_xlsx(two_girls(village=village)), clerk), 3)[0]


def test_village_worker_sees_their_own_villages_alone():
    worker = a_clerk(SHANGPING)

    assert tally(checked(an_xlsx(two_girls(village=LIUGOU)), worker)) == {"error": 4}
    assert tally(checked(an_xlsx(two_girls(village="")), worker)) == {"new": 4}
    assert tally(checked(an_xlsx(two_girls(village=SHANGPING)), worker)) == {"new": 4}


def test_rules_about_the_whole_family_speak_on_its_rows(clerk):
    rows = but(two_girls(), 3, number=a_number(date(1950, 1, 1), "female"))

    assert "出生日期不晚于" in said(checked(an_xlsx(rows), clerk), 5)[0]


def test_pages_hold_fifty_rows_and_know_their_neighbours(clerk):
    batch = checked(a_csv([row for serial in range(1, 31) for row in two_girls(serial)]), clerk)
    with inside(ZHANGDIAN):
        first = queries.page(batch, tab="all")
        second = queries.page(batch, tab="all", after=first.next)
        last = queries.page(batch, tab="all", after=second.next)
        back = queries.page(batch, tab="all", before=last.previous)

    assert [len(page.rows) for page in (first, second, last)] == [50, 50, 20]
    assert (first.previous, last.next) == (None, None)
    assert [row.number for row in back.rows] == [row.number for row in second.rows]


def test_rows_are_shown_without_a_digit_of_their_number(clerk):
    rows = two_girls()
    batch = checked(an_xlsx(rows), clerk)
    with inside(ZHANGDIAN):
        shown = queries.page(batch, tab="new").rows

    assert [row.masked for row in shown] == ["*" * 18] * 4
    assert [(row.name, row.relation) for row in shown[:2]] == [("刘志国", "户主"), ("张桂兰", "配偶")]


def test_what_was_typed_lies_sealed(clerk):
    rows = two_girls()
    batch = checked(an_xlsx(rows), clerk)
    with inside(ZHANGDIAN):
        kept = b"".join(bytes(row.content) for row in batch.rows.all()) + bytes(batch.content)
        typed = [json.loads(row.text()) for row in batch.rows.order_by("number")]

    assert rows[0]["number"] in typed[0]
    assert rows[0]["number"].encode() not in kept
    assert "刘志国".encode() not in kept


def test_another_county_sees_nothing_of_it(clerk):
    batch = checked(an_xlsx(two_girls()), clerk)

    with inside(GUANSHANHU):
        assert not type(batch).objects.filter(pk=batch.pk).exists()


def test_checked_file_can_be_given_up_and_is_forgotten(clerk):
    batch = checked(an_xlsx(two_girls()), clerk)

    with inside(clerk.division_code):
        commands.give_up(batch_id=batch.pk, by=clerk, at=AT)
        kept = (batch.rows.count(), batch.families.count(), bytes(now(batch).content))

    assert (now(batch).state, kept) == ("cancelled", (0, 0, b""))


def test_file_that_is_being_checked_is_not_imported(clerk):
    batch = uploaded(an_xlsx(two_girls()), clerk)

    with pytest.raises(NotAllowed, match="不能在“校验中”时进行"), inside(clerk.division_code):
        commands.start_import(batch_id=batch.pk, by=clerk, at=AT)


def test_nothing_is_done_to_a_file_a_job_is_on(clerk):
    batch = uploaded(an_xlsx(two_girls()), clerk)

    with pytest.raises(NotAllowed, match="作业还在进行"), inside(clerk.division_code):
        commands.give_up(batch_id=batch.pk, by=clerk, at=AT)


def test_job_that_comes_late_does_nothing(clerk):
    batch = checked(an_xlsx(two_girls()), clerk)

    with inside(clerk.division_code):
        late = [
            commands.read_file(batch_id=batch.pk, by=clerk, at=AT),
            commands.check_families(batch_id=batch.pk, after=0, by=clerk, at=AT),
            commands.import_families(batch_id=batch.pk, after=0, by=clerk, at=AT),
            commands.take_back(batch_id=batch.pk, by=clerk, at=AT),
        ]

    assert (late, now(batch).state, on_record()) == ([None] * 4, "checked", (0, 0))


def test_empty_file_is_refused_at_the_door(clerk):
    with pytest.raises(NotAllowed, match="空的"):
        uploaded(b"", clerk)


def test_every_act_leaves_one_event(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)

    with inside(ZHANGDIAN):
        kinds = list(Event.objects.filter(subject_kind="households.importbatch").order_by("id").values_list("kind", flat=True))
        assert Event.objects.filter(kind="household.registered").count() == Household.objects.count() == 1
    assert kinds == ["import.uploaded", "import.checked", "import.started", "import.imported"]
    assert now(batch).state == "imported"
