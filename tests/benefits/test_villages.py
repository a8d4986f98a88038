"""A village's page and the figures of villages: each is the sum of the rows it leads to, and is the same wherever it is shown."""
import html
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from benefits.monitoring import chart, counting, queries, sorting, sources
from benefits.monitoring.judging import Finding
from benefits.villages import queries as villages
from households.models import VillagePost
from poverty.models import Grant, VillageYear
from tests.benefits.books import Officials, a_beneficiary, a_run_at, an_official, owed, publish
from tests.builders import AT, LIUGOU, QINGSHI, SHANGPING, ZHANGDIAN, inside
from tests.poverty.projects import Desk as Projects
from tests.poverty.projects import a_family
from tests.poverty.test_loans import Desk as Lending


@pytest.fixture
def two_villages(db):
    """柳沟: 张桂兰 paid 960 yuan of 2026, 李秀英 due the same and unpaid, 2,000 yuan of poverty money; 上坪: 王玉梅 paid 960."""
    said = {"division_code": LIUGOU, "recorded_at": AT, "since": date(2026, 3, 1)}
    with inside(ZHANGDIAN):
        first, other = a_beneficiary("张桂兰"), a_beneficiary("王玉梅", village=SHANGPING)
        publish(owed(first), owed(other))
        a_run_at("settled", Officials())
        publish(owed(a_beneficiary("李秀英")))
        Grant.objects.create(household=first.memberships.get().household, kind="industry", standard_fen=200_000, **said)
        VillagePost.objects.create(person=first, kind=VillagePost.Kind.DIRECTOR, **said)
        yield first


def test_a_village_s_figures_come_from_both_books_and_every_source(two_villages):
    (row,) = counting.paid(LIUGOU)
    received = [(found.year, found.source, found.fen, found.families) for found in sources.by_source(LIUGOU)]

    assert (row.place, row.year, row.scheme, row.due_fen, row.paid_fen, row.keys) == (LIUGOU, 2026, "rural_reward", 192_000, 96_000, 2)
    assert received == [(2026, "bank", 96_000, 1), (2026, "grant", 200_000, 1)]
    assert [held.fact.person.name for held in villages.posts(LIUGOU)] == ["张桂兰"]
    assert [(kind.missing, kind.count) for kind in villages.kinds(LIUGOU)[0]] == [("children", 2)]


def test_villages_add_up_to_their_township_and_townships_to_the_county(two_villages):
    set_by = queries.targets(ZHANGDIAN, year=2026)
    of_villages, township = queries.rows(QINGSHI, year=2026, set_by=set_by)
    of_townships, county = queries.rows(ZHANGDIAN, year=2026, set_by=set_by)
    found = {row.code: (row.counted.due_fen, row.counted.paid_fen, row.counted.together.received_fen) for row in of_villages}

    assert (found[LIUGOU], found[SHANGPING]) == ((192_000, 96_000, 96_000), (96_000, 96_000, 96_000))
    assert (township.counted.due_fen, township.counted.paid_fen, township.counted.keys) == (288_000, 192_000, 3)
    assert next(row.counted for row in of_townships if row.code == QINGSHI) == township.counted
    assert county.counted.due_fen == 288_000
    assert queries.one(LIUGOU, year=2026, set_by=set_by).counted.due_fen == 192_000


def test_what_is_unknown_stands_last_however_the_table_is_sorted():
    rows = [("甲", 3), ("乙", None), ("丙", 9)]
    keys = {"value": lambda row: row[1]}

    assert [name for name, _ in sorting.ordered(rows, "value", keys)] == ["甲", "丙", "乙"]
    assert [name for name, _ in sorting.ordered(rows, "-value", keys)] == ["丙", "甲", "乙"]
    assert sorting.ordered(rows, "anything", keys) == rows


def test_a_bar_is_as_long_as_its_figure_and_what_is_unknown_has_no_figure(two_villages):
    rows, _whole = queries.rows(QINGSHI, year=2026, set_by=queries.targets(ZHANGDIAN, year=2026))
    judged = {LIUGOU: Finding("no", "", 5_000), SHANGPING: Finding("yes", "", 10_000)}

    drawn = chart.of("兑现率", rows, lambda row: judged.get(row.code, Finding("unknown", "待补")), target=10_000, say=str)
    bars = {bar.code: bar for bar in drawn.bars}

    assert (bars[LIUGOU].width, bars[SHANGPING].width, drawn.line) == ("39.00%", "78.00%", "78.00%")
    assert {bar.label for code, bar in bars.items() if code not in judged} <= {""}


