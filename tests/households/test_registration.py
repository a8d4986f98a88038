"""A family comes onto the record, and is amended: only differences, nothing edited."""
from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts import scope
from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.journal.models import Event
from households import commands
from households.entry import UNRECORDED, AccountEntry, ChildEntry, HukouEntry
from households.models import Account, Death, Household, Hukou, Membership, Parentage, Person, Statement
from households.queries.family import entry_of, family, family_as_case
from tests.builders import AT, ELSEWHERE, LIUGOU, SHANGPING, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple, a_clerk, a_person, changed, two_girls

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)
A_CARD = "6217000000000001234"


@pytest.fixture
def clerk():
    return a_clerk()


def register(entry, clerk):
    return commands.register_household(entry=entry, by=clerk, at=AT, source="户口簿")


def test_what_was_entered_is_what_is_recorded(clerk):
    entry = a_bereaved_couple()

    with inside(ZHANGDIAN):
        known = entry_of(family(register(entry, clerk).pk))

    assert [person.name for person in known.people] == ["单建民", "曾秀英", "单小军"]
    assert [person.born for person in known.people] == [person.born for person in entry.people]
    assert known.person(known.people[2].key).death == date(2015, 4, 20)
    assert known.person(known.people[2].key).disability == ()
    assert known.people[0].disability is UNRECORDED
    assert known.children[0].parents == (known.people[0].key, known.people[1].key)
    assert known.minimum_living[0].subsidy_fen == 18000
    assert known.status is UNRECORDED
    assert known.accounts[0].number is None


def test_registering_writes_one_event_with_no_digit_of_a_number(clerk):
    entry = a_bereaved_couple()

    with inside(ZHANGDIAN):
        household = register(entry, clerk)
        (event,) = Event.objects.filter(subject_id=str(household.pk))

    assert (event.kind, event.division_code, event.user_name) == ("household.registered", LIUGOU, clerk.user.name)
    assert all(person.number[-4:] not in str(event.after) for person in entry.people)


def test_a_family_gets_a_new_revision_with_every_change(clerk):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)
        first = household.revision
        amended = changed(entry_of(family(household.pk)), "nobody")
        commands.amend_household(household_id=household.pk, entry=replace(amended, phone="1"), by=clerk, at=LATER, why="核对")

        assert 0 < first < Household.objects.get().revision


def test_the_same_entry_again_changes_nothing(clerk):
    with inside(ZHANGDIAN):
        household = register(a_bereaved_couple(), clerk)
        before = Household.objects.get().revision

        said = commands.amend_household(household_id=household.pk, entry=entry_of(family(household.pk)), by=clerk, at=LATER, why="再次导入")

        assert said == []
        assert Household.objects.get().revision == before
        assert not Hukou.objects.exclude(withdrawn_at=None).exists()


def test_an_entry_without_ids_finds_its_people_by_number(clerk):
    entry = two_girls()
    with inside(ZHANGDIAN):
        household = register(entry, clerk)

        assert commands.amend_household(household_id=household.pk, entry=entry, by=clerk, at=LATER, why="再次导入") == []
        assert Person.objects.count() == 4


def test_a_correction_withdraws_the_old_fact_and_records_another(clerk):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)
        known = entry_of(family(household.pk))
        amended = changed(known, known.people[0].key, hukou=(HukouEntry("urban"),))

        commands.amend_household(household_id=household.pk, entry=amended, by=clerk, at=LATER, why="户口簿核对有误")

        old, new = Hukou.objects.filter(person__name="刘志国").order_by("id")
        assert (old.kind, old.withdrawn_at, old.withdrawn_by, old.withdrawn_why) == ("rural", LATER, clerk, "户口簿核对有误")
        assert (new.kind, new.since, new.withdrawn_at, new.recorded_by) == ("urban", date(1967, 8, 3), None, clerk)


def test_what_is_left_unrecorded_stays_recorded(clerk):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)
        known = entry_of(family(household.pk))
        amended = changed(known, known.people[0].key, hukou=UNRECORDED, death=UNRECORDED)

        commands.amend_household(household_id=household.pk, entry=replace(amended, couples=UNRECORDED), by=clerk, at=LATER, why="核对")

        assert entry_of(family(household.pk)) == known


def test_a_death_takes_back_the_statement_of_being_alive(clerk):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)
        known = entry_of(family(household.pk))
        amended = changed(known, known.people[0].key, death=date(2024, 5, 6))

        commands.amend_household(household_id=household.pk, entry=amended, by=clerk, at=LATER, why="死亡证明")

        statement = Statement.objects.get(kind="death", person__name="刘志国")
        assert statement.withdrawn_why == "死亡证明"
        assert Death.objects.get().since == date(2024, 5, 6)


def test_stating_none_withdraws_what_was_recorded(clerk):
    with inside(ZHANGDIAN):
        household = register(a_bereaved_couple(), clerk)
        known = entry_of(family(household.pk))

        commands.amend_household(household_id=household.pk, entry=replace(known, minimum_living=()), by=clerk, at=LATER, why="民政比对")

        assert entry_of(family(household.pk)).minimum_living == ()
        assert family_as_case(household.pk)["minimum_living"] == []


def test_amending_needs_a_reason(clerk):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)

        with pytest.raises(NotAllowed, match="原因"):
            commands.amend_household(household_id=household.pk, entry=entry_of(family(household.pk)), by=clerk, at=LATER, why="")


@pytest.mark.parametrize(("changes", "why"), [({}, f"核对 {A_CARD}"), ({"notes": A_CARD}, "核对"), ({"address": A_CARD}, "核对")])
def test_words_of_an_amendment_hold_no_whole_number(clerk, changes, why):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)
        amended = replace(entry_of(family(household.pk)), **{"phone": "1"} | changes)

        with pytest.raises(NotAllowed, match="后四位"):
            commands.amend_household(household_id=household.pk, entry=amended, by=clerk, at=LATER, why=why)


