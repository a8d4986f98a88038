"""Records of years: entered by one official, confirmed by another, and what is not recorded is unknown, never clean."""
import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from poverty.models import BudgetYear, CityYear, VillageYear
from poverty.years import commands, filled, judging, queries
from tests.benefits.books import an_official
from tests.builders import AT, GUANSHANHU, LIUGOU, QINGSHI, SHANGPING, ZHANGDIAN, inside
from tests.fixtures.databases import as_owner

CLEAN = {"births": 8, "births_outside": 0, "births_outside_third": 0, "poor": True, "good_work": True}
SOURCE = "村级出生登记簿"


class Desk:
    def __init__(self, township=QINGSHI):
        county = township[:6] + "000000"
        self.township, self.county = township, county
        self.clerk = an_official(Role.TOWNSHIP_CLERK, township)
        self.reviewer, self.signer = an_official(Role.COUNTY_REVIEWER, county), an_official(Role.COUNTY_SIGNER, county)

    def enter(self, village=LIUGOU, *, year=2025, by=None, **said):
        told = {village: CLEAN | said}
        return commands.enter_village_years(township=self.township, year=year, said=told, source=SOURCE, by=by or self.clerk, at=AT)

    def confirm(self, *, year=2025, by=None):
        ids = list(VillageYear.objects.waiting().filter(year=year, division_code__startswith=self.township[:9]).values_list("pk", flat=True))
        return commands.confirm_village_years(township=self.township, year=year, ids=ids, by=by or self.signer, at=AT)

    def confirmed(self, village=LIUGOU, *years, **said):
        for year in years:
            self.enter(village, year=year, **said)
            self.confirm(year=year)

    def findings(self, village=LIUGOU, *, year=2025):
        judged = next(row for row in queries.judged(self.county, year=year) if row.code == village)
        return {name: finding.answer for name, finding in judged.findings.items()}


@pytest.fixture
def desk(db):
    with inside(ZHANGDIAN):
        yield Desk()


def test_a_record_counts_from_its_confirmation(desk):
    desk.enter()
    assert desk.findings()["this_year"] == "unknown"

    desk.confirm()

    assert desk.findings()["this_year"] == "yes"


def test_who_entered_a_record_does_not_confirm_it(desk):
    desk.enter()
    same_person = an_official(Role.COUNTY_SIGNER, staff_no=desk.clerk.staff_no)

    with pytest.raises(NotAllowed, match="不能自己确认"):
        desk.confirm(by=same_person)


def test_three_clean_years_are_clean_only_when_each_is_recorded(desk):
    desk.confirmed(LIUGOU, 2023, 2025)

    assert desk.findings()["three_years"] == "unknown"
    desk.confirmed(LIUGOU, 2024)
    assert desk.findings()["three_years"] == "yes"
    assert desk.findings()["five_years"] == "unknown"
    desk.confirmed(LIUGOU, 2021, 2022)
    assert desk.findings()["five_years"] == "yes"


def test_one_birth_outside_policy_is_no_whatever_else_is_missing(desk):
    desk.confirmed(LIUGOU, 2024, births_outside=1)

    assert desk.findings() == {"poor": "unknown", "good_work": "unknown", "this_year": "unknown", "three_years": "no", "five_years": "no"}


def test_an_empty_count_is_not_none(desk):
    desk.confirmed(LIUGOU, 2025, births_outside=None, births_outside_third=None)

    assert desk.findings()["this_year"] == "unknown"


def test_a_correction_replaces_what_is_confirmed_when_it_is_confirmed_itself(desk):
    desk.confirmed(LIUGOU, 2025)
    desk.enter(births_outside=1)
    assert desk.findings()["this_year"] == "yes"

    desk.confirm()

    assert desk.findings()["this_year"] == "no"
    first, second = queries.history(LIUGOU).order_by("pk")
    assert (first.withdrawn_why, second.withdrawn_at) == ("更正后的记录已确认", None)


def test_entering_the_same_again_writes_nothing(desk):
    desk.confirmed(LIUGOU, 2025)

    assert desk.enter(income_per_person_fen=None) == 0
    assert VillageYear.objects.waiting().count() == 0


def test_what_is_confirmed_is_what_was_shown(desk):
    desk.enter()
    shown = list(VillageYear.objects.waiting().values_list("pk", flat=True))
    desk.enter(births=9)

    with pytest.raises(NotAllowed, match="刷新页面"):
        commands.confirm_village_years(township=QINGSHI, year=2025, ids=shown, by=desk.signer, at=AT)


def test_a_withdrawn_record_leaves_the_year_unknown(desk):
    desk.confirmed(LIUGOU, 2025)
    row = VillageYear.objects.in_use().get()

    commands.withdraw(model=VillageYear, row_id=row.pk, why="登记簿有误", by=desk.reviewer, at=AT)

    assert desk.findings()["this_year"] == "unknown"


