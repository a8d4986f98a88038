"""The items of the register as the table of measures has them: offered where and while they are granted, each of a known kind and department."""
from datetime import date, timedelta

import pytest
from django.utils import translation

from benefits import measures
from benefits.models import Department, Registration
from benefits.register import eligibility
from households.models import FamilyType, HouseholdStatus, Hukou
from tests.register.counter import Counter

_CONDITIONS = {"families", "hukou", "status", "ages", "floating", "scheme", "judge", "any"}
VILLAGES = {  # a village of a sample county inside each place
    "370300000000": ("370303000000", "370303100000", "370303100201"),
    "520100000000": ("520115000000", "520115100000", "520115100201"),
    "410800000000": ("410802000000", "410802001000", "410802001001"),
    "620921000000": ("620921000000", "620921101000", "620921101201"),
}


@pytest.mark.parametrize("item", measures.items(), ids=lambda item: f"{item.measure} {item.code}")
def test_every_item_is_of_a_known_kind_department_and_condition(item):
    assert item.kind in Registration.Kind.values and item.department in Department.values
    assert measures.item(item.code, item.place) == item
    for conditions in (item.who, *item.who.get("any", ())):
        assert set(conditions) <= _CONDITIONS
        assert set(conditions.get("families", ())) <= set(FamilyType.Kind.values)
        assert set(conditions.get("status", ())) <= set(HouseholdStatus.Kind.values)
        assert {conditions["hukou"]} <= set(Hukou.Kind.values) if "hukou" in conditions else True
    assert item.of_person or not {"ages", "floating"} & set(item.who)


@pytest.mark.django_db
@pytest.mark.parametrize("place", VILLAGES)
def test_every_item_is_offered_where_and_while_it_is_granted(place):
    county, township, village = VILLAGES[place]
    counter = Counter(county, township, place, village)
    family = counter.family()
    ours = {item.code: item for item in measures.items() if item.place == place and not item.at_residence and _reaches(item, county)}
    first = max(item.since for item in ours.values())
    last = min(item.until or date(2027, 1, 1) for item in ours.values()) - timedelta(days=1)

    with counter.inside():
        offered = [{found.item.code for found in eligibility.suggestions(family.pk, on=day)} for day in (first - timedelta(days=1), first, last)]
        answers = {found.answer for found in eligibility.suggestions(family.pk, on=last)}

    assert offered == [set(), set(ours), set(ours)]
    assert answers <= {"yes", "judged", "unknown", "no"}


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


def _reaches(item, county):
    return not item.places or county.startswith(item.places)
