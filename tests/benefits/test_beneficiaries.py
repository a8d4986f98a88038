"""Who is owed and who receives: a person, a household, a couple, a village; what is no money to pay is in no book."""
import uuid
from dataclasses import replace
from datetime import date

import pytest

from accounts.refusal import NotAllowed
from benefits import beneficiaries, rules, wording
from benefits.models import Payout
from benefits.models.registrations import FUND_SCHEMES, IN_KIND_SCHEMES, WITHOUT_LEDGER
from benefits.monitoring import sources
from benefits.payouts import commands as payouts
from benefits.payouts import recipients
from benefits.rules import registry
from benefits.runs import commands, due
from households.models import Household, Marriage
from tests.benefits.books import ON, YEAR, Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import AT, LIUGOU

pytestmark = pytest.mark.django_db


@pytest.fixture
def officials():
    return Officials()


def a_couple(*, his_account=True, her_account=True):
    husband, wife = a_beneficiary("刘志国", account=his_account), a_beneficiary("张桂兰", account=her_account)
    Marriage.objects.create(division_code=LIUGOU, husband=husband, wife=wife, since=date(1988, 5, 1), recorded_at=AT)
    return husband, wife


def owed_to(text, person):
    """What is owed to the beneficiary of this text, through this person's family."""
    return owed(person) | {"beneficiary": text, "person_id": None}


def refuses_to_pass(payout, officials):
    assert payout.decision == Payout.Decision.PENDING
    with pytest.raises(NotAllowed, match="没有收款账户"):
        payouts.decide(run_id=payout.run_id, decisions={payout.pk: ("approve", "已核实")}, by=officials.preparer, at=AT)


@pytest.mark.parametrize(("his", "hers", "receives"), [(True, True, "刘志国"), (False, True, "张桂兰"), (True, False, "刘志国")])
def test_a_couples_money_goes_to_the_one_with_an_account(officials, his, hers, receives):
    with in_county():
        husband, wife = a_couple(his_account=his, her_account=hers)
        publish(owed_to(f"couple:{husband.pk}+{wife.pk}", wife))

        (payout,) = a_run_at("settled", officials).payouts.all()

    assert (payout.name, payout.state) == (receives, Payout.State.CONFIRMED)


def test_a_households_money_goes_to_a_living_member_with_an_account(officials):
    with in_county():
        person = a_beneficiary("曾秀英")
        publish(owed_to(f"household:{person.memberships.get().household_id}", person))

        (payout,) = a_run_at("settled", officials).payouts.all()

    assert (payout.name, payout.state) == ("曾秀英", Payout.State.CONFIRMED)


def test_without_any_account_the_payout_waits(officials):
    with in_county():
        husband, wife = a_couple(his_account=False, her_account=False)
        publish(owed_to(f"couple:{husband.pk}+{wife.pk}", wife))

        (payout,) = a_run_at("drafted", officials).payouts.all()

        assert [found["kind"] for found in payout.anomalies] == ["no_account"]
        refuses_to_pass(payout, officials)


def test_a_villages_money_waits_under_its_own_name_and_is_no_familys(officials):
    with in_county():
        person = a_beneficiary("曾秀英")
        household = Household.objects.get()
        publish(owed_to(f"village:{LIUGOU}", person))

        (payout,) = a_run_at("drafted", officials).payouts.all()

        assert due.of_household(household, titles={}) == [] and sources.of_household(household.pk) == []
        refuses_to_pass(payout, officials)
    assert (payout.name, payout.place_name, payout.person_id, payout.account_id) == ("柳沟村集体", "柳沟村集体", None, None)
    assert [found["kind"] for found in payout.anomalies] == ["village_money"]


def test_support_received_is_what_the_bank_confirmed(officials):
    with in_county():
        person = a_beneficiary("曾秀英")
        household = person.memberships.get().household_id
        publish(owed(person, 96000))
        a_run_at("handed_over", officials)
        assert sources.of_household(household) == []

    with in_county():
        other = a_beneficiary("单建民")
        publish(owed(other, 48000))
        a_run_at("settled", officials, since=date(2026, 1, 1), until=YEAR[1])
        assert sources.of_household(other.memberships.get().household_id) == [(AT.year, 480_00)]


def test_texts_name_people_and_villages():
    with in_county():
        husband, wife = a_couple()
        texts = [f"person:{husband.pk}", f"couple:{husband.pk}+{wife.pk}", "household:7", f"village:{LIUGOU}"]

        assert list(beneficiaries.names(texts).values()) == ["刘志国", "刘志国、张桂兰", "", "柳沟村集体"]
        assert recipients.of([(texts[3], husband.memberships.get().household_id)], on=ON) == {texts[3]: (None, None)}


def test_what_is_no_money_has_no_ledger(officials):
    for scheme in WITHOUT_LEDGER:
        assert scheme not in wording.ledger_titles()
    for scheme in rules.schemes():
        is_money = getattr(scheme, "unit", "yuan") == "yuan" and not any(getattr(claim, "registered", False) for claim in scheme.claims)
        assert is_money == (scheme.code not in IN_KIND_SCHEMES)
        assert is_money or scheme.code not in FUND_SCHEMES


def test_what_a_fund_gives_is_never_due_besides(officials):
    with in_county(), pytest.raises(NotAllowed, match="计划生育公益金特别救助从公益金支出，逐户审批，没有账期"):
        commands.open_ledger(scheme="welfare_fund_relief", since=YEAR[0], by=officials.preparer, at=AT)


def test_opening_computing_or_paying_points_is_refused(officials, monkeypatch):
    monkeypatch.setitem(registry.SCHEMES, "exam_bonus", replace(registry.SCHEMES["rural_reward"], code="exam_bonus"))
    with in_county():
        with pytest.raises(NotAllowed, match="不是由本系统发放的资金"):
            commands.open_ledger(scheme="exam_bonus", since=YEAR[0], by=officials.preparer, at=AT)
        with pytest.raises(NotAllowed, match="不是由本系统发放的资金"):
            commands.prepare_run(key=uuid.uuid4(), schemes=["exam_bonus"], since=YEAR[0], until=YEAR[1], by=officials.preparer, at=AT)
        with pytest.raises(NotAllowed, match="列出的扶助项目"):
            payouts.draft_payout_run(
                key=uuid.uuid4(), division_code=officials.place, schemes=["exam_bonus"], since=YEAR[0], until=YEAR[1], by=officials.preparer, at=AT
            )
