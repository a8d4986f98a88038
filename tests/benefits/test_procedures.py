"""Procedures of the register of edge cases that no rule decides but the way something is recorded."""
from datetime import date

import pytest

from accounts import crypto
from benefits import eligibility
from households import identity
from households.commands import amend_household
from households.models import Certificate, Hukou, Person
from households.queries import family as families
from households.queries import record
from tests.benefits.changing import NOW, confirm
from tests.benefits.desk import REWARD, Desk
from tests.builders import JIEFANG
from tests.households.families import a_number, a_person, changed, two_girls

pytestmark = pytest.mark.django_db
ALLOWANCE = "only_child_parent_allowance"


def test_a_township_s_certificate_stands_in_for_a_lost_one():
    """焦作 asks for the certificate: the township's paper is recorded in its place, with the paper as its source and no number."""
    entry = _one_young_daughter()
    desk = Desk(JIEFANG)
    household = desk.register(entry)
    before = _answers(entry, ALLOWANCE)

    holder = desk.person("张桂兰").pk
    confirm(desk, "certificate", household, person=holder, occurred=date(2012, 3, 1), number="", error="", source="双桥街道证明（原证遗失）")

    with desk.inside():
        paper = Certificate.objects.get()
        after = _answers(families.entry_of(families.family(household.pk)), ALLOWANCE)
    assert (before, after) == ({"no"}, {"yes"})
    assert (paper.number, paper.source, paper.since) == ("", "双桥街道证明（原证遗失）", date(2012, 3, 1))


def test_a_conversion_of_the_whole_village_stays_rural_by_the_township_s_paper():
    """界定为农村居民: the paper is the source of a rural hukou from its day, and the reward goes on; who turned urban alone leaves it."""
    desk = Desk()
    change = {"hukou": "urban", "occurred": date(2020, 5, 1), "source": "张店区〔2020〕5号"}
    answers = {}
    for exempt in (True, False):
        household = desk.register(two_girls())
        with desk.inside():
            wife = household.memberships.get(person__name="张桂兰").person
        confirm(desk, "hukou", household, people=[wife.pk], exempt=exempt, **change)
        with desk.inside():
            entry = families.entry_of(families.family(household.pk))
            row = Hukou.objects.get(person=wife, until=None, withdrawn_at=None)
            answers[exempt] = "yes" in _answers(entry, REWARD), row.kind, row.source

    assert answers[True] == (True, "rural", "成建制转非，仍界定为农村居民户口：张店区〔2020〕5号")
    assert answers[False] == (False, "urban", "张店区〔2020〕5号")


def test_a_new_name_and_a_new_number_are_a_correction_with_its_reason_and_history_keeps_both():
    desk = Desk(open_from=None)
    household, born = desk.register(two_girls()), date(1967, 8, 3)
    with desk.inside():
        entry, old = families.entry_of(families.family(household.pk)), household.memberships.get(relation="0").person
        right = a_number(born, "male")
        entry = changed(entry, f"person-{old.pk}", name="刘志强", number=right)
        amend_household(household_id=household.pk, entry=entry, by=desk.clerk, at=NOW, why="派出所更名换号", source="户口簿")

        now, told = Person.objects.get(pk=old.pk), record.changes(household.pk)
        kept = [crypto.open(event.number_sealed, about=now.key) for event in now.events.order_by("pgh_id")]
    names = [(change.words, change.why) for change in told if change.subject == "刘志强" and change.title == "姓名"]
    assert names[0][0] == "刘志国" and names[-1] == ("刘志强", "派出所更名换号")
    assert (now.name, now.number()) == ("刘志强", right) and list(dict.fromkeys(kept)) == [old.number(), right]


def test_a_number_of_fifteen_digits_is_the_number_of_eighteen():
    """Somebody registered by the old number is found by the new one."""
    eighteen = a_person("adult-0", "刘志国", "0", date(1967, 8, 3), "male").number
    fifteen = eighteen[:6] + eighteen[8:17]

    assert identity.parse(fifteen).number == eighteen


def _one_young_daughter():
    people = (
        a_person("adult-0", "刘志国", "0", date(1985, 8, 3), "male"),
        a_person("adult-1", "张桂兰", "1", date(1986, 3, 12), "female"),
        a_person("child-0", "刘芳", "3", date(2011, 5, 20), "female"),
    )
    return two_girls(village="410802001001", people=people, children=two_girls().children[:1])


def _answers(entry, scheme):
    """What the panel says of a scheme this year: {yes, no, …}."""
    return {found.answer for found in eligibility.of_entry(entry, year=2026) if found.id.startswith(scheme)}
