"""The items of the register as the table of measures has them: offered where and while they are granted, each of a known kind and department."""
from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.models import Jurisdiction
from benefits import measures
from benefits.models import Department, Registration
from benefits.register import eligibility
from benefits.rules.families import KINDS
from households.entry import ResidenceEntry
from households.models import HouseholdStatus, Hukou, Sex
from tests.households.families import changed, two_girls
from tests.register.counter import Counter

_CONDITIONS = {"families", "parents", "hukou", "status", "sex", "ages", "floating", "scheme", "judge", "any"}
VILLAGES = {  # a village inside each place that is named
    "370300000000": "370303100201",
    "520100000000": "520115100201",
    "410800000000": "410802001001",
    "620921000000": "620921101201",
    "440600000000": "440605100201",
    "451281000000": "451281100201",
    "610300000000": "610302100201",
    "610330000000": "610330100201",
}


@pytest.mark.parametrize("item", measures.items(), ids=lambda item: f"{item.measure} {item.code}")
def test_every_item_is_of_a_known_kind_department_and_condition(item):
    assert item.kind in Registration.Kind.values and item.department in Department.values
    assert measures.item(item.code, item.place) == item
    for conditions in (item.who, *item.who.get("any", ())):
        assert set(conditions) <= _CONDITIONS
        assert {*conditions.get("families", ()), *conditions.get("parents", ())} <= set(KINDS)
        assert set(conditions.get("status", ())) <= set(HouseholdStatus.Kind.values)
        assert conditions.get("hukou", "rural") in Hukou.Kind.values and conditions.get("sex", "female") in Sex.values
    assert item.of_person or not {"ages", "floating", "parents", "sex"} & set(item.who)


@pytest.mark.django_db
@pytest.mark.parametrize("place", VILLAGES)
def test_every_item_is_offered_where_and_while_it_is_granted(place):
    """To a family recorded in the place, one of whom lives there: the day before the document nothing, from its first day to its last everything."""
    village = VILLAGES[place]
    county, township = a_place(village)
    counter = Counter(county, township, place, village)
    lives = ResidenceEntry(village, date(2000, 1, 1))
    family = counter.family(changed(two_girls(village=village), "adult-0", residence=(lives,)))
    ours = {item.code: item for item in measures.items() if item.place == place and _reaches(item, county)}
    dated = [item for item in ours.values() if item.since]
    first = max((item.since for item in dated), default=date(2011, 1, 1))
    last = min(item.until or date(2027, 1, 1) for item in ours.values()) - timedelta(days=1)

    with counter.inside():
        days = (first - timedelta(days=1), first, last)
        offered = [{found.item.code for found in eligibility.suggestions(family.pk, on=day) if found.item.place == place} for day in days]

    assert offered == [set(ours) if not dated else set(), set(ours), set(ours)]


def test_every_place_that_is_named_is_looked_at():
    assert {item.place for item in measures.items()} == {*VILLAGES, None}


@pytest.mark.parametrize("item", [item for item in measures.items() if item.place is None], ids=lambda item: item.code)
def test_what_an_unnamed_place_grants_is_offered_nowhere(item):
    assert item.why_not(place="370303100201", on=date(2012, 1, 1)) == "place"


def test_pilot_counties_alone_buy_care_at_home():
    item = measures.item("care.home_care", "410800000000")

    assert item.why_not(place="410802001001", on=date(2026, 1, 1)) is None
    assert item.why_not(place="410803001001", on=date(2026, 1, 1)) == "place"


def test_titles_follow_the_language():
    item = measures.item("waiver.tap_water", "520100000000")
    with translation.override("en"):
        assert item.title == "Tap water without the cost of material and installation"
    assert item.title.startswith("安全饮水")


def a_place(village):
    """The county and township of a village; what the sample does not have is added."""
    county, township = village[:6] + "000000", village[:9] + "000"
    above = [village[:2] + "0" * 10, village[:4] + "0" * 8, county, township, village]
    for level, (code, parent) in enumerate(zip(above, [None, *above], strict=False), 1):
        Jurisdiction.objects.get_or_create(code=code, defaults={"name": "样例", "level": level, "parent_id": parent})
    return county, township


def _reaches(item, county):
    return not item.places or county.startswith(item.places)
