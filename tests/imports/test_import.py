"""Good families go in, bad rows come back, the same file again changes nothing, and everything can be taken back."""
import io
from datetime import date

import pytest
from django.db import DatabaseError, connection
from openpyxl import load_workbook

from accounts.refusal import NotAllowed
from audits.jobs import commands as jobs
from audits.jobs import engine
from audits.models import Event
from households import commands as households
from households.imports import commands, undoing
from households.imports.columns import EXPLANATION, SHEET
from households.imports.commands import importing
from households.models import Account, Death, Draft, Hukou, ImportBatch, Membership, Parentage, Person, Statement
from households.queries.family import entry_of, family
from tests.builders import AT, GUANSHANHU, ZHANGDIAN, inside
from tests.imports.test_families import but
from tests.imports.walking import a_clerk, checked, imported, job_of, now, on_record, said, taken_back, tally
from tests.imports.workbooks import a_number, an_xlsx, two_girls

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return a_clerk()


def several(number):
    return [row for serial in range(1, number + 1) for row in two_girls(serial)]


def returned(batch, clerk):
    with inside(clerk.division_code):
        return commands.hand_back(batch_id=batch.pk, by=clerk, at=AT)


def rows_of(content):
    return [list(row) for row in load_workbook(io.BytesIO(content))[SHEET].iter_rows(values_only=True)]


def everything():
    """Every fact of the county, as it stands."""
    models = (Membership, Hukou, Death, Parentage, Statement, Account)
    with inside(ZHANGDIAN):
        return {model.__name__: model.objects.count() for model in models} | {"Person": Person.objects.count()}


def test_good_families_are_on_record_as_they_were_typed(clerk):
    rows = two_girls()
    batch = imported(checked(an_xlsx(rows), clerk), clerk)

    assert (batch.state, on_record()) == ("imported", (1, 4))
    with inside(ZHANGDIAN):
        household = batch.families.get().household
        known = entry_of(family(household.pk))
        person = Person.objects.get(name="刘志国")
        source = Hukou.objects.get(person=person).source
    assert [(person.name, person.relation, person.death) for person in known.people[:2]] == [("刘志国", "0", None), ("张桂兰", "1", None)]
    assert (known.phone, known.certificates, known.status, len(known.children)) == ("13900000000", (), (), 2)
    assert person.number() == rows[0]["number"]
    assert source == f"Excel 导入 {batch.number} 第 3 行"


def test_bad_rows_stay_out_and_good_ones_go_in(clerk):
    batch = imported(checked(an_xlsx(but(two_girls(1), 2, state="2") + two_girls(2)), clerk), clerk)

    assert on_record() == (1, 4)
    assert tally(batch) == {"error": 4, "new": 4}


def test_same_file_again_adds_nothing(clerk):
    content = an_xlsx(several(3))
    imported(checked(content, clerk), clerk)
    before = everything()

    again = imported(checked(content, clerk, update=True), clerk)

    assert (everything(), tally(again)) == (before, {"same": 12})


def test_two_previews_of_one_file_add_it_once(clerk):
    content = an_xlsx(two_girls())
    first, second = checked(content, clerk), checked(content, clerk)

    imported(first, clerk)
    second = imported(second, clerk)

    assert (tally(second), on_record()) == ({"same": 4}, (1, 4))


def test_update_withdraws_and_records_and_leaves_the_rest(clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)
    changed = but(rows, 1, hukou="2 非农业户口", hukou_since="2015-01-01", phone="13800000000")

    imported(checked(an_xlsx(changed), clerk, update=True), clerk)

    with inside(ZHANGDIAN):
        head = Person.objects.get(name="刘志国")
        periods = Hukou.objects.filter(person=head, withdrawn_at=None).order_by("since").values_list("kind", "since", "until")
        assert [(kind, str(since), until and str(until)) for kind, since, until in periods] == [
            ("rural", str(head.born), "2015-01-01"),
            ("urban", "2015-01-01", None),
        ]
        assert Hukou.objects.filter(person=head).exclude(withdrawn_at=None).get().withdrawn_why.startswith("按 DR-")
        assert Membership.objects.get(person=head).household.phone == "13800000000"


