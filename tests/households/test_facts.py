"""Single facts: recorded from a day, stated to be none, withdrawn with a reason; never edited, not even by the owner."""
from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from accounts.refusal import NotAllowed
from audits.journal.models import Event
from households import commands
from households.entry import DeathEntry, DisabilityEntry, HukouEntry
from households.models import Account, Death, Disability, Household, Hukou, Marriage, Membership, Person, Statement
from households.queries.family import entry_of, family, family_as_case
from tests.builders import AT, QINGSHI, inside
from tests.households.families import a_bereaved_couple, a_clerk, two_girls

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=5)


@pytest.fixture
def clerk():
    return a_clerk()


@pytest.fixture
def household(clerk):
    with inside(QINGSHI):
        yield commands.register_household(entry=a_bereaved_couple(), by=clerk, at=AT, source="户口簿")


def person(name):
    return Person.objects.get(name=name)


def record(household, clerk, name, kind, item, at=LATER):
    return commands.record_fact(household_id=household.pk, person_id=person(name).pk, kind=kind, item=item, by=clerk, at=at, source="证明")


def test_a_change_of_hukou_ends_what_held_before(household, clerk):
    record(household, clerk, "曾秀英", "hukou", HukouEntry("urban", date(2024, 3, 1)))

    before, after = Hukou.objects.filter(person__name="曾秀英", withdrawn_at=None).order_by("since")
    assert (before.kind, before.since, before.until) == ("rural", date(1963, 6, 1), date(2024, 3, 1))
    assert (after.kind, after.since, after.until) == ("urban", date(2024, 3, 1), None)
    assert Hukou.objects.filter(person__name="曾秀英").exclude(withdrawn_at=None).count() == 1


def test_a_disability_may_get_another_grade(household, clerk):
    record(household, clerk, "曾秀英", "disability", DisabilityEntry(3, date(2018, 1, 1)))
    record(household, clerk, "曾秀英", "disability", DisabilityEntry(2, date(2022, 1, 1)))

    assert [(row.grade, row.until) for row in Disability.objects.filter(withdrawn_at=None).order_by("since")] == [(3, date(2022, 1, 1)), (2, None)]


def test_two_values_from_the_same_day_end_in_a_sentence(household, clerk):
    record(household, clerk, "曾秀英", "disability", DisabilityEntry(3, date(2018, 1, 1)))

    with pytest.raises(NotAllowed, match="重叠"):
        record(household, clerk, "曾秀英", "disability", DisabilityEntry(2, date(2018, 1, 1)))


def test_a_death_ends_the_marriage_and_the_statement_of_being_alive(household, clerk):
    record(household, clerk, "单建民", "death", DeathEntry(date(2025, 2, 3), "公安部门"))

    assert not Statement.objects.filter(person__name="单建民", kind="death", withdrawn_at=None).exists()
    marriage = Marriage.objects.get(withdrawn_at=None)
    assert (marriage.until, marriage.ended_how) == (date(2025, 2, 3), "widowed")
    assert family_as_case(household.pk)["couples"][0] | {"husband": "", "wife": ""} == {
        "husband": "",
        "wife": "",
        "married": "1986-05-01",
        "ended": "2025-02-03",
        "how": "widowed",
    }


def test_nobody_dies_twice(household, clerk):
    with pytest.raises(NotAllowed, match="死亡日期已有记录"):
        record(household, clerk, "单小军", "death", DeathEntry(date(2016, 1, 1)))


def test_a_death_before_birth_or_tomorrow_is_refused(household, clerk):
    for day in (date(1950, 1, 1), LATER.date() + timedelta(days=2)):
        with pytest.raises(NotAllowed, match="死亡日期"):
            record(household, clerk, "曾秀英", "death", DeathEntry(day))


def test_every_single_fact_is_one_event_and_a_new_revision(household, clerk):
    before, events = Household.objects.get().revision, Event.objects.count()

    record(household, clerk, "曾秀英", "hukou", HukouEntry("urban", date(2024, 3, 1)))

    assert Household.objects.get().revision > before
    (event,) = Event.objects.all()[: Event.objects.count() - events]
    assert (event.kind, event.after["person"], event.after["says"]) == ("hukou.recorded", "曾秀英", "非农业户口")


def test_no_disability_is_stated_once(household, clerk):
    state = {"household_id": household.pk, "person_id": person("曾秀英").pk, "kind": "disability", "by": clerk, "at": LATER, "source": "本人"}
    commands.state_none(**state)

    assert entry_of(family(household.pk)).people[1].disability == ()
    with pytest.raises(NotAllowed, match="不必重复"):
        commands.state_none(**state)


