"""The two books through corrections: what peers get wrong stays right here. Arrears that ignored an earlier correction, a payment that was void."""
from datetime import date

import pytest

from benefits.models import EntitlementLine, MoneyLine, Recovery
from benefits.payouts import commands as payouts
from benefits.recovery import queries as recovery
from tests.benefits.books import YEAR, Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import AT

pytestmark = pytest.mark.django_db
LAST_YEAR = (date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture
def officials():
    return Officials()


@pytest.fixture
def county():
    with in_county():
        yield


def sums(person):
    """What is due and what moved of a person, in fen."""
    due = sum(EntitlementLine.objects.filter(entitlement__person=person).values_list("amount_fen", flat=True))
    return due, sum(MoneyLine.objects.filter(entitlement__person=person).values_list("amount_fen", flat=True))


def paid_last_year(person, officials):
    publish(owed(person, since=LAST_YEAR[0]))
    a_run_at("settled", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])


def test_arrears_count_what_earlier_corrections_paid(county, officials):
    """A standard raised twice back in time: the second arrears are the second rise alone (frappe/hrms#3607 paid the first again)."""
    person = a_beneficiary()
    paid_last_year(person, officials)
    publish(owed(person, 108000, since=LAST_YEAR[0]), owed(person, 108000))
    first = a_run_at("settled", officials)
    publish(owed(person, 120000, since=LAST_YEAR[0]), owed(person, 120000))

    second = a_run_at("settled", officials)

    assert [part.amount_fen for part in first.payouts.get().parts.order_by("entitlement__since")] == [12000, 108000]
    assert [part.amount_fen for part in second.payouts.get().parts.order_by("entitlement__since")] == [12000, 12000]
    assert sums(person) == (240000, 240000)


def test_what_the_bank_gave_back_is_owed_again_and_paid_once(county, officials):
    """A void payment leaves no trace of money that moved (Veent_HRIS#309 kept counting it as paid)."""
    person = a_beneficiary()
    publish(owed(person))
    run = a_run_at("handed_over", officials)
    payouts.mark_returned(payout_id=run.payouts.get().pk, reason="账户已注销", by=officials.finance, at=AT)
    assert sums(person) == (96000, 0)

    again = a_run_at("settled", officials)

    assert [payout.amount_fen for payout in again.payouts.all()] == [96000]
    assert sums(person) == (96000, 96000)


def test_a_discarded_payout_run_moved_nothing(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    run = a_run_at("reviewed", officials)
    payouts.discard_payout_run(run_id=run.pk, reason="拟错期间", by=officials.preparer, at=AT)
    assert sums(person) == (96000, 0)
    assert a_run_at("settled", officials).total_fen == 96000


def test_a_fact_changed_and_changed_back_nets_to_nothing(county, officials):
    person = a_beneficiary()
    paid_last_year(person, officials)
    publish(owed(person, 36000, since=LAST_YEAR[0]))
    publish(owed(person, since=LAST_YEAR[0]))

    assert sums(person) == (96000, 96000)
    assert Recovery.objects.get().state == "closed"
    assert not a_run_at("drafted", officials, since=LAST_YEAR[0], until=LAST_YEAR[1]).payouts.exists()


def test_a_negative_balance_is_kept_and_never_taken_for_nothing(county, officials):
    person = a_beneficiary()
    paid_last_year(person, officials)
    publish(owed(person, 0, since=LAST_YEAR[0]), owed(person))

    run = a_run_at("settled", officials)

    assert run.total_fen == 96000
    assert sums(person) == (96000, 192000)
    assert recovery.open_fen(Recovery.objects.get()) == 96000


def test_what_was_paid_is_never_owed_again(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    a_run_at("settled", officials)
    publish(owed(person))

    assert not a_run_at("drafted", officials, since=YEAR[0], until=YEAR[1]).payouts.exists()