def test_family_the_record_refuses_by_now_comes_back(clerk):
    rows = two_girls()
    batch = checked(an_xlsx(rows + two_girls(2)), clerk)
    head = {key: value for key, value in rows[0].items() if key not in ("married", "children")}
    imported(checked(an_xlsx([head]), clerk), clerk)

    batch = imported(batch, clerk)

    assert tally(batch) == {"duplicate": 4, "new": 4}


def her_own_family(parents):
    """The elder daughter of a family as wife in one of her own, with two children."""
    husband, _wife, *girls = two_girls(2)
    both = {key: husband[key] for key in ("family", "hukou", "state", "disability", "living")}
    wife = both | {"relation": "1 配偶", "name": parents[2]["name"], "number": parents[2]["number"]}
    young = [girl | {"number": a_number(date(2012 + place, 5, 5), "female")} for place, girl in enumerate(girls)]
    return [husband | {"married": "2010-05-01"}, wife, *young]


@pytest.mark.parametrize("at_once", [1, 20])
def test_grown_daughter_stands_with_her_parents_and_in_her_own_family(clerk, monkeypatch, at_once):
    monkeypatch.setattr(importing, "IMPORTED_AT_ONCE", at_once)
    parents = two_girls(1)
    content = an_xlsx(parents + her_own_family(parents))

    batch = imported(checked(content, clerk), clerk)

    assert tally(batch) == {"new": 8}, [said(batch, number) for number in range(3, 11)]
    assert on_record() == (2, 7)
    assert tally(checked(content, clerk)) == {"same": 8}
    taken_back(batch, clerk)
    assert on_record() == (0, 0)


def test_family_that_a_constraint_refuses_leaves_the_others_of_its_chunk_in(clerk):
    parents = but(two_girls(1), 3, bank="张店农商银行", account="62170000000077777")
    imported(checked(an_xlsx(parents), clerk), clerk)
    second_account = but(her_own_family(parents), 2, bank="张店农商银行", account="62170000000088888")

    batch = imported(checked(an_xlsx(two_girls(3) + second_account + two_girls(4)), clerk), clerk)

    assert tally(batch) == {"new": 8, "error": 4}
    assert "同一天只能有一个收款账户" in said(batch, 7)[-1]
    assert on_record() == (3, 12)


def test_linked_daughter_may_not_be_told_otherwise(clerk):
    parents = two_girls(1)
    imported(checked(an_xlsx(parents), clerk), clerk)
    family = her_own_family(parents)

    named = checked(an_xlsx(but(family, 2, name="刘芬")), clerk)
    urban = checked(an_xlsx(but(family, 2, hukou="2")), clerk)

    assert "在青石镇柳沟村登记的姓名是刘芳" in said(named, 4)[-1]
    assert "这里填的户口与该处记录不一致" in said(urban, 4)[-1]
    assert (tally(named), tally(urban)) == ({"error": 4}, {"error": 4})


def test_round_trip_of_the_bad_rows(clerk):
    rows = but(two_girls(1), 3, name="刘芳1") + two_girls(2)
    rows[2] |= {"档案柜": "=cmd|' /C calc'!A0"}
    content = an_xlsx(rows, above=("青石镇摸底表",), extra=("档案柜",))
    batch = imported(checked(content, clerk), clerk)

    back = returned(batch, clerk)

    above, headings, *bad = rows_of(back)
    assert above[0] == "青石镇摸底表"
    assert headings[-2:] == ["档案柜", EXPLANATION]
    assert [row[7] for row in bad] == ["刘志国", "张桂兰", "刘芳1", "刘敏"]
    assert bad[2][8] == rows[2]["number"]
    assert bad[2][-2:] == ["=cmd|' /C calc'!A0", "姓名只含文字和间隔号，请去掉数字和其他符号。"]
    sheet = load_workbook(io.BytesIO(back))[SHEET]
    assert sheet["H5"].fill.fgColor.rgb == "FFFDECEA"
    assert sheet["I5"].number_format == "@"
    assert sheet["AM5"].data_type == "s"
    sheet["H5"] = "刘芳"
    file = io.BytesIO()
    sheet.parent.save(file)
    again = imported(checked(file.getvalue(), clerk), clerk)
    assert (tally(again), on_record()) == ({"new": 4}, (2, 8))


