"""What was due before death and not paid goes to the heir on record; without one it waits, and is never dropped."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.refusal import NotAllowed
from benefits.models import Heir, Payout
from benefits.payouts import anomalies, commands
from households.commands import change_account
from tests.benefits.books import Officials, a_run_at, step
from tests.benefits.changing import confirm, preview
from tests.benefits.desk import LOSS, Desk
from tests.builders import AT
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def household(desk):
    """She died in March 2026, which is booked; three years of assistance had not been paid to either of them."""
    found = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    change = confirm(desk, "death", found, person=desk.person("曾秀英").pk, occurred=date(2026, 3, 9))
    desk.approve(change.run)
    desk.publish(change.run)
    return found


def of_her(desk, run):
    return run.payouts.get(beneficiary=f"person:{desk_person(desk, '曾秀英')}")


def desk_person(desk, name):
    return desk.person(name).pk


def inherits(desk, household, heir="单建民"):
    people = {"person": desk_person(desk, "曾秀英"), "heir": desk_person(desk, heir)}
    return confirm(desk, "heir", household, relation="配偶", occurred=date(2026, 4, 2), source="家属协议（样例）", **people)


def an_account(desk, household):
    with desk.inside():
        change_account(
            household_id=household.pk, person_id=desk_person(desk, "单建民"), holder_name="单建民", bank="农商银行", number="6217000000000000012",
            source="存折", since=date(2026, 1, 1), by=desk.clerk, at=AT,
        )  # fmt: skip


def test_without_an_heir_what_was_due_waits_and_cannot_pass(desk, household):
    officials = Officials()
    an_account(desk, household)
    with desk.inside():
        run = a_run_at("drafted", officials, schemes=(LOSS,))
        payout = of_her(desk, run)

        assert (payout.amount_fen, [one["kind"] for one in payout.anomalies][:1]) == (27 * 59000, ["died"])
        with pytest.raises(NotAllowed, match="登记继承领款人"):
            commands.decide(run_id=run.pk, decisions={payout.pk: ("approve", "发给家属")}, by=officials.preparer, at=AT)
        with pytest.raises(IntegrityError, match="the_dead_are_paid_through_their_heir"), transaction.atomic():
            Payout.objects.filter(pk=payout.pk).update(decision="approve", reason="x", decided_by=officials.preparer.user, decided_at=AT)
        step(run, "prepared", officials)
        assert of_her(desk, run).decision == "hold"


def test_the_heir_is_handed_what_was_due_before_death_in_the_next_run(desk, household):
    an_account(desk, household)
    inherits(desk, household)
    with desk.inside():
        run = a_run_at("settled", Officials(), schemes=(LOSS,))
        payout = of_her(desk, run)

        assert (payout.name, payout.holder_name, payout.amount_fen, payout.decision) == ("单建民", "单建民", 27 * 59000, "approve")
        assert [one["kind"] for one in payout.anomalies] == ["inherited"]
        assert anomalies.told(payout)[0][1] == "曾秀英已死亡（2026-03-09），由继承人领取，请核对继承材料。"
        assert payout.state == Payout.State.CONFIRMED


def test_an_heir_named_while_the_run_is_drafted_is_taken_up_when_it_is_compared_again(desk, household):
    officials = Officials()
    an_account(desk, household)
    with desk.inside():
        run = a_run_at("drafted", officials, schemes=(LOSS,))
    inherits(desk, household)

    with desk.inside():
        commands.refresh_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=date(2026, 11, 22))
        assert of_her(desk, run).name == "单建民"


def test_naming_an_heir_alters_nothing_that_is_due_and_another_takes_the_place_of_the_first(desk, household):
    change = inherits(desk, household)

    assert (change.run, change.added_fen, change.taken_fen) == (None, 0, 0)
    shown = preview(
        desk, "heir", household, person=desk_person(desk, "曾秀英"), heir=desk_person(desk, "单建民"), relation="丈夫", occurred=date(2026, 5, 1)
    )  # fmt: skip
    assert ("曾秀英", "继承领款人", "单建民，丈夫") in [(row.subject, row.title, row.words) for row in shown.recorded]
    assert desk.count(Heir) == 1


@pytest.mark.parametrize(("dead", "heir"), [("曾秀英", "单小军"), ("单建民", "曾秀英"), ("曾秀英", "曾秀英")])
def test_the_heir_has_to_be_alive_and_the_other_dead(desk, household, dead, heir):
    people = {"person": desk_person(desk, dead), "heir": desk_person(desk, heir)}

    with pytest.raises(NotAllowed, match="继承人须在世"):
        preview(desk, "heir", household, relation="子女", occurred=date(2026, 4, 2), **people)
