"""A clerk registers what a family may claim: yes, judged, unknown and no, each item in its place and period."""
import uuid
from dataclasses import replace
from datetime import date

import pytest

from accounts.refusal import NotAllowed
from audits.models import Event
from benefits import measures
from benefits.models import Registration
from benefits.register import eligibility
from households.entry import UNRECORDED, HukouEntry, ResidenceEntry
from tests.builders import ELSEWHERE, JIEFANG, ZHANGDIAN, inside
from tests.households.families import a_person, changed, two_girls
from tests.register.counter import HOME, LOAN, TODAY, WATER, Counter, day

pytestmark = pytest.mark.django_db


def answer(household, code, county, *, stated_by="520100000000", on=TODAY):
    with inside(county):
        found = {suggestion.item.code: suggestion for suggestion in eligibility.suggestions(household.pk, on=on)}
    return found.get(code)


def test_a_rural_family_registers_the_water_fee_without_further_grounds(counter):
    row = counter.registered(counter.family(), WATER, grounds="")

    assert (row.kind, row.department, row.answer, row.state) == ("waiver", "water", "yes", "registered")
    assert row.division_code == ELSEWHERE
    with counter.inside():
        event = Event.objects.get(kind="registration.recorded")
    assert event.after["number"] == row.number and event.division_code == ELSEWHERE


def test_what_the_record_denies_is_refused_with_the_reason(counter):
    rural = two_girls(village=ELSEWHERE)
    urban = replace(rural, people=tuple(replace(person, hukou=(HukouEntry("urban"),)) for person in rural.people))
    others = two_girls(village=ELSEWHERE)
    first, second = others.children

    with pytest.raises(NotAllowed, match=r"户口应为农业.*档案为非农业"):
        counter.registered(counter.family(urban))
    with pytest.raises(NotAllowed, match=r"应为计划生育家庭，档案：曾有子女 2 人.*有违反政策的生育"):
        counter.registered(counter.family(replace(others, children=(first, replace(second, within_policy=False)))))


def test_what_is_not_recorded_stays_unknown_and_asks_for_grounds(counter):
    unsaid = changed(changed(two_girls(village=ELSEWHERE), "adult-0", hukou=UNRECORDED), "adult-1", hukou=UNRECORDED)
    family = counter.family(unsaid)

    with pytest.raises(NotAllowed, match="写明认定依据"):
        counter.registered(family, grounds=" ")
    row = counter.registered(family, grounds="户口簿复印件")

    assert row.answer == "unknown"


def test_what_no_record_can_tell_is_judged_by_the_official(counter):
    row = counter.registered(counter.family(), LOAN, grounds="贷款申请书")

    assert (row.answer, row.grounds) == ("judged", "贷款申请书")


def test_statuses_are_three_valued(counter):
    family, item = counter.family(), "priority.income_projects"

    assert answer(family, item, counter.county).answer == "unknown"  # nothing is recorded about what was found
    without = counter.family(status=())
    assert answer(without, item, counter.county).answer == "no"


def test_care_asks_what_the_person_wishes(counter):
    family = counter.family()
    husband = counter.member(family, "刘志国")

    with pytest.raises(NotAllowed, match="本人意愿"):
        counter.registered(family, HOME, person=husband)
    row = counter.registered(family, HOME, person=husband, wish="care_place")

    assert (row.get_wish_display(), row.person_id) == ("入住机构", husband.pk)


def test_an_item_of_a_person_is_not_the_household_s(counter):
    with pytest.raises(NotAllowed, match="不是给此人的"):
        counter.registered(counter.family(), HOME, wish="care_place")


def test_ages_count_from_the_birthday_itself(counter):
    child = changed(two_girls(village=ELSEWHERE), "child-1", born=date(2024, 11, 23))
    family, item = counter.family(child), "priority.kindergarten_place"

    ages = {candidate.person.name: candidate.answer for candidate in answer(family, item, counter.county).candidates}

    assert ages["刘敏"] == "no"
    assert next(c for c in answer(family, item, counter.county, on=day("2026-11-23")).candidates if c.person.name == "刘敏").answer == "yes"


