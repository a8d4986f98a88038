"""A record opened as a page: what is not touched stays exactly as recorded, and what is touched changes only that."""
from dataclasses import replace
from datetime import date, timedelta

import pytest

from households import commands, differences
from households.cells import read, show
from households.entry import UNRECORDED, CertificateEntry, ChildEntry, CoupleEntry, HukouEntry, StatusEntry
from households.models import HouseholdStatus, Hukou, Marriage, Parentage
from households.queries import places
from households.queries.family import entry_of, family
from tests.builders import AT, QINGSHI, inside
from tests.households.families import a_bereaved_couple, a_clerk, a_person, changed, two_girls

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
BOTH = ("adult-0", "adult-1")


@pytest.fixture
def clerk():
    with inside(QINGSHI):
        yield a_clerk()


def rich():
    """Histories and details no cell shows."""
    entry = a_bereaved_couple(
        couples=(CoupleEntry(*BOTH, since=date(1986, 5, 1), ended=date(2010, 3, 4), how="divorced"),),
        status=(StatusEntry("fp_hardship", date(2012, 1, 1)), StatusEntry("able_to_run_project", date(2014, 1, 1))),
    )
    entry = changed(entry, "adult-0", hukou=(HukouEntry("rural", until=date(2001, 1, 1)), HukouEntry("urban", since=date(2001, 1, 1))))
    return changed(entry, "adult-1", born_in_hukou_book=date(1963, 6, 2))


def stepfamily():
    children = (
        ChildEntry("child-0", ("adult-1",), "birth", None, True),
        ChildEntry("child-0", ("adult-0",), "step", date(2009, 9, 9), True),
        ChildEntry("child-1", BOTH, "adoption", date(2005, 5, 5), UNRECORDED),
    )
    return two_girls(children=children, certificates=(CertificateEntry("adult-1"),), minimum_living=UNRECORDED)


def nobody_asked():
    entry = two_girls(couples=UNRECORDED, children=UNRECORDED, certificates=UNRECORDED, minimum_living=UNRECORDED)
    return replace(entry, people=tuple(replace(person, death=UNRECORDED, hukou=UNRECORDED, number=None) for person in entry.people))


FAMILIES = {"two girls": two_girls, "bereaved": a_bereaved_couple, "rich": rich, "step": stepfamily, "nobody asked": nobody_asked}


def opened(entry, clerk):
    """(household, entry as recorded, cells of the page)."""
    household = commands.register_household(entry=entry, by=clerk, at=AT)
    base = entry_of(family(household.pk))
    return household, base, show.cells_of(base, village=places.village_name(base.village))


def amend(household, base, cells, clerk):
    page = read.read(cells, villages=places.villages(clerk), on=ON, base=base)
    assert [message.sentence for message in page.messages if message.kind == "error"] == []
    return commands.amend_household(household_id=household.pk, entry=page.entry, by=clerk, at=AT + timedelta(days=1), why="核对")


@pytest.mark.parametrize("kind", FAMILIES)
def test_an_untouched_page_changes_nothing(kind, clerk):
    assert amend(*opened(FAMILIES[kind](), clerk), clerk) == []


@pytest.mark.parametrize("kind", FAMILIES)
def test_a_touched_phone_changes_the_phone_alone(kind, clerk):
    household, base, cells = opened(FAMILIES[kind](), clerk)

    assert amend(household, base, cells | {"phone": "139 0000 8888"}, clerk) == ["联系电话"]


def test_a_corrected_hukou_replaces_the_whole_history_of_that_person_alone(clerk):
    household, base, cells = opened(rich(), clerk)

    assert amend(household, base, cells | {"adult-0-hukou": "1"}, clerk) == ["单建民 户口"]
    assert [row.kind for row in Hukou.objects.filter(person__name="单建民", withdrawn_at=None)] == ["rural"]


def test_who_decided_a_finding_is_filled_in_and_its_document_and_end_stay(clerk):
    earlier = StatusEntry("integrity_programme", date(2010, 1, 1), date(2011, 1, 1), document="张计生字〔2010〕1 号")
    last = StatusEntry("fp_hardship", date(2012, 1, 1), date(2030, 1, 1), document="张卫字〔2012〕3 号")
    household, base, cells = opened(a_bereaved_couple(status=(earlier, last)), clerk)

    amend(household, base, cells | {"fact-0-detail": "镇计生办", "status-0-decided_by": "县卫健局"}, clerk)

    found = HouseholdStatus.objects.filter(household=household, withdrawn_at=None).order_by("since")
    assert [(row.decided_by, row.document, row.until) for row in found] == [
        ("镇计生办", earlier.document, earlier.until), ("县卫健局", last.document, last.until),
    ]  # fmt: skip


def test_a_death_ends_the_marriage_that_was_recorded(clerk):
    household, base, cells = opened(two_girls(couples=(CoupleEntry(*BOTH, since=date(1988, 5, 1)),)), clerk)

    amend(household, base, cells | {"adult-0-state": "2", "adult-0-ended_on": "20250102"}, clerk)

    marriage = Marriage.objects.get(withdrawn_at=None)
    assert (marriage.since, marriage.until, marriage.ended_how) == (date(1988, 5, 1), date(2025, 1, 2), "widowed")


def test_a_recorded_divorce_is_not_undone_by_a_death(clerk):
    household, base, cells = opened(rich(), clerk)

    amend(household, base, cells | {"adult-0-state": "2", "adult-0-ended_on": "20250102"}, clerk)

    assert Marriage.objects.get(withdrawn_at=None).until == date(2010, 3, 4)


def test_an_added_child_leaves_the_others_alone(clerk):
    household, base, cells = opened(stepfamily(), clerk)
    number = a_person("x", "刘新", "3", date(2012, 2, 2), "female").number
    added = {"child-2-name": "刘新", "child-2-number": number, "child-2-state": "1", "child-2-origin": "1", "child-2-policy": "1"}

    said = amend(household, base, cells | added, clerk)

    assert said == ["新增 刘新", "刘新 在世", "亲子关系"]
    assert not Parentage.objects.exclude(withdrawn_at=None).exists()


def test_an_emptied_row_of_a_recorded_person_is_an_error(clerk):
    _household, base, cells = opened(two_girls(), clerk)
    emptied = {name: said for name, said in cells.items() if not name.startswith("child-1")}

    page = read.read(emptied, villages=places.villages(clerk), on=ON, base=base)

    assert [message.cell for message in page.messages if message.kind == "error"] == ["child-1-name"]


def test_another_holder_needs_the_account_number_again(clerk):
    _household, base, cells = opened(a_bereaved_couple(), clerk)

    page = read.read(cells | {"account-0-holder": "adult-0"}, villages=places.villages(clerk), on=ON, base=base)

    assert [message.cell for message in page.messages if message.kind == "error"] == ["account-0-number"]


def test_differences_of_an_entry_with_itself_are_none(clerk):
    household, base, _cells = opened(rich(), clerk)
    known = family(household.pk)
    ids = {person.key: person.person_id for person in base.people} | {None: household.pk}

    assert list(differences.of_family(base, ids, known.family_facts, known.statements)) == []
    for person in base.people:
        assert list(differences.of_person(person, person.person_id, known.person_facts, known.statements)) == []
