"""低保月度名单: the list beside the record, old and new of each family; registered as facts, and a second time it changes nothing."""
import io
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from households.commands import record_fact, register_household
from households.entry import DeathEntry, MinimumLivingEntry
from households.models import Household, Person
from poverty.models import ListedFamily, MinimumLiving, MinimumLivingList
from poverty.monthly import commands
from poverty.monthly.columns import TABLE
from tests.benefits.books import an_official
from tests.builders import AT, ZHANGDIAN, inside
from tests.households.families import a_bereaved_couple, a_clerk, a_number, a_person, two_girls

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
KEYS = {column.heading: column.key for column in TABLE.columns}


class Desk:
    """单建民 and 曾秀英 receive 180 yuan each since 2016; 刘志国's family receives nothing."""

    def __init__(self):
        self.clerk, self.preparer = a_clerk(), an_official(Role.COUNTY_PREPARER)
        self.couple = register_household(entry=a_bereaved_couple(), by=self.clerk, at=AT)
        self.girls = register_household(entry=two_girls(), by=self.clerk, at=AT)

    def row(self, name, family="A1", **said):
        number = said.pop("身份证号", None) or Person.objects.get(name=name).number()
        said = {"低保证号": family, "姓名": name, "身份证号": number} | said
        return [said.get(heading) for heading in TABLE.headings]

    def upload(self, *rows, month=NOVEMBER, key=None, by=None, kind="rural"):
        headings, lines = TABLE.understood([(2, TABLE.headings), *enumerate(rows, 3)])
        return commands.upload(
            key=key or uuid.uuid4(), kind=kind, month=month, source="民政名册", file_name="名册.xlsx", content=repr(rows).encode(), headings=headings,
            lines=lines, by=by or self.preparer, at=AT,
        )  # fmt: skip

    def apply(self, listed):
        return commands.apply(list_id=listed.pk, by=self.preparer, at=AT)

    def hand_back(self, listed, *, at=AT, reason="退县民政局核对"):
        return commands.hand_back(list_id=listed.pk, reason=reason, by=self.preparer, at=at)

    def couple_rows(self, **said):
        return [self.row("单建民", **said), self.row("曾秀英")]


@pytest.fixture
def desk():
    with inside(ZHANGDIAN):
        yield Desk()


def outcomes(listed):
    return {family.head: (family.outcome, family.before, family.after) for family in listed.families.all()}


def problems(listed):
    return [tuple(problem) for family in listed.families.all() for problem in family.problems]


def standing(household):
    rows = MinimumLiving.objects.filter(household=household, withdrawn_at=None).order_by("since")
    return [(row.since, row.until, row.category, row.line_fen, row.subsidy_fen, row.members.count()) for row in rows]


BEFORE = "农村低保，未分类，保障标准 — 元，补差 180.00 元，2 人：单建民、曾秀英"


def test_a_list_shows_old_and_new_and_registered_it_is_the_record(desk):
    listed = desk.upload(*desk.couple_rows(分类="B", **{"保障标准（元/人·月）": "640", "补差（元/人·月）": "260"}), desk.row("张桂兰", "A2"))

    assert outcomes(listed) == {
        "单建民": ("changed", BEFORE, "农村低保，B 类，保障标准 640.00 元，补差 260.00 元，2 人：单建民、曾秀英"),
        "张桂兰": ("new", "", "农村低保，未分类，保障标准 — 元，补差 — 元，1 人：张桂兰"),
    }
    assert standing(desk.couple) == [(date(2016, 1, 1), None, "", None, 18000, 2)]

    before = Household.objects.get(pk=desk.couple.pk).revision
    desk.apply(listed)

    assert standing(desk.couple) == [(date(2016, 1, 1), NOVEMBER, "", None, 18000, 2), (NOVEMBER, None, "B", 64000, 26000, 2)]
    assert standing(desk.girls) == [(NOVEMBER, None, "", None, None, 1)]
    assert not desk.girls.statements.filter(kind="minimum_living", withdrawn_at=None).exists()
    assert Household.objects.get(pk=desk.couple.pk).revision > before
    assert Event.objects.filter(kind="minimum_living_list.applied", outcome="done").count() == 1


def test_the_same_list_again_changes_nothing(desk):
    rows = [*desk.couple_rows(分类="B"), desk.row("张桂兰", "A2", 享受起始日="2026-10-15")]
    desk.apply(desk.upload(*rows))
    facts = list(MinimumLiving.objects.values_list("pk", "withdrawn_at"))

    again = desk.upload(*rows)
    desk.apply(again)

    assert {family.outcome for family in again.families.all()} == {"same"}
    assert list(MinimumLiving.objects.values_list("pk", "withdrawn_at")) == facts
    assert standing(desk.girls)[0][0] == date(2026, 10, 15)