@pytest.mark.parametrize(("on", "granted"), [("2012-09-30", False), ("2012-10-01", True), ("2017-09-30", True), ("2017-10-01", False)])
def test_an_item_is_granted_while_its_document_is_in_force(on, granted):
    item = measures.item("priority.area_programmes", "370300000000")

    assert (item.why_not(place="370303100201", on=day(on)) is None) is granted


def test_an_expired_document_registers_nothing_new():
    zhangdian = Counter(ZHANGDIAN, "370303100000", "370300000000", "370303100201")
    family = zhangdian.family(two_girls())

    with pytest.raises(NotAllowed, match="没有执行"):
        zhangdian.registered(family, "service.pre_pregnancy_check", since=day("2017-10-01"))
    assert zhangdian.registered(family, "service.pre_pregnancy_check", since=day("2017-09-30"), until=day("2017-10-01")).state == "registered"


def test_the_same_form_registers_once_and_with_other_content_is_refused(counter):
    family, key = counter.family(), uuid.uuid4()
    first = counter.registered(family, key=key)

    assert counter.registered(family, key=key).pk == first.pk
    with pytest.raises(NotAllowed, match="内容不同"):
        counter.registered(family, LOAN, key=key)


def test_an_item_is_registered_once_at_a_time(counter):
    family = counter.family()
    counter.registered(family, since=day("2026-01-01"), until=day("2026-07-01"))

    with pytest.raises(NotAllowed, match="已经登记过"):
        counter.registered(family, since=day("2026-06-30"))
    assert counter.registered(family, since=day("2026-07-01")).state == "registered"


def test_only_clerks_register_and_only_at_home(counter):
    family = counter.family()

    with pytest.raises(NotAllowed, match="登记由"):
        counter.registered(family, by=counter.reviewer)
    with pytest.raises(NotAllowed, match="不在您的辖区"):
        counter.registered(family, by=Counter(township="520115101000").clerk)


def test_migrants_register_where_they_live():
    """焦作 五免: the person lives in another township of the county and the hukou is elsewhere."""
    jiefang = Counter(JIEFANG, "410802001000", "410800000000", "410802001001")
    people = two_girls(village="410802001001")
    here, elsewhere = ResidenceEntry("410802002001", day("2025-01-01")), HukouEntry("rural", place="411000000000")
    lives = changed(people, "adult-0", residence=(here,), hukou=(elsewhere,))
    family = jiefang.family(lives)
    husband, wife = jiefang.member(family, "刘志国"), jiefang.member(family, "张桂兰")
    there = Counter(JIEFANG, "410802002000", "410800000000", "410802002001")

    item = "waiver.five_free_services"
    candidates = {candidate.person.name: candidate for candidate in answer(family, item, JIEFANG).candidates}
    assert list(candidates) == ["刘志国"]
    assert (candidates["刘志国"].answer, candidates["刘志国"].place) == ("yes", "410802002001")
    with pytest.raises(NotAllowed, match="不在您的辖区"):
        jiefang.registered(family, item, person=husband)
    assert there.registered(family, item, person=husband).division_code == "410802002001"
    with pytest.raises(NotAllowed, match="不是给此人的"):
        there.registered(family, item, person=wife)


def test_what_the_rules_decide_the_register_asks_them(counter):
    """农房确权: two girls within the policy, yes; one of them against it, no; not recorded, unknown."""
    item, family = "area.rural_house_title", two_girls(village=ELSEWHERE)
    first, second = family.children

    answers = [
        answer(counter.family(two_girls(village=ELSEWHERE, children=(first, replace(second, within_policy=within)))), item, counter.county).answer
        for within in (True, False, UNRECORDED)
    ]

    assert answers == ["yes", "no", "unknown"]


def test_what_the_rules_decide_is_of_the_month_the_registration_begins(counter):
    """An only girl until her brother was born in June: the title of February stands on the rules, that of July does not."""
    entry = two_girls(village=ELSEWHERE)
    brother = a_person("child-1", "刘勇", "2", date(2026, 6, 9), "male")
    family = counter.family(replace(entry, people=(*entry.people[:3], brother)))

    answers = [answer(family, "area.rural_house_title", counter.county, on=day(on)).answer for on in ("2026-02-01", "2026-07-01")]

    assert answers == ["yes", "no"]


def test_the_register_is_seen_from_its_own_county_only(counter):
    counter.registered(counter.family())

    with inside(ZHANGDIAN):
        assert not Registration.objects.exists()

