"""Results: income before and after, and the poverty register through time; what is not recorded is unknown, never unchanged."""
import io
import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from benefits.monitoring import judging
from benefits.results import counting
from households.models import Household, Income, Membership, Parentage, Person, Statement
from poverty.models import PovertyRegistration
from tests.benefits.books import an_official
from tests.builders import AT, LIUGOU, QINGSHI, SHANGPING, ZHANGDIAN, inside


def a_family(name, village=LIUGOU, *, incomes=(), register=(), stated=False):
    """A family with {year: yuan a person and month} and its way through the register: [(since, status)]."""
    household = Household.objects.create(division_code=village, number=name, group="1", registered_at=AT)
    said = {"household": household, "division_code": village, "recorded_at": AT}
    for year, yuan in dict(incomes).items():
        Income.objects.create(**said, since=date(year, 1, 1), until=date(year + 1, 1, 1), other_fen=yuan * 100)
    days = [since for since, _status in register]
    for (since, status), until in zip(register, [*days, None][1:], strict=True):
        PovertyRegistration.objects.create(**said, since=since, until=until, number=name, status=status)
    if stated:
        Statement.objects.create(household=household, kind="poverty_register", on=AT.date(), division_code=village, recorded_at=AT)
    return household


@pytest.fixture
def families(db):
    """Six families of 青石镇: mean of the three with two years 200 → 300, one a year only, two without any; 丙 came back in 2023."""
    with inside(ZHANGDIAN):
        yield [
            a_family("甲", incomes={2015: 100, 2024: 400}, register=[(date(2014, 5, 1), "registered"), (date(2019, 12, 1), "out")]),
            a_family("乙", incomes={2016: 300, 2025: 250}, stated=True),
            a_family("丙", SHANGPING, incomes={2013: 900, 2016: 200, 2023: 250}, register=[
                (date(2016, 3, 1), "registered"), (date(2018, 12, 1), "out"), (date(2023, 2, 1), "returned"),
            ]),
            a_family("丁", SHANGPING, incomes={2020: 500}),
            a_family("戊", register=[(date(2016, 1, 1), "registered"), (date(2017, 1, 1), "out"), (date(2021, 1, 1), "registered")]),
            a_family("己", stated=True),
        ]  # fmt: skip


def test_income_is_compared_between_the_first_year_on_the_register_and_the_last(families):
    rows, whole = counting.incomes([LIUGOU, SHANGPING], inside=QINGSHI, year=2025)
    found = {row.place: row for row in rows}

    assert whole.counts == {"risen": 2, "fallen": 1, "same": 0, "one_year": 1, "none": 2}
    assert (whole.before_fen, whole.after_fen, whole.more_fen, whole.risen_share) == (20_000, 30_000, 10_000, 6_666)
    assert (found[SHANGPING].before_fen, found[SHANGPING].after_fen, found[SHANGPING].unknown) == (20_000, 25_000, 1)
    assert (found[LIUGOU].compared, found[LIUGOU].unknown) == (2, 2)


def test_a_later_year_is_not_yet_known_earlier(families):
    _rows, whole = counting.incomes([LIUGOU], inside=QINGSHI, year=2022)
    _rows, registered = counting.incomes([LIUGOU], inside=QINGSHI, year=2025, registered=True)

    assert (whole.compared, whole.more_fen) == (0, None)
    assert registered.counts == {"risen": 2, "fallen": 0, "same": 0, "one_year": 0, "none": 1}


def test_the_register_year_by_year_flags_who_came_back(families):
    found = counting.years(QINGSHI, first=2014, last=2023)

    inside_out = {year: (counts["inside"], counts["out"]) for year, counts in found.items()}
    assert [inside_out[year] for year in (2014, 2016, 2017, 2018, 2019, 2021, 2023)] == [(1, 0), (3, 0), (2, 1), (1, 2), (0, 3), (1, 2), (2, 1)]
    assert {year: counts["returned"] for year, counts in found.items() if counts["returned"]} == {2021: 1, 2023: 1}
    assert {year: counts["entered"] for year, counts in found.items() if counts["entered"]} == {2014: 1, 2016: 2}
    assert {year: counts["left"] for year, counts in found.items() if counts["left"]} == {2017: 1, 2018: 1, 2019: 1}
    assert counting.recorded(QINGSHI) == {"ever": 3, "never": 2, "unknown": 1}


def test_the_families_behind_each_figure_are_as_many_as_it_says(families):
    _rows, whole = counting.incomes([], inside=ZHANGDIAN, year=2025)
    years = counting.years(ZHANGDIAN, first=2016, last=2023)

    for answer, count in (whole.counts | {"compared": 3, "": 6}).items():
        assert counting.families_by_income(ZHANGDIAN, year=2025, answer=answer).count() == count
    for year, counts in years.items():
        for answer, count in counts.items():
            assert counting.families_by_status(ZHANGDIAN, year=year, answer=answer).count() == count
    assert [row.number for row in counting.families_by_status(ZHANGDIAN, year=2023, answer="returned")] == ["丙"]
    assert [row.number for row in counting.families_by_status(ZHANGDIAN, year=2023, answer="unknown")] == ["丁"]