def test_none_cannot_be_stated_against_a_record(household, clerk):
    with pytest.raises(NotAllowed, match="相反"):
        commands.state_none(household_id=household.pk, person_id=person("单小军").pk, kind="death", by=clerk, at=LATER, source="")


def test_a_withdrawn_fact_stays_readable_and_no_longer_counts(household, clerk):
    death = Death.objects.get()

    commands.withdraw_fact(household_id=household.pk, model="death", row_id=death.pk, by=clerk, at=LATER, why="与公安比对有误")

    death.refresh_from_db()
    assert (death.withdrawn_by, death.withdrawn_why) == (clerk, "与公安比对有误")
    assert "died" not in family_as_case(household.pk)["members"][2]


def test_withdrawing_needs_a_reason_and_happens_once(household, clerk):
    death = Death.objects.get()
    arguments = {"household_id": household.pk, "model": "death", "row_id": death.pk, "by": clerk, "at": LATER}

    with pytest.raises(NotAllowed, match="原因"):
        commands.withdraw_fact(**arguments, why=" ")
    commands.withdraw_fact(**arguments, why="有误")
    with pytest.raises(NotAllowed, match="已撤回"):
        commands.withdraw_fact(**arguments, why="有误")


def test_a_fact_of_another_family_is_not_withdrawn_from_this_one(household, clerk):
    other = commands.register_household(entry=two_girls(), by=clerk, at=AT)

    with pytest.raises(NotAllowed, match="不属于这一户"):
        commands.withdraw_fact(household_id=other.pk, model="death", row_id=Death.objects.get().pk, by=clerk, at=LATER, why="有误")


def test_the_householder_cannot_be_taken_out(household, clerk):
    head = Membership.objects.get(relation="0")

    with pytest.raises(NotAllowed, match="户主"):
        commands.withdraw_fact(household_id=household.pk, model="membership", row_id=head.pk, by=clerk, at=LATER, why="有误")


def test_a_divorce_is_recorded_from_its_day(household, clerk):
    marriage = Marriage.objects.get()

    commands.end_marriage(household_id=household.pk, marriage_id=marriage.pk, on=date(2019, 9, 9), by=clerk, at=LATER, source="离婚证")

    ended = Marriage.objects.get(withdrawn_at=None)
    assert (ended.since, ended.until, ended.ended_how) == (date(1986, 5, 1), date(2019, 9, 9), "divorced")


def test_a_divorce_before_the_wedding_is_refused(household, clerk):
    with pytest.raises(NotAllowed, match="晚于结婚日"):
        commands.end_marriage(
            household_id=household.pk, marriage_id=Marriage.objects.get().pk, on=date(1980, 1, 1), by=clerk, at=LATER, source=""
        )


def test_an_account_is_changed_and_the_old_one_stays_in_history(household, clerk):
    commands.change_account(
        household_id=household.pk,
        person_id=person("曾秀英").pk,
        holder_name="曾秀英",
        bank="邮政储蓄银行",
        number="6220000000000001",
        by=clerk,
        at=LATER,
        source="换卡",
    )

    old, new = Account.objects.filter(withdrawn_at=None).order_by("since")
    assert (old.until, old.number()) == (LATER.date(), "6217000000000000004")
    assert (new.bank, new.number(), new.until) == ("邮政储蓄银行", "6220000000000001", None)


def test_a_short_account_number_is_refused(household, clerk):
    with pytest.raises(NotAllowed, match="8 至 32 位"):
        commands.change_account(
            household_id=household.pk,
            person_id=person("曾秀英").pk,
            holder_name="曾秀英",
            bank="农商银行",
            number="123",
            by=clerk,
            at=LATER,
            source="",
        )


def test_another_townships_clerk_changes_nothing(household, clerk):
    other = a_clerk("370303101000")

    with inside(QINGSHI), pytest.raises(NotAllowed, match="辖区"):
        record(household, other, "曾秀英", "hukou", HukouEntry("urban", date(2024, 3, 1)))


def test_a_recorded_fact_cannot_be_edited(household):
    with pytest.raises(DatabaseError, match="不改写"):
        Death.objects.update(since=date(2000, 1, 1))


def test_a_withdrawal_cannot_be_undone(household, clerk):
    commands.withdraw_fact(household_id=household.pk, model="death", row_id=Death.objects.get().pk, by=clerk, at=LATER, why="有误")

    with pytest.raises(DatabaseError, match="不改写"):
        Death.objects.update(withdrawn_at=None, withdrawn_why="")