def test_a_clerk_enters_only_the_own_township_and_no_year_to_come(desk):
    stranger = an_official(Role.TOWNSHIP_CLERK, "370303101000")

    with pytest.raises(NotAllowed, match="本乡镇"):
        desk.enter(by=stranger)
    with pytest.raises(NotAllowed, match="本乡镇"):
        desk.enter("370303101201")
    with pytest.raises(NotAllowed, match="年度"):
        desk.enter(year=2027)


def test_more_outside_policy_than_born_is_refused(desk):
    with pytest.raises(NotAllowed, match="不能多于出生人数"):
        desk.enter(births=1, births_outside=2)


def test_poor_villages_stand_first(desk):
    desk.confirmed(LIUGOU, 2025, poor=False)
    desk.confirmed(SHANGPING, 2025, poor=True)

    assert next(row.code for row in queries.judged(ZHANGDIAN, year=2025)) == SHANGPING


def test_priorities_are_those_of_the_place_s_documents_in_force():
    records = {year: VillageYear(**CLEAN, year=year) for year in range(2012, 2026)}

    def named_in(place, year):
        return [one.measure for one, _answer in judging.priorities(judging.findings(records, year=year), place=place, on=date(year, 12, 31))]

    named = {
        (place, year): named_in(place, year)
        for place, year in ((ZHANGDIAN, 2016), (ZHANGDIAN, 2017), (GUANSHANHU, 2012), (GUANSHANHU, 2025), ("410802000000", 2025))
    }

    assert named == {
        (ZHANGDIAN, 2016): ["ZB-a"],
        (ZHANGDIAN, 2017): [],
        (GUANSHANHU, 2012): [],
        (GUANSHANHU, 2025): ["GY-c", "GY-j", "GY-s", "GY-aj", "GY-al", "GY-am"],
        ("410802000000", 2025): [],
    }


def test_a_priority_with_something_missing_is_unknown_and_one_refuted_is_gone():
    records = {2025: VillageYear(**CLEAN | {"good_work": None, "poor": False}, year=2025)}

    found = judging.priorities(judging.findings(records, year=2025), place=GUANSHANHU, on=date(2025, 12, 31))

    assert {priority.measure: answer for priority, answer in found} == {
        "GY-c": "yes", "GY-j": "unknown", "GY-s": "yes", "GY-aj": "yes", "GY-am": "unknown"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("thirds", "answer"), [([0, 0], "yes"), ([0, None], "unknown"), ([1, None], "no"), ([], "unknown")]
)  # fmt: skip
def test_a_township_has_no_third_children_when_every_village_says_so(thirds, answer):
    records = [None if third is None else VillageYear(births=9, births_outside=3, births_outside_third=third) for third in thirds]

    assert judging.no_third_children(records).answer == answer


def test_figures_are_confirmed_by_another_person_and_replaced_by_a_correction(desk):
    def enter(fen):
        return commands.enter_figure(
            place="370300000000", year=2025, figure="rural_consumption_per_person", amount_fen=fen, source="公报", by=desk.reviewer, at=AT
        )

    first = enter(2_400_000)
    assert not CityYear.objects.in_use().exists()
    commands.confirm_figure(model=CityYear, row_id=first.pk, by=desk.signer, at=AT)
    second = enter(2_500_000)
    assert CityYear.objects.in_use().get() == first
    commands.confirm_figure(model=CityYear, row_id=second.pk, by=desk.signer, at=AT)

    assert CityYear.objects.in_use().get() == second


def test_a_county_enters_no_other_city_s_figures(desk):
    with pytest.raises(NotAllowed, match="本县或所在市"):
        commands.enter_figure(
            place="520100000000", year=2025, figure="rural_consumption_per_person", amount_fen=1, source="公报", by=desk.reviewer, at=AT
        )


def test_a_budget_is_the_county_s_own(desk):
    row = commands.enter_budget(year=2025, source="部门预算", operating_fen=100, programme_fen=8, not_offset=None, by=desk.reviewer, at=AT)
    commands.confirm_figure(model=BudgetYear, row_id=row.pk, by=desk.signer, at=AT)

    assert BudgetYear.objects.in_use().get().not_offset is None
    with inside(GUANSHANHU):
        assert not BudgetYear.objects.exists()


def test_each_act_writes_one_event(desk):
    before = set(Event.objects.values_list("pk", flat=True))
    desk.enter()
    desk.confirm()
    commands.withdraw(model=VillageYear, row_id=VillageYear.objects.in_use().get().pk, why="有误", by=desk.reviewer, at=AT)

    kinds = Event.objects.exclude(pk__in=before).filter(kind__startswith="village_year").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["village_years.entered", "village_years.confirmed", "village_year.withdrawn"]