def test_an_amendment_of_an_older_reading_is_refused(clerk):
    with inside(ZHANGDIAN):
        household = register(two_girls(), clerk)
        known = entry_of(family(household.pk))
        read = Household.objects.get().revision
        commands.amend_household(household_id=household.pk, entry=replace(known, phone="1"), by=clerk, at=LATER, why="核对")

        with pytest.raises(NotAllowed, match="别的改动"):
            commands.amend_household(
                household_id=household.pk, entry=replace(known, phone="2"), by=clerk, at=LATER, why="核对", expected_revision=read
            )


def test_a_village_of_another_place_is_refused(clerk):
    with inside(ZHANGDIAN), pytest.raises(NotAllowed, match="辖区"):
        register(two_girls(village=ELSEWHERE), clerk)


def test_a_code_that_is_no_village_is_refused(clerk):
    with inside(ZHANGDIAN), pytest.raises(NotAllowed, match="区划表"):
        register(two_girls(village="370303100000"), clerk)


def test_the_same_householder_is_not_registered_twice(clerk):
    entry = two_girls()
    with inside(ZHANGDIAN):
        register(entry, clerk)

        with pytest.raises(NotAllowed, match="不要重复建档"):
            register(entry, clerk)
        assert Household.objects.count() == 1


def test_a_number_of_another_name_is_refused(clerk):
    with inside(ZHANGDIAN):
        first = two_girls()
        register(first, clerk)
        stranger = replace(first.people[2], key="adult-0", relation="0", name="王芳")

        with pytest.raises(NotAllowed, match="登记的姓名是刘芳"):
            register(two_girls(people=(stranger,), couples=(), children=UNRECORDED), clerk)


def a_daughters_family(daughter):
    head = replace(daughter, key="adult-0", relation="0")
    child = a_person("child-0", "陈静", "3", date(2014, 1, 1), "female")
    return two_girls(people=(head, child), couples=UNRECORDED, children=(ChildEntry("child-0", ("adult-0",), "birth", None, True),))


def test_a_grown_child_with_an_own_family_is_one_person_in_two_records(clerk):
    parents = two_girls()
    with inside(ZHANGDIAN):
        register(parents, clerk)
        own = register(a_daughters_family(parents.people[2]), clerk)

        daughter = Person.objects.get(name="刘芳")
        homes = Membership.objects.filter(person=daughter, home=True, withdrawn_at=None)
        assert [membership.household_id for membership in homes] == [own.pk]
        assert Membership.objects.filter(person=daughter, withdrawn_at=None).count() == 2


def test_a_change_of_a_person_in_two_records_gives_both_a_new_revision(clerk):
    parents = two_girls()
    with inside(ZHANGDIAN):
        first = register(parents, clerk)
        own = register(a_daughters_family(parents.people[2]), clerk)
        before = dict(Household.objects.values_list("pk", "revision"))
        known = entry_of(family(own.pk))

        commands.amend_household(
            household_id=own.pk, entry=changed(known, known.people[0].key, death=date(2025, 1, 1)), by=clerk, at=LATER, why="死亡证明"
        )

        after = dict(Household.objects.values_list("pk", "revision"))
        assert after[first.pk] > before[first.pk] and after[own.pk] > before[own.pk]


def test_another_townships_person_is_linked_but_not_rewritten(clerk):
    other = a_clerk("370303101000")
    parents = two_girls(village="370303101201")
    with inside(ZHANGDIAN):
        register(parents, other)
        elderly = two_girls(
            people=(
                a_person("adult-0", "刘大山", "0", date(1940, 1, 1), "male"),
                replace(parents.people[0], key="child-0", relation="2", hukou=(HukouEntry("urban"),)),
            ),
            couples=(),
            children=(ChildEntry("child-0", ("adult-0",), "birth", None, True),),
        )

        with pytest.raises(NotAllowed, match="柳林镇杏林村登记"):
            register(elderly, clerk)
        register(changed(elderly, "child-0", hukou=UNRECORDED), clerk)

        assert Hukou.objects.get(person__name="刘志国").kind == "rural"
        assert Parentage.objects.filter(child__name="刘志国").count() == 1


def test_an_account_changes_from_the_day_it_is_recorded(clerk):
    with inside(ZHANGDIAN):
        household = register(a_bereaved_couple(), clerk)
        known = entry_of(family(household.pk))
        account = AccountEntry(known.people[1].key, "曾秀英", "邮政储蓄银行", "6220000000000001")

        commands.amend_household(household_id=household.pk, entry=replace(known, accounts=(account,)), by=clerk, at=LATER, why="换卡")

        old, new = Account.objects.filter(withdrawn_at=None).order_by("since")
        assert (old.number(), old.until) == ("6217000000000000004", LATER.date())
        assert (new.number(), new.since, new.until) == ("6220000000000001", LATER.date(), None)


def test_a_viewer_of_another_township_sees_none_of_it(clerk):
    with inside(ZHANGDIAN):
        register(two_girls(), clerk)

    with inside("370303101000"):
        assert not Person.objects.exists()
        assert not Household.objects.exists()


def test_registering_leaves_the_scope_as_it_was(clerk):
    with inside(clerk.division_code):
        before = scope.current()
        register(two_girls(), clerk)

        assert scope.current() == before


def test_a_village_worker_enters_only_the_own_village():
    worker = a_post(Role.VILLAGE_WORKER, SHANGPING)
    with inside(SHANGPING):
        with pytest.raises(NotAllowed, match="辖区"):
            register(two_girls(), worker)
        register(two_girls(village=SHANGPING), worker)