def test_handing_rows_back_leaves_an_event(clerk):
    batch = checked(an_xlsx(but(two_girls(), 3, name="1")), clerk)

    returned(batch, clerk)

    with inside(ZHANGDIAN):
        assert Event.objects.get(kind="import.rows_returned").after == {"rows": 4}


def test_nothing_to_hand_back_is_said(clerk):
    with pytest.raises(NotAllowed, match="没有要退回的行"):
        returned(checked(an_xlsx(two_girls()), clerk), clerk)


def test_taking_back_leaves_nothing_but_the_events(clerk):
    imported(checked(an_xlsx(two_girls(9)), clerk), clerk)
    before = everything()
    batch = imported(checked(an_xlsx(several(3)), clerk), clerk)

    batch = taken_back(batch, clerk)

    assert (batch.state, everything()) == ("taken_back", before)
    with inside(ZHANGDIAN), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM households_personevent WHERE pgh_obj_id NOT IN (SELECT id FROM households_person)")
        assert cursor.fetchone() == (0,)
        assert Event.objects.filter(kind="import.taken_back").get().after == {"families": 3}
        assert Event.objects.filter(kind="household.registered").count() == 4


def test_what_was_taken_back_can_be_imported_again(clerk):
    content = an_xlsx(two_girls())
    taken_back(imported(checked(content, clerk), clerk), clerk)

    imported(checked(content, clerk), clerk)

    assert on_record() == (1, 4)


def test_taking_an_update_back_restores_what_was(clerk):
    rows = two_girls()
    living = {"living": "1 农村低保", "living_since": "2013-01-01", "living_subsidy": 60}
    imported(checked(an_xlsx(but(rows[:3], 1, children=None, **living)), clerk), clerk)
    with inside(ZHANGDIAN):
        household = Membership.objects.get(person__name="刘志国").household_id
        before = entry_of(family(household))
    changed = {"phone": "1380", "hukou": "2", "hukou_since": "2015-01-01", "account": "62170000000099999", "status": "扶贫对象 2014-01-01"}
    changed |= {"name": "刘志刚", "marital": "3 丧偶", "living_subsidy": 90, "certificate": "1", "children": 2}
    batch = imported(checked(an_xlsx(but(but(rows, 1, **living | changed), 2, state="2", died="2020-01-01")), clerk, update=True), clerk)
    with inside(ZHANGDIAN):
        assert entry_of(family(household)) != before
        assert Person.objects.count() == 4

    batch = taken_back(batch, clerk)

    assert batch.state == "taken_back", batch.job.error
    with inside(ZHANGDIAN):
        assert entry_of(family(household)) == before
        assert [account.number()[-5:] for account in Account.objects.filter(withdrawn_at=None)] == ["00001"]
        assert Person.objects.count() == 3


def test_family_amended_since_is_not_taken_back(clerk):
    batch = imported(checked(an_xlsx(several(2)), clerk), clerk)
    with inside(ZHANGDIAN):
        household = batch.families.get(place=2).household
        entry = entry_of(family(household.pk))
        households.amend_household(household_id=household.pk, entry=type(entry)(**{**vars(entry), "phone": "1"}), by=clerk, at=AT, why="核对")

    with pytest.raises(NotAllowed, match=f"{household.number} 户导入后又有改动"):
        taken_back(batch, clerk)
    assert on_record() == (2, 8)


def test_family_somebody_is_typing_in_is_not_taken_back(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)
    with inside(ZHANGDIAN):
        household = batch.families.get().household
        Draft.objects.create(household=household, post=clerk, division_code=household.division_code, content=b"", started_at=AT, saved_at=AT)

    with pytest.raises(NotAllowed, match="已用于“草稿”"):
        taken_back(batch, clerk)


def test_use_that_came_meanwhile_stops_the_job_whole(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)
    with inside(clerk.division_code):
        batch = commands.start_taking_back(batch_id=batch.pk, by=clerk, at=AT)
    with inside(ZHANGDIAN):
        household = batch.families.get().household
        Draft.objects.create(household=household, post=clerk, division_code=household.division_code, content=b"", started_at=AT, saved_at=AT)

    engine.work(batch.job_id)

    assert (now(batch).state, on_record()) == ("imported", (1, 4))
    assert "已用于“草稿”" in now(batch).problem


