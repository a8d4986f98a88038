"""Procedures of the register of edge cases that no rule decides but the way something is recorded."""
from dataclasses import replace
from datetime import date

import pytest

from benefits import eligibility
from households import identity
from households.entry import CertificateEntry, HukouEntry
from households.models import Certificate, Hukou
from tests.benefits.desk import Desk
from tests.builders import JIEFANG
from tests.households.families import a_person, changed, two_girls

pytestmark = pytest.mark.django_db


def test_a_township_s_certificate_stands_in_for_a_lost_one():
    """焦作 asks for the certificate: the township's paper is recorded as one without number, and says so in its source."""
    entry = _one_young_daughter()
    desk = Desk(JIEFANG, open_from=None)
    without, with_paper = _allowance(entry), _allowance(replace(entry, certificates=(CertificateEntry("adult-1", date(2012, 3, 1), None, ""),)))

    desk.register(replace(entry, certificates=(CertificateEntry("adult-1", date(2012, 3, 1), None, ""),)))

    assert (without, with_paper) == ({"no"}, {"yes"})
    with desk.inside():
        paper = Certificate.objects.get()
    assert (paper.number, paper.source) == ("", "户口簿")


def test_a_conversion_of_the_whole_village_stays_rural_by_the_township_s_paper():
    """界定为农村居民: nothing changes on the record, and the reward goes on; who turned urban alone leaves it."""
    moved = (HukouEntry("rural", until=date(2020, 5, 1)), HukouEntry("urban", date(2020, 5, 1)))
    stays, left = two_girls(), changed(two_girls(), "adult-1", hukou=moved)
    desk = Desk()
    desk.register(stays)

    assert "yes" in _answers(stays, "rural_reward")
    assert "yes" not in _answers(left, "rural_reward")
    with desk.inside():
        assert set(Hukou.objects.values_list("kind", flat=True)) == {"rural"}


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


def _allowance(entry):
    return _answers(entry, "only_child_parent_allowance")


def _answers(entry, scheme):
    """What the panel says of a scheme this year: {yes, no, …}."""
    return {found.answer for found in eligibility.of_entry(entry, year=2026) if found.id.startswith(scheme)}
