"""A run about some families alone: it says nothing of the others, and whichever is published first the book ends the same."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts import locks
from benefits.models import Run, RunLine
from benefits.runs import commands
from households.commands import record_fact
from households.entry import DeathEntry
from tests.benefits.desk import LOSS, REWARD, SINCE, UNTIL, Desk, two_girls
from tests.builders import AT
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db
DIED = date(2025, 3, 9)


@pytest.fixture
def desk():
    return Desk()


def run_for(desk, *households, schemes=(REWARD, LOSS)):
    with desk.inside():
        locks.exclusive(desk.county)
        return commands.compute_for(
            households=[household.pk for household in households], schemes=schemes, since=SINCE, until=UNTIL, by=desk.clerk, at=AT
        )


def learn_of_death(desk, household, name="曾秀英", on=DIED):
    with desk.inside():
        person = household.memberships.get(person__name=name).person_id
        record_fact(household_id=household.pk, person_id=person, kind="death", item=DeathEntry(on), by=desk.clerk, at=AT, source="殡葬登记比对")


def test_a_run_about_a_family_is_computed_at_once_and_waits_for_another_person(desk):
    bereaved, _others = desk.register(a_bereaved_couple()), desk.register(two_girls())

    run = run_for(desk, bereaved)

    assert run.state == Run.State.SIMULATED and run.job is None
    assert {name for name, _, _ in desk.lines(run)} == {"单建民", "曾秀英"}
    desk.approve(run)
    assert desk.publish(run).state == Run.State.PUBLISHED


def test_a_change_of_another_family_does_not_concern_it(desk):
    bereaved, others = desk.register(a_bereaved_couple()), desk.register(two_girls())
    run = run_for(desk, bereaved)
    desk.approve(run)
    learn_of_death(desk, others, "张桂兰")

    run = desk.publish(run)

    assert (run.state, run.recomputed) == (Run.State.PUBLISHED, 0)


def test_returned_it_is_computed_again_by_the_job_and_still_about_its_family(desk):
    bereaved, _others = desk.register(a_bereaved_couple()), desk.register(two_girls())
    run = run_for(desk, bereaved)
    with desk.inside():
        commands.return_run(run_id=run.pk, reason="再核一次", by=desk.reviewer, at=AT)

    run = desk.compute(desk.now(run))

    assert run.state == Run.State.SIMULATED and run.job.total == 1
    assert {name for name, _, _ in desk.lines(run)} == {"单建民", "曾秀英"}


@pytest.mark.parametrize("order", ["county first", "family first", "county approved before, family first"])
def test_whichever_run_is_published_first_the_book_ends_the_same(desk, order):
    bereaved, _others = desk.register(a_bereaved_couple()), desk.register(two_girls())
    desk.published(REWARD, LOSS)
    county = desk.simulate(REWARD, LOSS)
    desk.approve(county)
    learn_of_death(desk, bereaved)
    family = run_for(desk, bereaved)

    for run in [county, family] if order == "county first" else [family, county]:
        while desk.now(run).state != Run.State.PUBLISHED:
            if desk.now(run).state == Run.State.SIMULATED:
                desk.approve(run)
            desk.publish(run)

    months = sorted(since for beneficiary, scheme, since, _ in desk.book() if beneficiary == f"person:{desk.person('曾秀英').pk}")
    assert months == [date(2024, month, 1) for month in range(1, 13)] + [date(2025, month, 1) for month in (1, 2, 3)]
    assert sum(desk.book().values()) == 96000 + 59000 * (36 + 15)
    assert set(desk.book().values()) == {59000, 96000}


def test_which_families_a_run_is_about_is_never_changed(desk):
    bereaved, others = desk.register(a_bereaved_couple()), desk.register(two_girls())
    run = run_for(desk, bereaved)
    said = {"beneficiary": "household:1", "scheme": REWARD, "since": SINCE, "until": UNTIL, "due_fen": 1, "booked_fen": 0, "value_ids": []}
    line = RunLine(household=others, chunk=1, **said)

    with pytest.raises(IntegrityError, match="核算哪些户不能改动"), desk.inside():
        Run.objects.filter(pk=run.pk).update(households=[others.pk], state="simulating")
    with pytest.raises(IntegrityError, match="只能写入它所核算的户"), desk.inside(), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="simulating")
        line.run, line.division_code = run, others.division_code
        line.save()
    with pytest.raises(IntegrityError, match="a_run_about_families_names_them"), desk.inside():
        commands.compute_for(households=[], schemes=[REWARD], since=SINCE, until=UNTIL, by=desk.clerk, at=AT)
