"""The list of families: types derived from facts, searches, filters, pages by key."""
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from households import commands
from households.entry import UNRECORDED, ChildEntry, DisabilityEntry
from households.models import FamilyType, Household
from households.queries import listing
from households.queries.listing import Filters
from tests.builders import AT, LIUGOU, QINGSHI, SHANGPING, inside
from tests.households.families import a_bereaved_couple, a_clerk, a_person, changed, two_girls

pytestmark = pytest.mark.django_db
BOTH = ("adult-0", "adult-1")


@pytest.fixture
def clerk():
    return a_clerk()


@pytest.fixture
def inside_township():
    with inside(QINGSHI):
        yield


def register(entry, clerk):
    return commands.register_household(entry=entry, by=clerk, at=AT)


def looking(clerk, typed):
    return Filters(search=listing.sought(clerk, typed))


def with_children(*children, **more):
    """The couple of two_girls with other children."""
    couple = two_girls().people[:2]
    relations = tuple(ChildEntry(child.key, BOTH, "birth", None, True) for child in children)
    return two_girls(people=(*couple, *children), children=relations, **more)


def child(n, sex, **more):
    return a_person(f"child-{n}", f"刘{'男女'[sex == 'female']}{'甲乙丙'[n]}", "2" if sex == "male" else "3", date(1990 + n, 1, 1), sex, **more)


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ([child(0, "male")], "only_son"),
        ([child(0, "female")], "only_daughter"),
        ([child(0, "female"), child(1, "female")], "two_daughters"),
        ([child(0, "male"), child(1, "female")], "several"),
        ([child(0, "male", death=date(2015, 1, 1))], "bereaved"),
        ([child(0, "male", death=date(2015, 1, 1)), child(1, "male", death=date(2016, 1, 1))], "bereaved"),
        ([child(0, "female"), child(1, "female", death=date(2016, 1, 1))], "several"),
        ([child(0, "female", disability=(DisabilityEntry(3, date(2010, 1, 1)),))], "disabled_only_child"),
        ([child(0, "female", disability=(DisabilityEntry(4, date(2010, 1, 1)),))], "only_daughter"),
        ([child(0, "female", death=UNRECORDED)], "uncertain"),
    ],
)
def test_the_type_of_a_family_follows_from_its_children(children, expected, clerk, inside_township):
    household = register(with_children(*children), clerk)

    assert FamilyType.objects.get(household=household).kind == expected
    assert [row.pk for row in listing.households(clerk, Filters(kind=expected))] == [household.pk]


def test_a_line_says_how_many_children_were_born_and_live(clerk, inside_township):
    (line,) = listing.lines([register(a_bereaved_couple(), clerk)])

    assert (line.kind, line.births, line.living) == ("失独户", 1, 0)
    assert [person.name for person in line.people] == ["单建民", "曾秀英"]


@pytest.fixture
def three(clerk, inside_township):
    first = register(two_girls(), clerk)
    second = register(a_bereaved_couple(village=SHANGPING), clerk)
    third = register(changed(with_children(child(0, "male")), "adult-0", name="仇志远"), clerk)
    return first, second, third


@pytest.mark.parametrize(
    ("typed", "found"), [("刘志", [0]), ("单", [1]), ("sjm", [1]), ("djm", [1]), ("sj", [1]), ("qzy", [2]), ("czy", [2]), ("刘", [0, 2]), ("王", [])]
)
def test_people_are_found_by_the_beginning_of_name_or_initials(typed, found, three, clerk):
    assert {row.pk for row in listing.households(clerk, looking(clerk, typed))} == {three[n].pk for n in found}


def test_people_are_found_by_the_last_four_digits(clerk, inside_township):
    entry = two_girls()
    household = register(entry, clerk)

    assert [row.pk for row in listing.households(clerk, looking(clerk, entry.people[1].number[-4:].lower()))] == [household.pk]
    assert [row.pk for row in listing.households(clerk, looking(clerk, entry.people[1].number))] == [household.pk]


