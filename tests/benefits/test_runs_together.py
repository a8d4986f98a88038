"""What is owed to two, or to a village, in a run: wherever they belong to by now it is due once, stands once and has a reason."""
from datetime import date

import pytest
from django.db import connection

from benefits import facts
from benefits.models import EntitlementLine, RunLine, RunQuestion
from benefits.runs import evidence, queries
from benefits.runs.commands import computing
from households.commands.county import next_revision, touch
from households.entry import ChildEntry, CoupleEntry, FamilyEntry, StatusEntry
from households.models import HouseholdStatus, Marriage, Membership, Person, Statement
from poverty.models import VillageYear
from tests.benefits.conftest import a_village_year
from tests.benefits.desk import REWARD, Desk
from tests.builders import AT, GUANSHANHU, JIEFANG
from tests.households.families import a_person, two_girls

pytestmark = pytest.mark.django_db
AWARD, UPLIFT = "second_child_waiver_award", "village_support_uplift"
JIEFANG_VILLAGE, VILLAGE = "410802001001", "520115100201"
DECLARED = date(2025, 4, 1)


def a_couple():
    """One lawful daughter; they gave up a second child in April 2025."""
    people = (
        a_person("adult-0", "赵文", "0", date(1986, 2, 8), "male"),
        a_person("adult-1", "钱静", "1", date(1988, 6, 1), "female"),
        a_person("child-0", "赵月", "3", date(2012, 9, 9), "female"),
    )
    both = ("adult-0", "adult-1")
    return FamilyEntry(
        village=JIEFANG_VILLAGE, people=people, couples=(CoupleEntry(*both, since=date(2010, 5, 1)),),
        children=(ChildEntry("child-0", both, "birth", None, True),), certificates=(), minimum_living=(),
        status=(StatusEntry("gave_up_second_child", DECLARED),),
    )  # fmt: skip


@pytest.fixture
def desk():
    return Desk(JIEFANG)


def move(desk, old, new, names):
    """These people left one family's record for another's, with what the household declared."""
    with desk.inside():
        for person in Person.objects.filter(name__in=names):
            row = Membership.objects.get(person=person, withdrawn_at=None)
            Membership.objects.filter(pk=row.pk).update(withdrawn_at=AT, withdrawn_why="另立户")
            Membership.objects.create(
                division_code=row.division_code, household=new, person=person, relation=row.relation, home=row.home, since=row.since, recorded_at=AT
            )
        declared = HouseholdStatus.objects.get(household=old, withdrawn_at=None)
        HouseholdStatus.objects.create(
            division_code=declared.division_code, household=new, kind=declared.kind, since=declared.since, recorded_at=AT
        )
        touch({old.pk, new.pk}, set())


def unmarry(desk, household):
    with desk.inside():
        Marriage.objects.filter(husband__memberships__household=household).update(withdrawn_at=AT, withdrawn_why="录错人")
        touch({household.pk}, set())


def test_a_couple_who_moved_to_a_family_computed_later_keep_what_stands(desk, monkeypatch):
    """Read through the old family alone their award would be taken back there and owed anew in the other."""
    monkeypatch.setattr(computing, "CHUNK", 1)
    old, new = desk.register(a_couple()), desk.register(two_girls(village=JIEFANG_VILLAGE))
    desk.published(AWARD)
    before = desk.book()
    move(desk, old, new, ["赵文", "钱静", "赵月"])

    run = desk.published(AWARD)

    assert desk.book() == before and list(before.values()) == [500000]
    with desk.inside():
        line = RunLine.objects.get(run=run)
        assert (line.household_id, line.due_fen, line.booked_fen) == (new.pk, 500000, 500000)


def test_a_run_sees_what_another_published_for_people_who_moved(desk):
    old, new = desk.register(a_couple()), desk.register(two_girls(village=JIEFANG_VILLAGE))
    desk.published(AWARD)
    move(desk, old, new, ["赵文", "钱静", "赵月"])
    with desk.inside():
        declared = HouseholdStatus.objects.filter(household=new, kind="gave_up_second_child")
        declared.update(withdrawn_at=AT, withdrawn_why="录错户")
        HouseholdStatus.objects.create(division_code=JIEFANG_VILLAGE, household=new, kind="poor_household", since=DECLARED, recorded_at=AT)
        touch({new.pk}, set())
    waiting = desk.simulate(AWARD)

    desk.published(AWARD)

    assert desk.book() == {}
    with desk.inside():
        assert new.pk in queries.changed_families(desk.now(waiting))