def test_a_family_that_is_listed_no_more_ends_with_the_month(desk):
    listed = desk.upload(desk.row("张桂兰", "A2"))

    assert outcomes(listed)["单建民"] == ("ended", BEFORE, "")
    desk.apply(listed)
    assert standing(desk.couple) == [(date(2016, 1, 1), NOVEMBER, "", None, 18000, 2)]


def test_a_member_who_leaves_is_a_change(desk):
    listed = desk.upload(desk.row("曾秀英"))

    assert outcomes(listed)["曾秀英"][2].endswith("补差 180.00 元，1 人：曾秀英")


@pytest.mark.parametrize(("heading", "cell", "sentence"), [
    ("姓名", "曾绣英", "姓名不同"), ("补差（元/人·月）", "=1", "金额"), ("分类", "D", "只能填"), ("低保证号", None, "没有填写"),
])  # fmt: skip
def test_a_row_with_a_fault_keeps_its_family_as_it_is_and_comes_back(desk, heading, cell, sentence):
    wrong = desk.row("曾秀英")
    wrong[TABLE.headings.index(heading)] = cell
    listed = desk.upload(desk.row("单建民"), wrong, desk.row("张桂兰", "A2"))

    assert [row for row, under, told in problems(listed) if under == heading and sentence in told] == [4]
    assert {outcome for name, (outcome, _before, _after) in outcomes(listed).items() if name != "张桂兰"} == {"faulty"}
    book = load_workbook(io.BytesIO(desk.hand_back(listed))).active
    assert [cell.value for cell in book[2]][-1] == "错误说明"
    assert any(sentence in (row[-1] or "") for row in book.iter_rows(min_row=3, values_only=True))


def test_the_dead_and_the_twice_listed_and_the_wrongly_numbered_are_told(desk):
    wife = Person.objects.get(name="张桂兰")
    record_fact(
        household_id=desk.girls.pk, person_id=wife.pk, kind="death", item=DeathEntry(date(2026, 5, 1)), by=desk.clerk, at=AT, source="死亡证明"
    )
    mistyped = a_number(date(1962, 2, 28), "male")

    listed = desk.upload(desk.row("张桂兰", "A2"), desk.row("刘志国", "A3"), desk.row("刘志国", "A4"), desk.row("单建民", 身份证号=mistyped))

    told = {(row, heading): sentence for row, heading, sentence in problems(listed)}
    assert "2026-05-01 死亡" in told[3, "姓名"]
    assert "第 4 行是同一个人" in told[5, "身份证号"]
    assert "同名的享受人员" in told[6, "身份证号"]
    assert not listed.families.filter(outcome="ended").exists()


def test_people_the_county_does_not_know_are_listed_and_nothing_is_guessed(desk):
    one, two = ({"身份证号": a_number(date(year, 1, 1), "male")} for year in (1950, 1951))
    listed = desk.upload(*desk.couple_rows(), desk.row("赵无名", **one), desk.row("钱无名", "A9", **two))

    assert {family.head: family.outcome for family in listed.families.all()} == {"单建民": "same", "钱无名": "unmatched"}
    assert [row for row, _heading, _sentence in problems(listed)] == [5, 6]


def test_what_changed_since_the_page_was_shown_is_shown_again_first(desk):
    listed = desk.upload(*desk.couple_rows(分类="B"))
    alone = (a_person("adult-0", "孙一", "0", date(1960, 1, 1), "male"),)
    living = (MinimumLivingEntry("rural", date(2020, 1, 1), ("adult-0",)),)
    register_household(entry=two_girls(people=alone, couples=(), children=(), minimum_living=living), by=desk.clerk, at=AT)

    with pytest.raises(NotAllowed, match="重新比对"):
        desk.apply(listed)
    commands.compare_again(list_id=listed.pk, by=desk.preparer, at=AT)
    assert outcomes(listed)["孙一"][0] == "ended"
    desk.apply(listed)


def test_months_are_registered_in_their_order(desk):
    desk.apply(desk.upload(*desk.couple_rows()))

    with pytest.raises(NotAllowed, match="按月份先后"):
        desk.upload(*desk.couple_rows(), month=date(2026, 10, 1))
    with pytest.raises(NotAllowed, match="晚于今天"):
        desk.upload(*desk.couple_rows(), month=date(2026, 12, 1))


def test_a_registered_list_is_never_edited(desk):
    listed = desk.apply(desk.upload(*desk.couple_rows(分类="A")))

    for change in (
        lambda: MinimumLivingList.objects.filter(pk=listed.pk).update(state="compared", applied_at=None, applied_by=None),
        lambda: ListedFamily.objects.filter(of_list=listed).delete(),
    ):
        with pytest.raises(IntegrityError, match=r"不改写|只随重新比对更换"), transaction.atomic():
            change()