ATTACKS = [
    ("UPDATE poverty_villageyear SET births_outside = 0", "stated_years_are_never_edited"),
    ("UPDATE poverty_villageyear SET confirmed_staff_no = ''", "stated_years_are_never_edited"),
    ("UPDATE poverty_cityyear SET amount_fen = 1", "stated_years_are_never_edited"),
    ("UPDATE poverty_cityyear SET confirmed_at = now(), confirmed_by_id = entered_by_id, confirmed_staff_no = entered_staff_no",
     "cityyear_is_confirmed_by_another_person"),
]  # fmt: skip


@pytest.mark.parametrize("shell", ["web", "owner"])
def test_the_database_lets_nobody_edit_what_was_stated(transactional_db, shell):
    with inside(ZHANGDIAN):
        desk = Desk()
        desk.confirmed(LIUGOU, 2025, births_outside=1)
        commands.enter_figure(
            place=ZHANGDIAN, year=2025, figure="rural_consumption_per_person", amount_fen=5, source="公报", by=desk.reviewer, at=AT
        )

    def broken(attack):
        with pytest.raises(IntegrityError) as caught, inside(ZHANGDIAN), connection.cursor() as cursor:
            cursor.execute(attack)
        return caught.value.__cause__.diag.constraint_name

    if shell == "owner":
        with as_owner():
            assert [broken(attack) for attack, _ in ATTACKS] == [name for _, name in ATTACKS]
    else:
        assert [broken(attack) for attack, _ in ATTACKS] == [name for _, name in ATTACKS]


def test_another_county_neither_sees_nor_changes_a_village(desk):
    desk.confirmed(LIUGOU, 2025)

    with inside(GUANSHANHU), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        assert not VillageYear.objects.exists()
        clerk = desk.clerk.user
        VillageYear.objects.create(
            division_code=LIUGOU, year=2024, source="x", revision=1, entered_at=AT, entered_by=clerk, entered_staff_no=desk.clerk.staff_no
        )


@pytest.fixture
def clerk_s_page(desk, client):
    """clerk_s_page(name, file=None): the grid of 青石镇 2025, its template, or what a workbook says in it."""
    client.force_login(desk.clerk.user)

    def opened(name, *cells):
        address = reverse(f"poverty:{name}", args=[QINGSHI, 2025])
        if not cells:
            return client.get(address)
        text = "\n".join(",".join(row) for row in cells)
        return client.post(address, {"workbook": "1", "file": SimpleUploadedFile("村.csv", text.encode())})

    return opened


def cell(response, name):
    return re.search(rf'name="{LIUGOU}-{name}"[^>]*value="([^"]*)"', response.content.decode())[1]


HEADINGS = ("村代码", "出生人数", "政策外生育", "贫困村", "人均纯收入（元）")


def test_a_workbook_fills_the_grid_and_saves_nothing(desk, clerk_s_page):
    desk.enter(births=8, births_outside_third=0)

    shown = clerk_s_page("enter_village_years", HEADINGS, (LIUGOU, "11", "", "否", "9800.5"))

    assert shown.status_code == 200 and "文件里 1 个村" in shown.content.decode()
    assert (cell(shown, "births"), cell(shown, "births_outside"), cell(shown, "income_per_person_fen")) == ("11", "0", "9800.5")
    assert '<option value="2" selected>' in shown.content.decode()
    assert VillageYear.objects.standing().get().births == 8


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("520115100201", "1"), "第 2 行：“520115100201”不是本乡镇的村（居）"),
        ((LIUGOU, "多"), "柳沟村 出生人数"),
        ((LIUGOU, "1", "2"), "多于出生人数"),
        ((LIUGOU, "1", "0", "也许"), "柳沟村 贫困村"),
    ],
)
def test_a_row_that_cannot_be_taken_comes_back_with_its_reason(clerk_s_page, row, sentence):
    shown = clerk_s_page("enter_village_years", HEADINGS, row)

    assert shown.status_code == 422 and sentence in shown.content.decode()
    assert not VillageYear.objects.exists()


def test_a_village_named_twice_and_a_file_without_headings_are_refused(clerk_s_page):
    twice = clerk_s_page("enter_village_years", HEADINGS, (LIUGOU, "1"), (LIUGOU, "2"))
    bare = clerk_s_page("enter_village_years", (LIUGOU, "1"))

    assert "第 3 行：柳沟村在文件里重复" in twice.content.decode() and cell(twice, "births") == "1"
    assert bare.status_code == 422 and "没有找到表头" in bare.content.decode()


def test_the_template_comes_back_as_it_went_out(desk, clerk_s_page):
    content = clerk_s_page("village_years_template").content
    book = load_workbook(io.BytesIO(content))
    (heading, *rows) = book.active.values
    row = next(number for number, (code, *_rest) in enumerate(rows, 2) if code == LIUGOU)
    book.active.cell(row, heading.index("出生人数") + 1, 9)
    book.save(file := io.BytesIO())

    said = filled.read(file.getvalue(), queries.villages(QINGSHI, year=2025))

    assert (said.cells, said.villages, said.faults) == ({f"{LIUGOU}-births": "9"}, {LIUGOU}, [])