def test_initials_or_name_and_the_last_four_digits_are_looked_for_of_one_person(clerk, inside_township):
    entry = two_girls()
    register(entry, clerk)
    head, wife = (person.number[-4:] for person in entry.people[:2])

    found = {typed: len(listing.households(clerk, looking(clerk, typed))) for typed in (f"lzg {head}", f"lzg{head}", f"刘志国 {head}", f"lzg {wife}")}

    assert list(found.values()) == [1, 1, 1, 0]


def test_a_family_is_found_by_its_file_number(three, clerk):
    assert [row.pk for row in listing.households(clerk, looking(clerk, three[1].number))] == [three[1].pk]


def test_a_place_filters(three, clerk):
    assert {row.pk for row in listing.households(clerk, Filters(place=SHANGPING))} == {three[1].pk}
    assert {row.pk for row in listing.households(clerk, Filters(place=LIUGOU))} == {three[0].pk, three[2].pk}


def test_a_post_sees_only_its_place_though_the_county_is_in_sight(three):
    other = a_clerk("370303101000")

    with inside("370303101000"), listing.sight(other):
        assert not listing.households(other, Filters()).exists()


def test_what_is_missing_is_listed_and_filters(clerk, inside_township):
    entry = changed(two_girls(certificates=UNRECORDED, minimum_living=UNRECORDED), "adult-1", hukou=UNRECORDED, number=None)
    household = register(entry, clerk)
    register(a_bereaved_couple(), clerk)

    (line,) = listing.lines([household])

    assert [str(title) for title in line.missing] == ["身份证号", "户口性质", "光荣证", "低保", "收款账户"]
    assert [row.pk for row in listing.households(clerk, Filters(missing="certificates"))] == [household.pk]
    assert [row.pk for row in listing.households(clerk, Filters(missing="children"))] == []


def test_step_children_raised_together_are_listed_for_review(clerk, inside_township):
    """刘芳 is of both, 刘敏 of him alone: whether she is recorded as the wife's step-child or not at all, somebody has to look."""
    both, his = two_girls().children
    stepped = ChildEntry(his.child, ("adult-1",), "step", date(2000, 5, 1), None)
    of_him = replace(his, parents=("adult-0",))
    families = [register(two_girls(children=children), clerk) for children in ((both, of_him, stepped), (both, of_him), (both, his))]

    listed = listing.households(clerk, Filters(missing="step_children"))

    assert [row.pk for row in listed] == [families[0].pk, families[1].pk]
    assert "再婚共同抚养子女，须复核" in [str(title) for title in listing.lines(families)[0].missing]


def test_pages_go_forth_and_back_by_key(clerk, inside_township, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for village in (LIUGOU, SHANGPING, LIUGOU, SHANGPING, LIUGOU):
        register(two_girls(village=village), clerk)

    first, nothing, after = listing.page(clerk, Filters())
    second, before, after_second = listing.page(clerk, Filters(), after=after)
    third, _before, last = listing.page(clerk, Filters(), after=after_second)
    back, _, _ = listing.page(clerk, Filters(), before=before)

    assert (nothing, last) == (None, None)
    assert [line.id for line in back] == [line.id for line in first]
    ids = [line.id for line in [*first, *second, *third]]
    assert ids == list(Household.objects.order_by("division_code", "id").values_list("pk", flat=True))


def test_neighbours_of_a_record(three, clerk):
    before, after = listing.neighbours(clerk, three[2])

    assert (before.pk, after.pk) == (three[0].pk, three[1].pk)


@pytest.mark.parametrize(
    ("typed", "operators"), [("刘志", ["~>=~(text,text)", "~<~(text,text)"]), ("sj", ["~>=~(text,text)"]), ("0013", ["=(bytea,bytea)"])]
)
def test_a_search_uses_only_operators_that_an_index_may_answer_under_the_policy(typed, operators, clerk, inside_township):
    """PostgreSQL keeps a condition away from indexes under a policy unless its operator is leakproof."""
    statement = str(listing.people(listing.sought(clerk, typed)).query)

    assert "LIKE" not in statement and "@>" not in statement
    with connection.cursor() as cursor:
        for operator in operators:
            cursor.execute("SELECT p.proleakproof FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode WHERE o.oid = %s::regoperator", [operator])
            assert cursor.fetchone() == (True,)