def a_girl(household):
    """The family's only child, a daughter who is alive: a 计划生育户."""
    said = {"division_code": household.division_code, "recorded_at": AT}
    people = [{"key": uuid.uuid4(), "name": name, "name_sort": name, "sex": "female", "born": born} for name, born in (
        ("母", date(1970, 3, 1)), ("女", date(1995, 3, 1)))]  # fmt: skip
    mother, girl = (Person.objects.create(division_code=household.division_code, **person) for person in people)
    for person, relation in ((mother, "0"), (girl, "3")):
        Membership.objects.create(household=household, person=person, relation=relation, since=person.born, **said)
    Parentage.objects.create(child=girl, parent=mother, origin="birth", within_policy=True, **said)
    Statement.objects.create(person=girl, kind="death", on=AT.date(), **said)


def test_family_planning_families_are_counted_apart_and_compared_with_the_city(families, client):
    """甲 (400 yuan a month in 2024) and 丙, who came back in 2023, have one daughter each."""
    for family in (families[0], families[2]):
        a_girl(family)
    _rows, whole = counting.incomes([], inside=QINGSHI, year=2025, planning=True)
    back = counting.years(QINGSHI, first=2021, last=2023, planning=True)

    assert whole.counts == {"risen": 2, "fallen": 0, "same": 0, "one_year": 0, "none": 0}
    assert {year: counts["returned"] for year, counts in back.items()} == {2021: 0, 2022: 0, 2023: 1}
    assert counting.recorded(QINGSHI, planning=True) == {"ever": 2}
    assert counting.families_by_status(QINGSHI, year=2021, answer="returned", planning=True).count() == 0
    assert counting.of_year(QINGSHI, year=2024) == (2, 1, 480_000)  # 400 × 12
    said = counting.of_year(LIUGOU, year=2024)[2]
    city = SimpleNamespace(value="4799.99", cite="")
    assert [judging.income(said, missing=missing, stated=stated).answer for missing, stated in ((0, city), (1, city), (0, None))] == [
        "yes", "unknown", "unknown"
    ]  # fmt: skip
    assert judging.income(said, missing=0, stated=SimpleNamespace(value="4800.00")).answer == "no"
    client.force_login(an_official(Role.COUNTY_REVIEWER).user)
    page = client.get(reverse("benefits:incomes"), {"year": 2024, "planning": "1"}).content.decode()
    assert "4,800.00" in page and "未录入全市人均收入" in page and "answer=risen&amp;planning=1" in page


def test_statuses_of_a_year_stand_place_by_place_and_are_sorted_by_the_address(families, client):
    client.force_login(an_official(Role.COUNTY_REVIEWER).user)

    def opened(name, **query):
        return client.get(reverse(f"benefits:{name}"), {"place": QINGSHI, "year": 2023} | query).content

    found = counting.by_place([LIUGOU, SHANGPING], inside=QINGSHI, year=2023)
    page = opened("statuses", sort="-returned").decode()
    book = load_workbook(io.BytesIO(opened("export_statuses", sort="-returned"))).active

    assert [found[code][answer] for code in (LIUGOU, SHANGPING) for answer in ("inside", "returned", "out")] == [1, 0, 1, 1, 1, 0]
    assert page.index(f"place={SHANGPING}&amp;answer=returned") < page.index(f"place={LIUGOU}&amp;answer=returned")
    assert 'aria-sort="descending"' in page and f"year=2023&amp;place={SHANGPING}&amp;answer=returned" in page
    assert ("上坪村", 2023) in {row[:2] for row in book.values}
    for code, counts in found.items():
        assert all(counting.families_by_status(code, year=2023, answer=answer).count() == count for answer, count in counts.items())


def test_the_pages_lead_from_a_figure_to_its_families(families, client):
    client.force_login(an_official(Role.COUNTY_REVIEWER).user)

    def opened(name, **query):
        return client.get(reverse(f"benefits:{name}"), {"year": 2025} | query).content

    incomes, statuses = opened("incomes", place=QINGSHI, sort="-more").decode(), opened("statuses", place=QINGSHI).decode()
    fallen = opened("income_families", place=QINGSHI, answer="fallen").decode()
    back = opened("status_families", year=2023, answer="returned").decode()
    book = load_workbook(io.BytesIO(opened("export_incomes", place=QINGSHI))).active

    assert "+100.00" in incomes and f"place={LIUGOU}&amp;answer=fallen" in incomes and "66.66%" in incomes
    assert "乙" in fallen and "−50.00" in fallen and "甲" not in fallen
    assert f"year=2023&amp;place={QINGSHI}&amp;answer=returned" in statuses and "返贫" in statuses
    assert "2023-02-01" in back and "丙" in back
    assert [row[3] for row in book.values][-1] == 200 and [row[1] for row in book.values][-1] == "青石镇"
