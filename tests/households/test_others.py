"""What few families have: rows opened by a key, a code that says what, boxes that say there is none."""
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.refusal import NotAllowed
from households import commands, forms, kinds
from households.cells import others, read, show
from households.entry import (
    UNRECORDED,
    AdmissionEntry,
    ComplicationEntry,
    ExamEntry,
    HousingEntry,
    IncomeEntry,
    MedicalEntry,
    PensionEntry,
    PostEntry,
    ResidenceEntry,
    SchoolingEntry,
    StatusEntry,
)
from households.models import Income, MedicalCost, Schooling
from households.queries import record
from households.queries.family import entry_of, family, family_as_case
from households.words import ELSEWHERE
from tests.builders import AT, QINGSHI, inside
from tests.households.families import a_clerk, changed, two_girls
from tests.households.test_cells import ON, VILLAGES, cells

ROWS = {
    "11": ("child-0", "2013-1-1", "", ""),
    "22": ("child-0", "20130901", "20160630", ""),
    "31": ("child-0", "2019-08-20", "", ""),
    "41": ("child-0", "2016-06-20", "", ""),
    "42": ("adult-1", "2012-01-01", "", ""),
    "51": ("adult-0", "2010-01-01", "", ""),
    "61": ("child-0", "2024-03-01", "", "440300"),
    "71": ("adult-0", "2025", "", "18000"),
    "81": ("", "2025", "", "150.5"),
    "82": ("", "2025-01-01", "", "15"),
    "05": ("", "2012-01-01", "", "县卫健局"),
}


def typed(rows=ROWS, **more):
    said = {}
    for number, (what, row) in enumerate(rows.items()):
        said |= {f"fact-{number}-{name}": text for name, text in zip(others.CELLS, (what, *row), strict=True)}
    return cells(**more) | said


def page(given, base=None):
    return read.read(given, villages=VILLAGES, on=ON, base=base)


def everything(entry):
    """A family of which every kind of these facts is recorded."""
    entry = changed(
        entry,
        "adult-0",
        complication=(ComplicationEntry(2, date(2013, 1, 1), date(2020, 1, 1), True), ComplicationEntry(3, date(2020, 1, 1), None, True)),
        post=(PostEntry("village_fp_director", date(2012, 1, 1)),),
        pension=(PensionEntry("resident", date(2010, 1, 1)),),
    )
    entry = changed(
        entry,
        "child-1",
        school=(SchoolingEntry("junior", date(2004, 9, 1), date(2007, 7, 1)),),
        admission=(AdmissionEntry("bachelor", date(2010, 8, 20), True),),
        exams=(ExamEntry("senior_entrance", date(2007, 6, 20)),),
        residence=(ResidenceEntry(ELSEWHERE, date(2024, 3, 1)),),
    )
    said = {
        "status": (StatusEntry("fp_hardship", date(2012, 1, 1), decided_by="县卫健局"), StatusEntry("able_to_run_project", date(2020, 1, 1))),
        "income": (IncomeEntry(2024, 15000), IncomeEntry(2025, 16050)),
        "housing": (
            HousingEntry(date(2024, 1, 1), date(2025, 1, 1), Decimal("16.00"), True),
            HousingEntry(date(2025, 1, 1), None, Decimal("15.00"), True),
        ),
        "medical": (MedicalEntry("adult-0", 2025, 1_800_000),),
    }
    return two_girls(people=entry.people, **said)


def test_every_row_is_read():
    found = page(typed())

    assert found.messages == ()
    husband, wife, child = found.entry.people
    assert husband.pension == (PensionEntry("resident", date(2010, 1, 1)),)
    assert wife.post == (PostEntry("village_fp_director", date(2012, 1, 1)),)
    assert child.complication == (ComplicationEntry(1, date(2013, 1, 1), None, True),)
    assert child.school == (SchoolingEntry("junior", date(2013, 9, 1), date(2016, 7, 1)),)
    assert child.admission == (AdmissionEntry("bachelor", date(2019, 8, 20), True),)
    assert child.exams == (ExamEntry("senior_entrance", date(2016, 6, 20)),)
    assert child.residence == (ResidenceEntry("440300000000", date(2024, 3, 1)),)
    assert found.entry.medical == (MedicalEntry("adult-0", 2025, 1_800_000),)
    assert found.entry.income == (IncomeEntry(2025, 15050),)
    assert found.entry.housing == (HousingEntry(date(2025, 1, 1), None, Decimal("15"), True),)
    assert found.entry.status == (StatusEntry("two_girls_sterilised", date(2012, 1, 1), decided_by="县卫健局"),)


def test_untouched_is_not_recorded_and_a_box_says_there_is_none():
    untouched, ticked = page(cells()).entry, page(cells(no_others="1", no_residence="1")).entry

    assert {getattr(untouched.people[0], kind) for kind in others.PERSON_KINDS} == {UNRECORDED}
    assert {untouched.medical, untouched.income, untouched.housing} == {UNRECORDED}
    assert [ticked.people[0].complication, ticked.people[0].residence, ticked.medical] == [(), (), ()]
    assert [ticked.people[0].pension, ticked.income] == [UNRECORDED, UNRECORDED]


