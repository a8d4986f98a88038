"""Numbers: unique in the county, sealed, masked, shown in full only with a reason."""
import uuid

import pytest
from django.core.cache import cache

from accounts import crypto
from accounts.refusal import NotAllowed
from audits.journal.models import Event
from households import commands, identity
from households.commands import numbers
from households.entry import AccountEntry
from households.models import Account, Person
from households.queries import duplicates
from tests.builders import AT, ELSEWHERE, QINGSHI, ZHANGDIAN, inside
from tests.households.families import a_bereaved_couple, a_clerk, two_girls

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return a_clerk()


@pytest.fixture
def entry():
    return a_bereaved_couple()


@pytest.fixture
def household(clerk, entry):
    cache.clear()
    with inside(QINGSHI):
        yield commands.register_household(entry=entry, by=clerk, at=AT)


def test_a_revealed_number_is_one_event_with_the_reason_and_without_a_digit(household, clerk, entry):
    person = Person.objects.get(name="曾秀英")

    number = commands.reveal_number(person_id=person.pk, by=clerk, at=AT, reason="核对证件原件")

    event = Event.objects.first()
    assert number == entry.people[1].number
    assert (event.kind, event.reason, event.subject_id) == ("person.number_revealed", "核对证件原件", str(person.pk))
    assert number[-4:] not in f"{event.before}{event.after}{event.reason}"


def test_no_number_is_shown_without_a_reason(household, clerk):
    with pytest.raises(NotAllowed, match="事由"):
        commands.reveal_number(person_id=Person.objects.first().pk, by=clerk, at=AT, reason=" ")


def test_thirty_numbers_an_hour_and_no_more(household, clerk, monkeypatch):
    monkeypatch.setattr(numbers, "PER_HOUR", 2)
    account = Account.objects.get()
    commands.reveal_account(account_id=account.pk, by=clerk, at=AT, reason="核对存折")
    commands.reveal_number(person_id=account.person_id, by=clerk, at=AT, reason="核对证件")

    with pytest.raises(NotAllowed, match="一小时内"):
        commands.reveal_number(person_id=account.person_id, by=clerk, at=AT, reason="核对证件")


def test_a_number_out_of_sight_is_not_revealed(household):
    number = Person.objects.first().pk
    with inside("370303101000"), pytest.raises(Person.DoesNotExist):
        commands.reveal_number(person_id=number, by=a_clerk("370303101000"), at=AT, reason="核对证件")


def test_no_number_lies_in_the_clear(household, entry):
    stored = repr(list(Person.objects.values())) + repr(list(Account.objects.values()))

    assert not any(person.number in stored for person in entry.people)
    assert "6217000000000000004" not in stored


def test_who_is_on_record_in_the_county_is_shown_with_their_record(household, entry):
    (found,) = [found for found in duplicates.people_on_record(entry) if found.key == "adult-0"]

    assert (found.name, found.household_number, found.is_couple) == ("单建民", household.number, True)
    assert duplicates.people_on_record(entry, household_id=household.pk) == []


def test_a_township_learns_of_records_in_another_township(household, entry):
    with inside("370303101000"):
        found = duplicates.people_on_record(entry)

    assert {row.name for row in found} == {"单建民", "曾秀英", "单小军"}


def test_other_counties_answer_only_yes_or_no(household, entry):
    number = crypto.number_hash(entry.people[0].number)
    other = a_clerk("520115100000")

    with inside("520115100000"):
        answers = commands.save_draft(
            draft_id=uuid.uuid4(), cells={}, elsewhere={}, ask=[number.hex(), b"unknown".hex()], by=other, at=AT
        )
        event = Event.objects.get(kind="draft.saved")

    assert answers == {number.hex(): True, b"unknown".hex(): False}
    assert event.after == {"asked_elsewhere": 2, "known_elsewhere": 1}


def test_the_own_county_is_not_elsewhere(household, entry):
    assert not duplicates.known_elsewhere(crypto.number_hash(entry.people[0].number), county_code=ZHANGDIAN)


def test_two_counties_may_record_the_same_couple(household, entry):
    other = a_clerk("520115100000")
    with inside("520115100000"):
        commands.register_household(entry=two_girls(village=ELSEWHERE, people=entry.people, children=(), couples=()), by=other, at=AT)

        assert Person.objects.filter(number_hash=crypto.number_hash(entry.people[0].number)).count() == 1


def test_an_account_of_two_people_is_noticed(household, clerk):
    entry = two_girls(accounts=(AccountEntry("adult-0", "刘志国", "农商银行", "6217000000000000004"),))

    (found,) = duplicates.shared_accounts(entry)

    assert (found.key, found.name, found.others) == ("adult-0", "曾秀英", 0)


def test_the_mask_shows_four_digits_only_without_a_birth_date():
    assert identity.mask("999001196503020013", with_birth=False) == "*" * 14 + "0013"
    assert identity.mask("999001196503020013", with_birth=True) == "*" * 18


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("99900119650302001", "17 位"), ("999001196502300013", "不是有效日期"), ("999001196503020019", "校验码")],
)
def test_a_wrong_number_is_said_without_repeating_it(number, sentence):
    with pytest.raises(identity.NotAnIdentity, match=sentence) as error:
        identity.parse(number)
    assert number not in str(error.value)


def test_textbook_numbers_pass():
    assert identity.parse("11010519491231002x").sex == "female"
    assert identity.parse("110105491231002").number == "11010519491231002X"
