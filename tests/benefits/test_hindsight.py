"""What did we believe then? The lines recorded until a day, and the facts and values they carry, beside today's."""
from datetime import date, timedelta

import pytest
from django.urls import reverse

from benefits.hindsight import differences, queries, timeline
from benefits.models import EntitlementLine
from benefits.runs import evidence
from benefits.wording import scheme_titles as titles
from households.commands import amend_household, record_fact
from households.entry import DeathEntry
from households.models import Household
from tests.benefits.books import REWARD, YEAR, a_beneficiary, in_county, owed, publish
from tests.benefits.desk import LOSS, UNTIL, Desk, two_girls, wife_urban
from tests.benefits.test_runs import two_girls_known
from tests.builders import AT
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db


def test_the_book_of_a_day_is_the_sum_of_what_was_recorded_until_then():
    with in_county():
        person = a_beneficiary()
        household = Household.objects.get()
        publish(owed(person), at=AT - timedelta(days=30))
        publish(owed(person, 36000), at=AT)

        before, after = (queries.held(household, on=on)[0] for on in ((AT - timedelta(days=1)).date(), AT.date()))

        assert (before.then_fen, before.later_fen, before.now_fen) == (96000, -60000, 36000)
        assert [line.known for _key, line in before.lines] == [True, False]
        assert (after.then_fen, after.later_fen) == (36000, 0)
        assert queries.held(household, on=date(2020, 1, 1))[0].then_fen == 0
        assert [count for _day, count in queries.days(household)] == [1, 1]
        assert (before.year, before.scheme) == (YEAR[0].year, REWARD)


def test_a_line_is_read_with_the_facts_of_then_beside_those_of_today(client):
    desk = Desk()
    household = desk.register(two_girls())
    desk.published()
    with desk.inside():
        amend_household(
            household_id=household.pk, entry=wife_urban(two_girls_known(desk, household)), by=desk.clerk, at=AT, why="与户口簿核对后更正"
        )
        line = EntitlementLine.objects.select_related("entitlement", "evidence__layout", "evidence__basis", "opening").get()

        rows = differences.conditions(evidence.of_book_line(line), queries.today(line))

    answered = [row for row in rows if row.then["met"] != row.now["met"]]
    assert [(row.then["met"], row.now["met"]) for row in answered] == [("yes", "no")]
    assert "非农业户口" in answered[0].now["because"] and "非农业户口" not in answered[0].then["because"]

    client.force_login(desk.clerk.user)
    shown = client.get(reverse("benefits:line_today", args=[line.pk])).content.decode()
    assert "不同之处" in shown and "非农业户口" in shown
    assert "当天应发" in client.get(reverse("benefits:then", args=[household.pk]), {"on": "2026-01-01"}).content.decode()


def test_a_person_s_lines_say_what_was_believed_then_and_what_is_known_today(client, an_official_value):
    desk = Desk()
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS, since=date(2026, 1, 1))
    with desk.inside():
        husband, wife = desk.person("单建民"), desk.person("曾秀英")
        record_fact(
            household_id=household.pk, person_id=husband.pk, kind="death", item=DeathEntry(date(2026, 3, 9)), by=desk.clerk, at=AT, source="比对"
        )
        an_official_value(f"{LOSS}.rate", "600.00", since=date(2026, 7, 1), unit="yuan per person per month")
        spans, hers = (timeline.of_person(person, year=2026, titles=titles()) for person in (husband, wife))

    assert [(span.since.month, span.until, span.amount_fen) for span in spans] == [(1, date(2026, 4, 1), 177_000), (4, UNTIL, 531_000)]
    for span in spans:
        assert "单建民：当时记录为在世，现记录为2026-03-09 死亡。" in span.sentences
        assert "单建民、曾秀英的婚姻：当时记录为1986-05-01 结婚，现记录为1986-05-01 结婚，2026-03-09 丧偶。" in span.sentences
    answered = "条件“本人在世（发至去世当月）”：当时符合，今天不符合。"
    assert [answered in span.sentences for span in spans] == [False, True]
    assert [fact.now for fact in spans[0].facts if fact.title == "曾秀英的户口"] == ["农业户口，1963-06-01 起"]
    then, now = "590.00 元/人·月（2022-07-01 起，财社〔2022〕49号）", "600.00 元/人·月（2026-07-01 起，样例〔2026〕1号 一）"
    rate = f"标准“计划生育家庭特别扶助（独生子女死亡） 标准”：当时为 {then}，今天"
    assert [[said.removeprefix(rate) for said in span.sentences if said.startswith("标准")] for span in (spans[1], *hers)] == [
        ["没有用到。"], [], [f"为 {now}。"],
    ]  # fmt: skip

    client.force_login(desk.clerk.user)
    shown = client.get(reverse("benefits:person_then", args=[husband.pk])).content.decode()
    assert "单建民：当时记录为在世，现记录为2026-03-09 死亡。" in shown and answered in shown
    assert reverse("benefits:person_then", args=[wife.pk]) in client.get(reverse("benefits:then", args=[household.pk])).content.decode()