def test_a_box_speaks_for_those_no_row_speaks_of():
    people = page(typed({"21": ("child-0", "2020-09-01", "", "")}, no_others="1")).entry.people

    assert [person.school for person in people] == [(), (), (SchoolingEntry("primary", date(2020, 9, 1)),)]


@pytest.mark.parametrize(
    ("what", "row", "cell", "sentence"),
    [
        ("", ("adult-0", "2020-01-01", "", ""), "what", "选事项"),
        ("21", ("", "2020-09-01", "", ""), "who", "选人员"),
        ("21", ("child-0", "", "", ""), "since", "填日期"),
        ("81", ("", "2025", "", ""), "detail", "金额"),
        ("81", ("", "2027", "", "1"), "since", "还没有到"),
        ("84", ("", "2025-01-01", "", ""), "detail", "面积"),
        ("82", ("", "2025-01-01", "", "15.005"), "detail", "两位小数"),
        ("61", ("adult-0", "2025-01-01", "", "深圳"), "detail", "区划代码"),
        ("31", ("child-0", "2030-01-01", "", ""), "since", "晚于今天"),
    ],
)
def test_a_row_that_says_too_little_or_the_impossible_is_pointed_at(what, row, cell, sentence):
    (message,) = page(typed({what: row})).messages

    assert (message.kind, message.cell, message.section) == ("error", f"fact-0-{cell}", "fact")
    assert sentence in message.sentence


@pytest.fixture
def household(db):
    with inside(QINGSHI):
        yield commands.register_household(entry=everything(two_girls()), by=a_clerk(), at=AT, source="户口簿")


def test_a_record_opened_and_sent_back_says_the_same(household):
    base = entry_of(family(household.pk))

    again = page(show.cells_of(base, village="柳沟村"), base).entry

    rows = {person.key: key for key, person in show.rows_of(base).items()}
    for person in base.people:
        mine = again.person(rows[person.key])
        assert [getattr(mine, kind) for kind in others.PERSON_KINDS] == [getattr(person, kind) for kind in others.PERSON_KINDS]
    assert (again.status, again.income, again.housing) == (base.status, base.income, base.housing)
    assert [(item.year, item.own_fen) for item in again.medical] == [(2025, 1_800_000)]


def test_a_row_that_is_changed_withdraws_what_it_said(household):
    base = entry_of(family(household.pk))
    given = show.cells_of(base, village="柳沟村")
    (number,) = [name.split("-")[1] for name, text in given.items() if name.endswith("-what") and text == "22"]
    given[f"fact-{number}-until"] = "2007-06-15"

    changed_entry = page(given, base).entry
    commands.amend_household(household_id=household.pk, entry=changed_entry, by=a_clerk(), at=AT, why="更正")

    assert [row.until for row in Schooling.objects.filter(withdrawn_at=None)] == [date(2007, 6, 16)]
    assert Schooling.objects.exclude(withdrawn_at=None).count() == 1
    assert MedicalCost.objects.filter(withdrawn_at=None).count() == 1 and Income.objects.filter(withdrawn_at=None).count() == 2


def test_every_kind_reaches_the_record_page_and_the_case(household):
    said = record.record(household.pk, on=date(2026, 1, 1))
    words = [fact.words for fact in said.facts] + [fact.words for member in said.members for fact in member.facts]
    case = family_as_case(household.pk)
    child = next(member for member in case["members"] if member["name"] == "刘敏")

    for expected in ("手术并发症三级", "住在外地", "城乡居民养老保险", "城镇人均住房 15.00 平方米，中等偏下收入"):
        assert expected in words
    assert child["exams"] == [{"on": "2007-06-20", "kind": "senior_entrance"}]
    assert case["income"] == [{"year": 2024, "other_per_person_month": "150.00"}, {"year": 2025, "other_per_person_month": "160.50"}]
    assert case["housing"] == {"urban_area_per_person": "15.00", "middle_lower_income": True}
    assert [(row["year"], row["own_compliant_cost"]) for row in case["medical"]] == [(2025, "18000.00")]


def test_a_year_is_recorded_once(household):
    entry = entry_of(family(household.pk))

    with pytest.raises(NotAllowed, match="这一年的家庭收入已有记录"):
        commands.amend_household(
            household_id=household.pk, entry=replace(entry, income=(*entry.income, IncomeEntry(2025, 1))), by=a_clerk(), at=AT, why="更正"
        )


def test_what_happens_on_a_day_does_not_end_what_happened_before(household):
    person_id = next(member.person_id for member in family(household.pk).memberships if member.person.name == "刘敏")
    said = {"household_id": household.pk, "person_id": person_id, "by": a_clerk(), "at": AT, "source": "通知书"}

    commands.record_fact(kind="admission", item=AdmissionEntry("associate", date(2009, 8, 20), True), **said)

    entry = entry_of(family(household.pk))
    assert len(next(person for person in entry.people if person.name == "刘敏").admission) == 2


def test_every_kind_of_a_person_can_be_recorded_alone():
    assert set(forms.FACTS) == {kind.name for kind in kinds.PERSON}