def test_the_rows_of_a_finished_list_are_forgotten_after_their_time_and_nothing_else_of_it(desk):
    wrong = desk.row("张桂兰", "A2", 分类="D")
    dropped, done, waiting = (desk.upload(*desk.couple_rows(分类="A"), wrong) for _time in range(3))
    commands.discard(list_id=dropped.pk, by=desk.preparer, at=AT)
    desk.apply(done)
    kept = [outcomes(listed) for listed in (dropped, done, waiting)]

    commands.delete_expired_rows(at=AT + timedelta(days=29))
    assert desk.hand_back(done, at=AT + timedelta(days=29))
    for listed in (done, waiting):
        with pytest.raises(NotAllowed, match="保存期"):
            desk.hand_back(listed, at=AT + timedelta(days=30))
    with pytest.raises(IntegrityError, match="只随重新比对更换"), transaction.atomic():
        ListedFamily.objects.filter(of_list=waiting).update(rows=b"")
    commands.delete_expired_rows(at=AT + timedelta(days=30))
    commands.delete_expired_rows(at=AT + timedelta(days=31))

    assert not any(family.typed() for listed in (dropped, done, waiting) for family in listed.families.all())
    assert [outcomes(listed) for listed in (dropped, done, waiting)] == kept
    told = Event.objects.filter(kind="minimum_living_list.rows_deleted").order_by("id").values_list("after", flat=True)
    assert {after["number"]: after.get("discarded", False) for after in told} == {dropped.number: False, done.number: False, waiting.number: True}
    assert MinimumLivingList.objects.get(pk=waiting.pk).state == "discarded", "nobody registers what nobody can compare any longer"
    for listed, change in ((done, {"rows": b"x"}), (done, {"rows": b"", "head": "别人"})):
        with pytest.raises(IntegrityError, match="只随重新比对更换"), transaction.atomic():
            ListedFamily.objects.filter(of_list=listed).update(**change)


def test_rows_go_back_for_a_reason_that_is_on_record_and_not_by_opening_an_address(desk, client):
    address = reverse("poverty:minimum_living_list_rows", args=[desk.upload(desk.row("张桂兰", "A2", 分类="D")).pk])
    client.force_login(desk.preparer.user)

    assert client.get(address)["Content-Type"].startswith("text/html")
    assert client.post(address, {"reason": " "}).status_code == 422
    assert not Event.objects.filter(kind="minimum_living_list.rows_returned").exists()
    answer = client.post(address, {"reason": "退县民政局核对"})

    assert answer.content[:2] == b"PK" and answer["Cache-Control"] == "no-store"
    assert Event.objects.get(kind="minimum_living_list.rows_returned", outcome="done").reason == "退县民政局核对"


def test_no_number_lies_in_the_clear(desk):
    listed = desk.upload(*desk.couple_rows())
    with connection.cursor() as cursor:
        cursor.execute("SELECT l::text FROM poverty_listedfamily l UNION ALL SELECT l::text FROM poverty_minimumlivinglist l")
        kept = " ".join(text for (text,) in cursor.fetchall())

    assert Person.objects.get(name="曾秀英").number() not in kept
    assert len(listed.families.get(head="单建民").typed()) == 2


def test_the_register_of_a_day(desk, client):
    client.force_login(desk.preparer.user)

    now = client.get(reverse("poverty:minimum_livings")).content.decode()
    before = client.get(reverse("poverty:minimum_livings"), {"on": "2015-12-31"}).content.decode()

    assert "单建民、曾秀英" in now and "180.00" in now
    assert "单建民" not in before


@pytest.mark.parametrize(("content", "sentence"), [
    (b"PK\x03\x04 not a zip", "已损坏"), ("姓名\n张三".encode(), "没有找到"), ("低保证号,姓名,身份证号\n1,张三,=1+1".encode("gb18030"), "身份证号"),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_one_sentence(desk, client, content, sentence):
    client.force_login(desk.preparer.user)
    fields = {"key": uuid.uuid4(), "kind": "rural", "month": "2026-11", "source": "民政", "file": SimpleUploadedFile("名单.csv", content)}

    response = client.post(reverse("poverty:new_minimum_living_list"), fields, follow=True)

    assert sentence in response.content.decode()
    assert MinimumLiving.objects.count() == 1


def test_an_older_template_is_named(desk):
    book, content = Workbook(), io.BytesIO()
    book.active.append(["利导低保月度名单（样例，版本 2025-01）"])
    book.active.append(TABLE.headings)
    book.active.append(desk.row("单建民"))
    book.save(content)

    with pytest.raises(Exception, match="2025-01 版模板"):
        TABLE.understood([(number, list(row)) for number, row in enumerate(book.active.iter_rows(values_only=True), 1)])
