"""Villages first: the order of the documents, what each place rests on, and that what is not recorded moves nobody up."""
import io
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from poverty.models import VillageYear
from poverty.years import commands, ranking
from tests.benefits.books import an_official
from tests.builders import AT, ELSEWHERE, GUANSHANHU, JIEFANG, ZHANGDIAN, inside

YEAR = 2025


def a_village(number):
    township = SimpleNamespace(name="朱昌镇")
    return SimpleNamespace(pk=f"52011510020{number}", name=f"第{number}村", parent_id="520115100000", parent=township)


def years(clean=(), outside=(), *, poor=None, good_work=None):
    """{year: VillageYear}: clean years, years with one birth outside policy; the marks are of the last year."""
    counts = dict.fromkeys(clean, 0) | dict.fromkeys(outside, 1)
    return {
        year: VillageYear(year=year, births=5, births_outside=count, **({"poor": poor, "good_work": good_work} if year == YEAR else {}))
        for year, count in counts.items()
    }


RECORDS = {
    1: years(range(2021, 2026), poor=False, good_work=False),  # five clean years: 重点倾斜
    2: years(range(2023, 2026), [2022], poor=True, good_work=False),  # poor, three clean years: 上浮
    3: years([2025], [2024], poor=False, good_work=True),  # this year clean, good work: 首先安排
    4: years([2025], [2024], poor=False, good_work=False),  # this year clean: 倾斜
    5: years([2025], [2024], poor=True, good_work=False),  # the same as 4: poverty alone ranks nowhere in 贵阳
    6: years([2021, 2022, 2024, 2025], poor=True, good_work=True),  # 2023 not recorded: neither three nor five years are certain
    7: years([], [2025], poor=True, good_work=True),  # not clean: nothing
    8: {},
}


def ranked(county=GUANSHANHU, records=RECORDS, waiting=()):
    villages = [a_village(number) for number in records]
    confirmed = {village.pk: said for village, said in zip(villages, records.values(), strict=True)}
    marked = {village.pk: set(waiting) for village in villages}
    return {row.name[1]: row for row in ranking.standings(villages, confirmed, marked, county=county, year=YEAR, on=date(YEAR, 12, 31))}


def test_guiyang_villages_stand_in_the_order_of_its_document():
    found = ranked()

    assert "".join(found) == "12364578"
    assert [row.place for row in found.values()] == [1, 2, 3, 3, 5, 5, None, None]
    assert [found[name].tied for name in "1345"] == [1, 2, 2, 2]


def test_a_place_says_what_it_rests_on_and_what_is_missing():
    found = ranked()
    poor = {priority.measure: (answer, because) for priority, answer, because in found["2"].reasons}

    assert poor["GY-al"] == ("yes", "贫困村（2025 年记录），且连续三年无政策外生育（2023–2025 年均为 0）")
    assert {priority.measure: answer for priority, answer, _because in found["6"].reasons} == {
        "GY-c": "yes", "GY-j": "yes", "GY-s": "yes", "GY-aj": "yes", "GY-al": "unknown", "GY-am": "unknown"
    }  # fmt: skip
    assert found["6"].questions == [(2023, False)]
    assert found["8"].questions == [(year, False) for year in range(2021, 2026)]
    assert ranked(waiting=[2023])["6"].questions == [(2023, True)]


def test_clean_years_are_counted_back_to_the_first_that_is_not():
    found = ranked()

    assert found["2"].streak == ranking.Streak(3, open=False)
    assert found["6"].streak == ranking.Streak(2, open=True)
    assert found["7"].streak == ranking.Streak(0, open=False)
    assert found["8"].streak == ranking.Streak(0, open=True)


def test_without_a_document_poor_villages_stand_first_and_none_has_a_place():
    found = ranked(JIEFANG)

    assert "".join(found) == "25671348"
    assert {row.place for row in found.values()} == {None}


@pytest.fixture
def township(client, db):
    """朱昌镇 as its clerk sees it: one village with two confirmed clean years of the five."""
    clerk, signer = an_official(Role.TOWNSHIP_CLERK, ELSEWHERE[:9] + "000"), an_official(Role.COUNTY_SIGNER, GUANSHANHU)
    with inside(GUANSHANHU):
        for year in (2024, YEAR):
            said = {ELSEWHERE: {"births": 4, "births_outside": 0, "poor": True, "good_work": True, "income_per_person_fen": 1_850_000}}
            commands.enter_village_years(township=clerk.division_code, year=year, said=said, source="登记簿", by=clerk, at=AT)
            ids = list(VillageYear.objects.waiting().values_list("pk", flat=True))
            commands.confirm_village_years(township=clerk.division_code, year=year, ids=ids, by=signer, at=AT)
    client.force_login(clerk.user)
    return lambda name, **query: client.get(reverse(f"poverty:{name}"), {"year": YEAR} | query)


def test_the_page_names_the_place_the_years_and_where_to_enter_what_is_missing(township):
    page = township("priorities").content.decode()

    assert re.search(r'class="place">1<', page) and "一事一议奖补首先安排" in page and "至少 2" in page
    assert "2023 未录入，2024 0，2025 0" in page
    assert reverse("poverty:enter_village_years", args=[ELSEWHERE[:9] + "000", 2023]) in page


def test_townships_are_told_of_by_a_document_only_where_it_is_in_force(township, client):
    said = "无政策外多孩生育的乡镇"

    assert said in township("priorities").content.decode()
    client.force_login(an_official(Role.COUNTY_SIGNER, ZHANGDIAN).user)
    assert said not in township("priorities").content.decode()


def test_a_clerk_reads_the_place_that_the_county_reads(township, client):
    """The clerk's village has one clean year; two of another township have three and five."""
    signer = an_official(Role.COUNTY_SIGNER, GUANSHANHU)
    first, second, longquan = "520115101201", "520115101202", "520115101000"
    clerk = an_official(Role.TOWNSHIP_CLERK, longquan)
    with inside(GUANSHANHU):
        for year in range(2021, 2026):
            said = {code: {"births": 3, "births_outside": 0, "poor": True, "good_work": True} for code in (first, second)}
            commands.enter_village_years(township=longquan, year=year, said=said, source="登记簿", by=clerk, at=AT)
            ids = list(VillageYear.objects.waiting().values_list("pk", flat=True))
            commands.confirm_village_years(township=longquan, year=year, ids=ids, by=signer, at=AT)

    of_clerk = township("priorities").content.decode()
    village = client.get(reverse("benefits:village", args=[ELSEWHERE]), {"year": YEAR}).content.decode()
    client.force_login(signer.user)
    of_county = township("priorities", township=ELSEWHERE[:9] + "000").content.decode()

    assert re.findall(r'class="place">(\d+)<', of_clerk) == re.findall(r'class="place">(\d+)<', of_county) == ["3"]
    assert "全县优先名单第 3 位" in village and "杏林村" not in of_clerk


def test_the_workbook_holds_the_place_its_reason_and_the_years(township):
    (heading, *rows) = load_workbook(io.BytesIO(township("export_priorities", condition="this_year").content)).active.values
    row = dict(zip(heading, rows[0], strict=True))

    assert len(rows) == 1
    assert (row["位次"], row["连续无政策外（年）"], row["2025 年政策外生育"], row["2023 年政策外生育"]) == (1, "至少 2", 0, "")
    assert row["待补年度"] == "2021、2022、2023" and "2025 年均为 0" in row["理由"]