def test_a_marriage_withdrawn_takes_nothing_back_while_nothing_else_is_recorded(desk):
    household = desk.register(a_couple())
    desk.published(AWARD)
    unmarry(desk, household)

    run = desk.published(AWARD)

    assert list(desk.book().values()) == [500000]
    with desk.inside():
        question = RunQuestion.objects.get(run=run, scheme=AWARD)
        assert question.booked_fen == 500000 and "婚姻" in question.missing[0]["text"]


def test_a_couple_recorded_as_none_are_owed_nothing_and_the_reason_says_so(desk):
    household = desk.register(a_couple())
    desk.published(AWARD)
    unmarry(desk, household)
    with desk.inside():
        Statement.objects.create(division_code=JIEFANG_VILLAGE, household=household, kind="couples", on=AT.date(), recorded_at=AT, source="户口簿")
        touch({household.pk}, set())

    run = desk.published(AWARD)

    assert desk.book() == {}
    with desk.inside():
        assert "婚姻" in evidence.of_run_line(RunLine.objects.get(run=run))["note"]
        assert "婚姻" in evidence.of_book_line(EntitlementLine.objects.order_by("-id").first())["note"]


def test_what_a_couple_or_a_person_was_given_once_goes_with_them_to_another_family(desk):
    old, new = desk.register(a_couple()), desk.register(two_girls(village=JIEFANG_VILLAGE))
    desk.published(AWARD)
    move(desk, old, new, ["赵文", "钱静", "赵月"])

    with desk.inside():
        tables = facts.read([new.pk], since=date(2026, 1, 1), until=date(2027, 1, 1), one_off=[AWARD])

    assert len(tables["given"]) == 1
    couple = tables["couples"][tables["given"]["couple"][0]]
    assert tables["persons"]["id"][couple["wife"]] == desk.person("钱静").pk


def test_a_village_whose_records_were_withdrawn_pays_nothing_back():
    desk = Desk(GUANSHANHU)
    desk.register(two_girls(village=VILLAGE))
    with desk.inside():
        for year in (2021, 2022, 2023):
            a_village_year(year, VILLAGE, poor=True, births_outside=0, support_standard_fen=1_000_000)
    desk.published(UPLIFT, until=date(2025, 1, 1))
    before = desk.book()
    with desk.inside():
        VillageYear.objects.update(withdrawn_at=AT, withdrawn_by=desk.reviewer.user, withdrawn_why="核对登记簿", revision=next_revision())

    run = desk.published(UPLIFT, until=date(2025, 1, 1))

    assert desk.book() == before and list(before.values()) == [200000]
    with desk.inside():
        assert RunQuestion.objects.get(run=run).booked_fen == 200000


def test_a_village_is_spoken_for_by_another_family_without_owing_twice(monkeypatch):
    """A family with an earlier number moves in: the village's line stands under the family that spoke for it before."""
    monkeypatch.setattr(computing, "CHUNK", 1)
    desk = Desk(GUANSHANHU)
    early = desk.register(two_girls(village="520115100202"))
    desk.register(two_girls(village=VILLAGE))
    with desk.inside():
        for year in (2021, 2022, 2023):
            a_village_year(year, VILLAGE, poor=True, births_outside=0, support_standard_fen=1_000_000)
    desk.published(UPLIFT, until=date(2025, 1, 1))
    before = desk.book()
    with desk.inside():
        type(early).objects.filter(pk=early.pk).update(division_code=VILLAGE)
        touch({early.pk}, set())

    run = desk.published(UPLIFT, until=date(2025, 1, 1))

    assert desk.book() == before and len(before) == 1
    with desk.inside():
        assert RunLine.objects.get(run=run).booked_fen == 200000


def test_a_reason_can_be_read_by_somebody_who_may_not_see_every_member():
    desk = Desk()
    household = desk.register(two_girls())
    desk.published()
    with desk.inside():
        member = Person.objects.get(name="刘芳")
        Person.objects.filter(pk=member.pk).update(division_code="370303100202")
        line = EntitlementLine.objects.get(entitlement__scheme=REWARD)
        reach = household.division_code
    with desk.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lidao.lo', %s, true), set_config('lidao.hi', %s, true)", [reach, str(int(reach) + 1)])
        seen = EntitlementLine.objects.select_related("evidence__layout", "evidence__basis", "entitlement").get(pk=line.pk)
        told = str(evidence.of_book_line(seen))

    assert "刘芳" not in told and told != "{}"
