"""When the rules have changed, the next run of a scheme covers its whole ledger: what the change does is simulated, compared and approved once."""
from contextlib import nullcontext
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.refusal import NotAllowed
from benefits.models import Run
from benefits.runs import commands
from households.models import Household
from tests.benefits.desk import LOSS, REWARD, SINCE, UNTIL, Desk, two_girls
from tests.builders import AT, ZHANGDIAN, inside
from tests.fixtures.databases import as_owner

YEAR = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}


@pytest.fixture
def desk(transactional_db):
    """张店 with the reward published for 2024 to 2026."""
    desk = Desk()
    desk.register(two_girls())
    desk.published(REWARD)
    return desk


@pytest.fixture
def rules_change(monkeypatch):
    return lambda: monkeypatch.setattr("benefits.runs.queries.rules_hash", lambda: "f" * 64)


def test_while_the_rules_stand_a_run_of_one_year_is_enough(desk):
    desk.published(REWARD, **YEAR)

    assert desk.count(Run, state="published") == 2


@pytest.mark.parametrize("window", [YEAR, {"since": SINCE, "until": date(2026, 12, 1)}, {"since": date(2024, 2, 1), "until": UNTIL}])
def test_after_a_rule_change_less_than_the_ledger_is_refused(desk, rules_change, window):
    rules_change()

    with pytest.raises(NotAllowed, match=r"规则已更新：农村部分计划生育家庭奖励扶助.*2024-01 至 2026-12"):
        desk.prepare(REWARD, **window)


def test_once_the_whole_ledger_is_published_a_year_is_enough_again(desk, rules_change):
    rules_change()
    desk.published(REWARD)

    desk.published(REWARD, **YEAR)

    assert desk.count(Run, state="published") == 3


def test_a_scheme_never_published_has_nothing_to_cover(desk, rules_change):
    rules_change()

    assert desk.simulate(LOSS, **YEAR).state == Run.State.SIMULATED


def test_a_ledger_longer_than_ten_years_is_covered_in_one_run(db, rules_change):
    desk = Desk(open_from=date(2014, 1, 1))
    desk.register(two_girls())
    desk.published(REWARD, since=date(2014, 1, 1), until=date(2020, 1, 1))
    desk.published(REWARD, since=date(2020, 1, 1), until=UNTIL)
    rules_change()

    assert desk.published(REWARD, since=date(2014, 1, 1), until=UNTIL).state == Run.State.PUBLISHED
    with pytest.raises(NotAllowed, match="1 至 120 个月"):
        desk.prepare(REWARD, since=date(2014, 1, 1), until=UNTIL)


def test_rules_changed_after_it_was_prepared_stop_the_approval(desk, rules_change):
    run = desk.prepare(REWARD, **YEAR)
    rules_change()
    run = desk.compute(run)

    with pytest.raises(NotAllowed, match=r"规则已更新.*请另建一批"):
        desk.approve(run)


def test_the_pages_say_what_has_to_be_covered(desk, rules_change, client):
    run = desk.prepare(REWARD, **YEAR)
    rules_change()
    desk.compute(run)
    client.force_login(desk.preparer.user)
    new = client.get(reverse("benefits:new_run")).content.decode()
    client.force_login(desk.reviewer.user)
    page = client.get(reverse("benefits:run", args=[run.pk])).content.decode()

    assert "规则已更新" in new and 'value="2024-01"' in new
    assert "规则已更新" in page and "disabled" in page


def test_a_run_about_some_families_waits_for_the_county(desk, rules_change):
    rules_change()
    with desk.inside():
        family = Household.objects.get().pk
        run = commands.compute_for(households=[family], schemes=[REWARD], since=SINCE, until=UNTIL, by=desk.preparer, at=AT)
        with pytest.raises(NotAllowed, match="规则已更新"):
            desk.approve(run)
    desk.published(REWARD)

    assert desk.approve(run).state == Run.State.APPROVED


@pytest.mark.parametrize("owner", [False, True])
def test_no_shell_approves_less_than_the_ledger(desk, rules_change, owner):
    run = desk.prepare(REWARD, **YEAR)
    rules_change()
    run = desk.compute(run)
    statement = "UPDATE benefits_run SET state = 'approved', approved_by_id = %s, approved_staff_no = %s, approved_at = now() WHERE id = %s"

    with as_owner() if owner else nullcontext(), pytest.raises(DatabaseError) as refused, inside(ZHANGDIAN), connection.cursor() as cursor:
        cursor.execute(statement, [desk.reviewer.user_id, desk.reviewer.staff_no, run.pk])

    assert refused.value.__cause__.diag.constraint_name == "a_rule_change_covers_the_whole_ledger"