@pytest.fixture
def opened(two_villages, client):
    client.force_login(an_official(Role.COUNTY_REVIEWER).user)
    return lambda name, *args, **query: client.get(reverse(f"benefits:{name}", args=args), {"year": 2026} | query)


def test_every_figure_of_the_village_page_leads_to_its_rows(opened):
    page = opened("village", LIUGOU).content.decode()

    assert f"{reverse('benefits:year_dues')}?year=2026&amp;place={LIUGOU}&amp;scheme=rural_reward" in page and "1,920.00" in page
    assert f"{reverse('benefits:received')}?year=2026&amp;place={LIUGOU}&amp;source=grant" in page and "2,000.00" in page
    assert f"{reverse('households:list')}?place={LIUGOU}&amp;missing=children" in page
    assert "村计生专职主任" in page and "还没有落到本村的项目" in page


def test_the_village_page_leads_to_its_own_applications_and_shows_what_is_lent_to_its_families(two_villages, client):
    with inside(ZHANGDIAN):
        here, there = a_family(), a_family(SHANGPING)
        walk, lending = Projects(), Lending()
        project, fund = walk.granting(families=[here, there]), lending.open()
        lending.project(here, there)
        walk.fund(project)
        walk.approve(walk.propose(project, form="goods", goods="种羊 2 只"))
        lending.put_in(fund, 500_00)
        lending.repay(lending.lend(fund, 300_00, number=here), 100_00)
        lending.lend(fund, 70_00, number=there)
        VillageYear.objects.create(division_code=LIUGOU, year=2025, source="登记簿", support_standard_fen=123_456_00, revision=1, entered_at=AT,
                                   entered_by=walk.clerk.user, entered_staff_no=walk.clerk.staff_no)  # fmt: skip
    client.force_login(walk.clerk.user)
    page = client.get(reverse("benefits:village", args=[LIUGOU]), {"year": 2026}).content.decode()
    links = [html.unescape(link) for link in re.findall(rf'href="(/projects/{project.pk}[^"]*)"', page)]
    asked, granted = (client.get(link).content.decode() for link in links[1:])
    elsewhere = client.get(links[2].replace(LIUGOU, SHANGPING)).content.decode()

    assert here in asked and there not in asked and here in granted and here not in elsewhere and there not in elsewhere
    assert fund.name in page and "300.00" in page and "200.00" in page and there not in page and "123,456.00" in page


def test_the_rows_behind_a_village_s_figures(opened):
    dues = opened("year_dues", place=LIUGOU, scheme="rural_reward", unpaid="1").content.decode()
    received = opened("received", place=LIUGOU, source="all").content.decode()
    (_heading, *rows) = load_workbook(io.BytesIO(opened("export_received", place=QINGSHI).content)).active.values

    assert "李秀英" in dues and "张桂兰" not in dues and "王玉梅" not in dues
    assert "960.00" in received and "2,000.00" in received and received.count('class="code"') == 1
    assert sorted(row[2] for row in rows) == ["上坪村", "柳沟村"] and {row[4] for row in rows} == {960}


def test_the_targets_of_a_township_are_those_of_its_villages(opened):
    page = opened("targets", place=QINGSHI, sort="-due").content.decode()

    assert page.index("柳沟村") < page.index("上坪村") and 'aria-sort="descending"' in page
    assert f"{reverse('benefits:village', args=[LIUGOU])}?year=2026" in page
    assert opened("targets", place="520115100000").status_code == 404


def test_a_township_sees_no_village_of_another(two_villages, client):
    client.force_login(an_official(Role.TOWNSHIP_CLERK, "370303101000").user)

    assert client.get(reverse("benefits:village", args=[LIUGOU])).status_code == 404
    assert client.get(reverse("benefits:received"), {"place": LIUGOU}).status_code == 404
