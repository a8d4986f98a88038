"""A one-off is given once in the nation for one event, and a doubtful claim waits for a person instead of being booked."""
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from accounts.refusal import NotAllowed
from benefits import facts
from benefits.models import Claim, RunQuestion
from benefits.runs import claims
from households.commands.county import touch
from households.commands.facts import end_marriage
from households.models import Marriage, Membership, Parentage, Person
from tests.benefits.desk import LUMP, Desk
from tests.builders import AT, GUANSHANHU
from tests.households.families import a_bereaved_couple, a_number, changed

pytestmark = pytest.mark.django_db

VILLAGE, OTHER_COUNTY, OTHER_VILLAGE = "520115100201", "520103000000", "520103001001"
DIED = date(2025, 4, 20)


@pytest.fixture
def desk():
    return Desk(GUANSHANHU)


def bereaved(**more):
    return changed(a_bereaved_couple(village=VILLAGE, minimum_living=(), accounts=()), "child-0", death=DIED, **more)


def same_child(entry):
    """Another couple's record that names the same child as theirs."""
    number = next(person.number for person in entry.people if person.key == "child-0")
    other = bereaved()
    people = tuple(
        replace(person, number=number if person.key == "child-0" else a_number(person.born, person.sex)) for person in other.people
    )
    return replace(other, people=people)


def asked(desk, run):
    with desk.inside():
        return [question.missing[0]["text"] for question in RunQuestion.objects.filter(run=run, scheme=LUMP)]


def claim_elsewhere(number_hash, *, sides=("father", "mother")):
    """Another county of the province has claimed for the same child."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lidao.lo', '520103', true), set_config('lidao.hi', '520104', true)")
        cursor.execute(
            "INSERT INTO households_household (division_code, number, \"group\", address, hukou_book, phone, notes, registered_at, revision) "
            "VALUES (%s, 'elsewhere', '', '', '', '', '', now(), 0) RETURNING id",
            [OTHER_VILLAGE],
        )
        (household,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO benefits_entitlement (division_code, beneficiary, household_id, scheme, since, until, component) "
            "VALUES (%s, %s, %s, %s, '2025-04-01', '2025-05-01', 'city') RETURNING id",
            [OTHER_VILLAGE, f"household:{household}", household, LUMP],
        )
        (entitlement,) = cursor.fetchone()
        for side in sides:
            cursor.execute(
                "INSERT INTO benefits_claim (division_code, scheme, subject_hash, side, entitlement_id, claimed_at) "
                "VALUES (%s, %s, %s, %s, %s, now())",
                [OTHER_VILLAGE, LUMP, number_hash, side, entitlement],
            )
        cursor.execute("SELECT set_config('lidao.lo', '', true), set_config('lidao.hi', '', true)")


def child_hash(desk):
    return bytes(desk.person("单小军").number_hash)


def test_a_family_claims_for_both_parents_and_both_parts(desk):
    desk.register(bereaved())

    desk.published(LUMP)

    assert sorted((key[3], amount) for key, amount in desk.book().items()) == [("city", 2000000), ("province", 3000000)]
    with desk.inside():
        assert sorted(Claim.objects.values_list("side", flat=True)) == ["father", "mother"]
        assert {bytes(claim) for claim in Claim.objects.values_list("subject_hash", flat=True)} == {child_hash(desk)}


def test_computed_again_the_family_s_own_claim_is_no_doubt(desk):
    desk.register(bereaved())
    desk.published(LUMP)

    run = desk.published(LUMP)

    assert asked(desk, run) == []
    assert len(desk.book()) == 2


def test_a_claim_of_another_county_is_a_question_and_nothing_is_booked(desk):
    desk.register(bereaved())
    claim_elsewhere(child_hash(desk))

    run = desk.published(LUMP)

    assert desk.book() == {}
    assert asked(desk, run) == ["这项一次性补助已有申领记录，请核实后再办。"]  # neither where nor by whom


def test_a_claim_made_elsewhere_meanwhile_is_refused_in_the_same_words(desk):
    desk.register(bereaved())
    run = desk.simulate(LUMP)
    desk.approve(run)
    claim_elsewhere(child_hash(desk))

    with pytest.raises(NotAllowed, match="已有申领记录"):
        desk.publish(run)

    assert desk.book() == {}


def test_without_the_child_s_number_it_is_a_question(desk):
    desk.register(bereaved(number=None))

    run = desk.published(LUMP)

    assert desk.book() == {}
    assert asked(desk, run) == ["未录入当事人的身份证号，无法核对这项一次性补助是否已经发放。"]


def test_divorced_parents_claim_one_side_each(desk):
    household = desk.register(bereaved())
    with desk.inside():
        marriage = Marriage.objects.get()
        end_marriage(household_id=household.pk, marriage_id=marriage.pk, on=date(2020, 5, 6), by=desk.clerk, at=AT, source="离婚证")

    desk.published(LUMP)

    assert sorted(desk.book().values()) == [1000000, 1000000, 1500000, 1500000]
    with desk.inside():
        assert {claim.side: claim.entitlement.person.sex for claim in Claim.objects.select_related("entitlement__person")} == {
            "father": "male",
            "mother": "female",
        }


def test_two_records_of_the_county_claiming_one_child_are_both_asked(desk):
    """The clerk entered a couple twice: neither is booked before somebody has looked."""
    first = bereaved()
    desk.register(first)
    with desk.inside():
        other = desk.register(bereaved(number=None))
        _give_number(other, child_hash_of="单小军")

    run = desk.published(LUMP)

    assert desk.book() == {}
    assert asked(desk, run) == ["这项一次性补助已有申领记录，请核实后再办。"] * 2


def test_two_records_claiming_one_child_stay_asked_when_one_of_them_changes(desk):
    desk.register(bereaved())
    with desk.inside():
        other = desk.register(bereaved(number=None))
        _give_number(other, child_hash_of="单小军")
    run = desk.simulate(LUMP)
    desk.approve(run)
    with desk.inside():
        touch({other.pk}, set())

    run = desk.publish(run)

    assert run.state == run.State.PUBLISHED and desk.book() == {}
    assert asked(desk, run) == ["这项一次性补助已有申领记录，请核实后再办。"] * 2


def test_what_a_student_is_given_is_claimed_whole_whoever_records_them(desk):
    """Two counties may record one student differently; only a parent's claim about a child has a side."""
    household = desk.register(bereaved())
    with desk.inside():
        tables = facts.read([household.pk], since=date(2025, 1, 1), until=date(2026, 1, 1), one_off=[])
        award = {"scheme": "college_award", "kind": "person", "row": 0, "first": 2025 * 12}
        (claimed,) = claims.of(tables, [award])

    assert set(claimed.sides) == {"father", "mother"}


def _give_number(household, *, child_hash_of):
    """As a data fault would have it: a second person of the county under the same number cannot exist, so the parents share the child."""
    child = Person.objects.filter(name=child_hash_of, number_hash__isnull=False).get()
    copy = Membership.objects.get(household=household, person__name=child_hash_of)
    for parentage in Parentage.objects.filter(child=copy.person):
        Parentage.objects.create(
            division_code=parentage.division_code, child=child, parent=parentage.parent, origin="birth", within_policy=True, recorded_at=AT
        )
        parentage.withdrawn_at, parentage.withdrawn_why = AT, "同一子女"
        parentage.save()
    Membership.objects.create(
        division_code=household.division_code, household=household, person=child, relation="2", home=False, since=child.born, recorded_at=AT
    )
    copy.withdrawn_at, copy.withdrawn_why = AT, "同一子女"
    copy.save()