def test_people_linked_by_a_later_import_hold_the_first(clerk):
    parents = two_girls(1)
    first = imported(checked(an_xlsx(parents), clerk), clerk)
    second = imported(checked(an_xlsx(her_own_family(parents)), clerk), clerk)
    assert tally(second) == {"new": 4}, [said(second, number) for number in range(3, 7)]

    with pytest.raises(NotAllowed, match="导入后又有改动"):
        taken_back(first, clerk)
    taken_back(second, clerk)

    assert on_record() == (1, 4)
    with inside(ZHANGDIAN):
        daughter = Person.objects.get(name="刘芳")
        assert Membership.objects.get(person=daughter, withdrawn_at=None).household_id == first.families.get().household_id


def test_database_removes_nothing_for_another_place_or_a_finished_import(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)

    for place in (GUANSHANHU, ZHANGDIAN):
        with pytest.raises(DatabaseError, match="不能撤销"), inside(place), connection.cursor() as cursor:
            cursor.execute("SELECT take_back_import(%s)", [batch.pk])
    assert on_record() == (1, 4)


def test_database_itself_keeps_what_something_refers_to(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)
    with inside(ZHANGDIAN):
        household = batch.families.get().household
        Draft.objects.create(household=household, post=clerk, division_code=household.division_code, content=b"", started_at=AT, saved_at=AT)
        ImportBatch.objects.filter(pk=batch.pk).update(state="taking_back")

    with pytest.raises(DatabaseError), inside(ZHANGDIAN), connection.cursor() as cursor:
        cursor.execute("SELECT take_back_import(%s)", [batch.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert on_record() == (1, 4)


def test_cancelled_import_leaves_none_of_it(clerk):
    batch = checked(an_xlsx(several(importing.IMPORTED_AT_ONCE + 3)), clerk)
    with inside(clerk.division_code):
        commands.start_import(batch_id=batch.pk, by=clerk, at=AT)
    job = job_of(batch)
    with inside(clerk.division_code):
        taken = commands.import_families(batch_id=batch.pk, after=0, by=clerk, at=AT)
        assert taken == (importing.IMPORTED_AT_ONCE, importing.IMPORTED_AT_ONCE)
        assert on_record() == (importing.IMPORTED_AT_ONCE, 4 * importing.IMPORTED_AT_ONCE)
        jobs.cancel(job_id=job.pk, by=clerk, at=AT)

    assert (now(batch).state, job_of(batch).state, on_record()) == ("cancelled", "cancelled", (0, 0))
    with inside(ZHANGDIAN):
        assert (batch.rows.count(), bytes(now(batch).content)) == (0, b"")
        assert Event.objects.filter(kind="job.cancelled").count() == 1


def test_import_whose_work_stopped_can_be_given_up(clerk):
    batch = checked(an_xlsx(two_girls()), clerk)
    with inside(clerk.division_code):
        commands.start_import(batch_id=batch.pk, by=clerk, at=AT)
        commands.import_families(batch_id=batch.pk, after=0, by=clerk, at=AT)
        job = job_of(batch)
        type(job).objects.filter(pk=job.pk).update(state="failed", finished_at=AT)
        commands.give_up(batch_id=batch.pk, by=clerk, at=AT)

    assert (now(batch).state, on_record()) == ("cancelled", (0, 0))


def test_taking_back_whose_work_stopped_is_started_again(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)
    with inside(clerk.division_code):
        commands.start_taking_back(batch_id=batch.pk, by=clerk, at=AT)
        job = job_of(batch)
        type(job).objects.filter(pk=job.pk).update(state="failed", finished_at=AT)
        batch = commands.start_taking_back(batch_id=batch.pk, by=clerk, at=AT.replace(hour=3))

    engine.work(batch.job_id)

    assert (now(batch).state, on_record()) == ("taken_back", (0, 0))


def test_import_is_taken_back_once(clerk):
    batch = taken_back(imported(checked(an_xlsx(two_girls()), clerk), clerk), clerk)

    with pytest.raises(NotAllowed, match="不能在“已撤销”时进行"):
        taken_back(batch, clerk)


def test_page_says_why_an_import_is_not_taken_back(clerk):
    batch = imported(checked(an_xlsx(two_girls()), clerk), clerk)
    with inside(clerk.division_code):
        assert undoing.why_not_seen_by(batch, clerk) is None
