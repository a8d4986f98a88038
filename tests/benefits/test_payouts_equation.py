"""上期 + 新增 − 退出 ± 标准调整 + 补发 − 扣回 ± 其他变动 = 本期, whatever happened in between."""
from datetime import date

import pytest

from benefits.models import PayoutPart
from benefits.payouts import board, commands, equation, queries
from tests.benefits.books import REWARD, Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import AT

pytestmark = pytest.mark.django_db
ELSEWHERE_IN_THE_COUNTY = "370303101201"
LAST, THIS = (date(2025, 1, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def officials():
    return Officials()


def last_year(officials, **more):
    return a_run_at("signed", officials, since=LAST[0], until=LAST[1], **more)


def terms(run):
    """{reason: fen} of the run's equation, what is zero left out."""
    whole, _ = equation.of(run)
    assert board.balanced(run, whole)
    return {reason: fen for reason, fen in whole.changes_fen.items() if fen}


def test_each_change_has_its_reason(officials):
    with in_county():
        stays, leaves, comes, late = (a_beneficiary(name) for name in ("续发人", "退出人", "新增人", "补发人"))
        publish(owed(stays, since=LAST[0]), owed(leaves, since=LAST[0]))
        last_year(officials)
        publish(owed(stays), owed(comes), owed(late), owed(late, since=LAST[0]))

        run = a_run_at("drafted", officials)

        assert terms(run) == {"left": -96000, "new": 192000, "arrears": 96000}
        assert [payout.name for payout in queries.left(run)] == ["退出人"]
        assert queries.tab_counts(run) == {"anomalies": 0, "new": 2, "changed": 0, "same": 1, "off": 0, "all": 3, "left": 1}


def test_a_risen_standard_is_told_from_other_changes(officials, an_official_value):
    with in_county():
        old = an_official_value("rural_reward.rate", "960.00", since=LAST[0], until=THIS[0])
        new = an_official_value("rural_reward.rate", "1080.00", since=THIS[0], number="样例〔2026〕2号")
        risen, shortened = a_beneficiary("提标人"), a_beneficiary("减月人")
        publish(owed(risen, 96000, since=LAST[0], value_ids=[old.pk]), owed(shortened, 96000, since=LAST[0], value_ids=[old.pk]))
        last_year(officials)
        publish(owed(risen, 108000, value_ids=[new.pk]), owed(shortened, 48000, value_ids=[old.pk]))

        assert terms(a_run_at("drafted", officials)) == {"standard": 12000, "other": -48000}


def test_months_are_held_against_the_same_months(officials):
    with in_county():
        person = a_beneficiary()

        def months(year, first, last, fen=59000):
            return [owed(person, fen, since=date(year, m, 1), until=date(year + m // 12, m % 12 + 1, 1)) for m in range(first, last + 1)]

        publish(*months(2025, 10, 12))
        last_year(officials)
        publish(*months(2026, 1, 12))

        run = a_run_at("drafted", officials)

        assert terms(run) == {"other": 9 * 59000}
        reasons = PayoutPart.objects.filter(payout__run=run).order_by("entitlement__since").values_list("reason", flat=True)
        assert list(reasons) == ["other"] * 9 + ["continued"] * 3


def test_a_run_of_one_scheme_is_held_against_a_run_of_several(officials):
    with in_county():
        person = a_beneficiary()
        publish(owed(person, since=LAST[0]), owed(person, 59000, since=LAST[0], scheme="special_assistance_death"))
        a_run_at("signed", officials, since=LAST[0], until=LAST[1], schemes=("rural_reward", "special_assistance_death"))
        publish(owed(person))

        run = a_run_at("drafted", officials)

        assert (terms(run), equation.of(run)[0].previous_fen) == ({}, 96000)
        assert PayoutPart.objects.get(payout__run=run).reason == "continued"


def test_who_moves_inside_the_county_leaves_one_township_and_enters_another(officials):
    with in_county():
        person = a_beneficiary()
        publish(owed(person, since=LAST[0]))
        last_year(officials)
        publish(owed(person) | {"division_code": ELSEWHERE_IN_THE_COUNTY})

        whole, townships = equation.of(a_run_at("drafted", officials))

        assert {code: (one.changes_fen, one.balanced) for code, one in townships.items()} == {
            "370303100": ({"other": -96000}, True), "370303101": ({"other": 96000}, True),
        }  # fmt: skip
        assert whole.changes_fen == {"other": 0}


def test_who_is_held_back_has_not_left_and_who_is_removed_has(officials):
    with in_county():
        held, removed, stays = (a_beneficiary(name) for name in ("缓发人", "剔除人", "续发人"))
        people = (held, removed, stays)
        publish(*(owed(person, since=LAST[0]) for person in people))
        last_year(officials)
        publish(*(owed(person) for person in people))
        run = a_run_at("drafted", officials)
        decisions = {run.payouts.get(person=held).pk: ("hold", "待核实"), run.payouts.get(person=removed).pk: ("remove", "死亡退出")}
        commands.decide(run_id=run.pk, decisions=decisions, by=officials.preparer, at=AT)

        run.refresh_from_db()
        assert terms(run) == {"other": -96000, "left": -96000}
        assert [(payout.name, payout.removed_why) for payout in queries.left(run)] == [("剔除人", "死亡退出")]


def test_a_run_of_two_schemes_is_compared_with_scheme_by_scheme(officials):
    both = (REWARD, "special_assistance_death")
    with in_county():
        one, two = a_beneficiary("奖扶人"), a_beneficiary("特扶人")
        publish(owed(one, since=LAST[0]), owed(two, 59000, since=LAST[0], scheme=both[1]))
        last_year(officials, schemes=both)
        publish(owed(one), owed(two, 0, scheme=both[1]))

        run = a_run_at("drafted", officials, schemes=(REWARD,))

        whole, _ = equation.of(run)
        assert (whole.previous_fen, whole.current_fen, terms(run), queries.left(run).count()) == (96000, 96000, {}, 0)


def test_schemes_of_a_run_are_its_equation_s(officials):
    with in_county():
        person = a_beneficiary()
        publish(owed(person, since=LAST[0]), owed(person, 59000, scheme="special_assistance_death"))
        last_year(officials, schemes=(REWARD,))

        assert terms(a_run_at("drafted", officials, schemes=("special_assistance_death",))) == {"new": 59000}
