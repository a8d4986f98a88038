"""When a standard has changed, whoever brought it, the next run covers every booked month it has a part in: no arrears are passed over."""
from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection

from accounts.refusal import NotAllowed
from benefits import policies
from benefits.models import PolicyValue, Run
from benefits.policies_table import commands as values
from benefits.policies_table import reviews
from benefits.runs import commands
from households.models import Household
from tests.benefits.books import Officials
from tests.benefits.desk import REWARD, SINCE, UNTIL, Desk, two_girls
from tests.builders import AT, JIEFANG, ZHANGDIAN, inside
from tests.fixtures.databases import as_owner
from tests.households.families import a_number, changed

RATE, YEAR = f"{REWARD}.rate", {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}


@pytest.fixture
def desk(db):
    """张店 with the reward published for 2024 to 2026."""
    desk = Desk()
    born = date(1962, 3, 12)
    desk.register(changed(two_girls(), "adult-1", born=born, number=a_number(born, "female")))  # 60 before the ledger begins
    desk.published(REWARD)
    return desk


def unbooked(desk):
    with desk.inside():
        return [one.sentence for one in reviews.of(desk.county, on=date(2026, 6, 1), schemes={}) if one.kind == "unbooked"]


def test_a_standard_raised_back_in_time_is_booked_for_every_year_it_touches(desk, an_official_value):
    with desk.inside():
        an_official_value(RATE, "1080.00", since=SINCE)
        family = Household.objects.get().pk

    with pytest.raises(NotAllowed, match=r"政策标准已变更：农村部分计划生育家庭奖励扶助（2024-01 至 2026-12）"):
        desk.prepare(REWARD, **YEAR)
    assert "2024-01 至 2026-12" in unbooked(desk)[0]
    with desk.inside(), pytest.raises(NotAllowed, match="政策标准已变更"):
        desk.approve(commands.compute_for(households=[family], schemes=[REWARD], since=SINCE, until=UNTIL, by=desk.preparer, at=AT))
    desk.published(REWARD)

    assert {key[2].year: fen for key, fen in desk.book().items()} == {2024: 108_000, 2025: 108_000, 2026: 108_000}
    assert unbooked(desk) == []
    assert desk.published(REWARD, **YEAR).state == Run.State.PUBLISHED


def test_a_standard_of_the_files_is_covered_from_the_year_it_begins(desk):
    stated, documents = policies.read()
    rate = next(value for value in stated if value.place == "000000" and value.name == RATE)
    with desk.inside():
        values.load([*stated, replace(rate, since=date(2025, 7, 1), until=None, value="1080.00")], documents, at=AT)

    with pytest.raises(NotAllowed, match="（2025-01 至 2026-12）"):
        desk.prepare(REWARD, **YEAR)
    assert desk.prepare(REWARD, since=date(2025, 1, 1)).state == Run.State.QUEUED


def test_what_changes_nothing_booked_widens_no_run(desk, an_official_value):
    with desk.inside():
        an_official_value(RATE, "1080.00", since=UNTIL)
        an_official_value("rural_minimum_living_line", "9000.00", since=SINCE, number="样例〔2026〕2号")  # no part in the reward

    assert desk.prepare(REWARD, **YEAR).state == Run.State.QUEUED


def test_a_document_added_to_a_figure_already_booked_widens_no_run(db):
    desk, officials = Desk(JIEFANG), Officials(JIEFANG)
    desk.register(replace(two_girls(), village="410802001001"))
    desk.published(REWARD)
    rate = PolicyValue.objects.get(place="410800000000", name=f"{REWARD}.local_rate")
    with desk.inside():
        row = values.record_confirmation(
            value_id=rate.pk, number="样例〔2024〕2 号", title="样例", issuer="样例", issued="2024", clause="三", by=officials.reviewer, at=AT
        )
        values.accept_confirmation(confirmation_id=row.pk, by=officials.signer, at=AT)

    assert desk.prepare(REWARD, **YEAR).state == Run.State.QUEUED


def test_a_value_withdrawn_before_any_run_was_computed_with_it_widens_none(desk, an_official_value):
    with desk.inside():
        row = an_official_value(RATE, "1080.00", since=SINCE)
        values.withdraw_value(value_id=row.pk, why="录错", by=Officials().reviewer, at=AT)

    assert unbooked(desk) == []
    assert desk.prepare(REWARD, **YEAR).state == Run.State.QUEUED


def test_a_value_withdrawn_after_a_run_was_published_with_it_is_covered(db, an_official_value):
    desk = Desk()  # nobody is due anything, so the run used no value and yet rests on all
    with desk.inside():
        row = an_official_value(RATE, "1080.00", since=SINCE)
    desk.published(REWARD)
    with desk.inside():
        values.withdraw_value(value_id=row.pk, why="录错", by=Officials().reviewer, at=AT)

    with pytest.raises(NotAllowed, match="2024-01 至 2026-12"):
        desk.prepare(REWARD, **YEAR)


def test_no_shell_approves_less_than_a_changed_standard_touches(transactional_db, desk, an_official_value):
    run = desk.prepare(REWARD, **YEAR)
    with desk.inside():
        an_official_value(RATE, "1080.00", since=SINCE)
    run = desk.compute(run)
    statement = "UPDATE benefits_run SET state = 'approved', approved_by_id = %s, approved_staff_no = %s, approved_at = now() WHERE id = %s"

    for role in (nullcontext(), as_owner()):
        with role, pytest.raises(DatabaseError) as refused, inside(ZHANGDIAN), connection.cursor() as cursor:
            cursor.execute(statement, [desk.reviewer.user_id, desk.reviewer.staff_no, run.pk])
        assert refused.value.__cause__.diag.constraint_name == "a_changed_value_covers_what_it_touches"
