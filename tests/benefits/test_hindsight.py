"""What did we believe then? The lines recorded until a day, and the facts and values they carry, beside today's."""
from datetime import date, timedelta

import pytest
from django.urls import reverse

from benefits.hindsight import differences, queries
from benefits.models import EntitlementLine
from benefits.runs import evidence
from households.commands import amend_household
from households.models import Household
from tests.benefits.books import REWARD, YEAR, a_beneficiary, in_county, owed, publish
from tests.benefits.desk import Desk, two_girls, wife_urban
from tests.benefits.test_runs import two_girls_known
from tests.builders import AT

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
