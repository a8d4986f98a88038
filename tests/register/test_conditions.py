"""The conditions of every item: one family that meets them, and for each condition one that fails it alone, beside what it asks."""
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from benefits import measures
from benefits.register import eligibility
from households.entry import (
    UNRECORDED,
    ChildEntry,
    CoupleEntry,
    DisabilityEntry,
    ExamEntry,
    HousingEntry,
    HukouEntry,
    IncomeEntry,
    MedicalEntry,
    ResidenceEntry,
    StatusEntry,
)
from households.models import HouseholdStatus
from tests.benefits.conftest import an_official_value  # noqa: F401 the fixture
from tests.builders import ELSEWHERE, LIUGOU, ZHANGDIAN, inside
from tests.households.families import a_number, a_person, changed, two_girls
from tests.register.counter import TODAY, Counter, day

pytestmark = pytest.mark.django_db

FOUND = tuple(StatusEntry(kind, day("2012-01-01")) for kind in HouseholdStatus.Kind.values)
BOTH = ("father", "mother")


def a_family(*children, born=1990, hukou="rural", status=FOUND, village=ELSEWHERE, **more):
    """袁强 and 何丽 with children 袁一, 袁二, …: (year of birth, sex), within the policy unless a third says otherwise."""
    people = [a_person("father", "袁强", "0", date(born, 3, 1), "male"), a_person("mother", "何丽", "1", date(born, 9, 1), "female")]
    relations = []
    for number, (year, sex, *within) in enumerate(children):
        people.append(a_person(f"child-{number}", "袁" + "一二三四五"[number], "2", date(year, 5, 5), sex))
        relations.append(ChildEntry(f"child-{number}", BOTH, "birth", None, *(within or [True])))
    people = tuple(replace(person, hukou=(HukouEntry(hukou),), disability=()) for person in people)
    couples = (CoupleEntry(*BOTH, since=date(born + 22, 1, 1)),)
    return two_girls(village=village, people=people, couples=couples, children=tuple(relations), status=status, **more)


def who_lives_in(village, hukou_of):
    here = changed(a_family((2022, "male"), village="410802001001"), "father", residence=(ResidenceEntry(village, day("2020-01-01")),))
    return changed(here, "father", hukou=(HukouEntry("rural", place=hukou_of),))


BOY, URBAN_GIRL, AGAINST = ((2022, "male"),), ((2022, "female"),), ((2012, "female"), (2020, "female", False))
PUPIL = ((2010, "female"),)
COST = MedicalEntry("father", 2026, 1_000_000)
FAMILIES = {
    "boy": a_family(*BOY),
    "plain": a_family(*BOY, status=()),
    "urban": a_family(*URBAN_GIRL, hukou="urban"),
    "girls": a_family((2010, "female"), (2022, "female"), born=1985),
    "urban girls": a_family((2010, "female"), (2012, "female"), born=1970, hukou="urban"),
    "against": a_family(*AGAINST, born=1988),
    "urban against": a_family(*AGAINST, born=1988, hukou="urban"),
    "five": a_family((2006, "female"), (2008, "male"), (2011, "male"), (2014, "male", False), (2022, "male", False), born=1985, status=()),
    "old": a_family((1975, "female"), born=1950),
    "old urban": a_family((1975, "female"), born=1950, hukou="urban"),
    "old against": a_family((1975, "female"), (1978, "male", False), born=1950),
    "bereaved": changed(a_family((1990, "male"), born=1964), "child-0", death=day("2015-04-20")),
    "urban bereaved": changed(a_family((1990, "male"), born=1964, hukou="urban"), "child-0", death=day("2015-04-20")),
    "disabled": changed(a_family(*BOY), "child-0", disability=(DisabilityEntry(2, day("2024-01-01"), certified=True),)),
    "migrant": who_lives_in("410802002001", "411000000000"),
    "resident": who_lives_in("410802002001", None),
    "housed": a_family(*URBAN_GIRL, hukou="urban", housing=(HousingEntry(day("2020-01-01"), None, Decimal(15), True),)),
    "spacious": a_family(*URBAN_GIRL, hukou="urban", housing=(HousingEntry(day("2020-01-01"), None, Decimal("15.01"), True),)),
    "ill": a_family(*BOY, medical=(COST,)),
    "less ill": a_family(*BOY, medical=(replace(COST, own_fen=500_000),)),
    "examined": changed(a_family(*PUPIL, born=1985, village="410802001001"), "child-0", exams=(ExamEntry("senior_entrance", day("2026-06-20")),)),
    "not examined": changed(a_family(*PUPIL, born=1985, village="410802001001"), "child-0", exams=()),
    "in need": a_family(*BOY, village=LIUGOU, income=(IncomeEntry(2015, 10_000),)),
    "not in need": a_family(*BOY, village=LIUGOU, income=(IncomeEntry(2015, 90_000),)),
}
# item: whom it is for, and for each condition in turn whom that alone keeps out (- where nothing on record can).
ROWS = """
ZB-b priority.area_programmes: boy, against, plain
ZB-c priority.loans_projects_training: boy, plain
ZB-d service.industry_guidance: boy, against, plain
ZB-e priority.poverty_programmes: boy, against, plain
ZB-f service.paired_assistance: boy, urban, five
ZB-i priority.minimum_living_referral: in need, not in need
ZB-m service.state_student_aid: boy/袁一, against/袁一
ZB-q service.preschool_nutrition: boy/袁一, girls/袁一
ZB-q service.pre_pregnancy_check: boy
JZ-e points.exam_bonus: examined/袁一, not examined/袁一
JZ-g waiver.hospital_fees: urban girls, girls, urban against
JZ-h unstated.girls_supplement: girls, against
JZ-i insurance.children_accident_illness: boy, against
JZ-i insurance.operations: boy/何丽
JZ-j pension.rural_top_up: boy/袁强, urban/袁强, against/袁强, boy/袁一
JZ-k care.home_care: old/何丽, old against/何丽, girls/袁强
JZ-k care.care_home: old/何丽, old against/何丽, girls/袁强
JZ-l unstated.left_behind_student_aid: girls/袁一, boy/袁一
JZ-l service.warm_spring: boy
JZ-l priority.prosperity_base: boy, urban, against
JZ-m service.birth_defect_prevention: boy
JZ-m waiver.five_free_services: migrant/袁强, resident/袁强
FS-a unstated.retirement_award: old urban/何丽, old/何丽, urban girls/何丽, urban/何丽
FS-b points.exam_bonus: girls/袁一
FS-c unstated.contraception_award: boy/何丽
FS-d unstated.migrant_contraception_award: migrant/袁强, resident/袁强
FS-f priority.low_rent_housing: urban, urban against
FS-g unstated.rent_subsidy: urban, plain
FS-h priority.minimum_living_referral: boy, against
FS-j unstated.urban_only_child_parents: urban/袁强, boy/袁强, urban girls/袁强
FS-k pension.insurance_bought: boy/袁强
FS-l service.free_checks: boy
YZ-a unstated.contraception_award: boy/何丽
YZ-b insurance.operations: boy/何丽
YZ-c unstated.urban_couple_award: urban, boy, urban against
YZ-d unstated.only_child_health_allowance: boy, girls
YZ-e unstated.second_child_waiver: boy, plain
YZ-f points.exam_bonus: girls/袁一, urban girls/袁一, against/袁一
GY-d waiver.kindergarten_fee: boy/袁一, urban/袁一, plain/袁一, girls/袁一
GY-d priority.student_aid: girls/袁一, urban girls/袁一, five/袁一
GY-e points.exam_bonus: girls/袁一, urban girls/袁一, against/袁一
GY-f priority.kindergarten_place: boy/袁一, five/袁五, girls/袁一
GY-g service.minority_relief: boy, plain
GY-i care.old_age_home: bereaved/袁强, old against/袁强
GY-k priority.employment: boy/袁强, against/袁强, old/袁强
GY-l priority.public_rental_housing: housed, spacious
GY-m priority.dangerous_house: boy, urban, five
GY-n area.rural_house_title: girls, against
GY-o priority.income_projects: boy, urban, against, plain
GY-s priority.industry_upgrade: boy, against
GY-t waiver.tap_water: boy, urban, five
GY-u goods.broadcast_and_books: urban, against
GY-v insurance.catastrophic_cost: ill/袁强, less ill/袁强
GY-ae service.pre_pregnancy_check: boy
GY-ag goods.grain_storage: boy, urban, five
GY-ah priority.guaranteed_loan: boy, against
GY-aj goods.farm_supplies: boy, plain
GY-aj priority.pairing: boy, plain
GY-an priority.model_family: girls, -
GY-ao service.cleft_lip_surgery: boy/袁一
GY-ao service.left_behind_children: boy/袁一, boy/袁强
GY-ao service.special_family_visit: disabled, boy
GY-ao service.poor_mothers: boy
BJ-b unstated.urban_only_child_parents: urban/何丽, boy/何丽, urban girls/何丽
BJ-c priority.poverty_programmes: boy, urban, against
BJ-c priority.forest_rights: boy, urban, against
BJ-c priority.dangerous_house: boy, urban, against
BJ-c pension.rural_top_up: boy/袁强, urban/袁强, against/袁强, old/袁强
BJ-d service.livelihood: boy, against
FX-1 service.mothers_health: boy/何丽, boy/袁强, old/何丽
FX-2 service.pre_pregnancy_check: boy
FX-3 service.premarital_check: boy
FX-4 waiver.hospital_delivery: boy/何丽, boy/袁强
FX-6 pension.rural_top_up: boy/袁强, urban/袁强, against/袁强, old/袁强
FX-7 insurance.accident: boy, against
FX-8 waiver.medical_premium: boy, urban, against
FX-9 unstated.only_child_health_allowance: boy, girls
FX-10 unstated.second_child_waiver: boy, plain
FX-11 priority.forest_rights: boy, urban, against
FX-13 points.exam_bonus: girls/袁一, against/袁一
FX-15 care.welfare_park: bereaved/何丽, urban bereaved/何丽, boy/何丽
FX-16 service.livelihood: boy, plain
FX-17 unstated.student_aid: boy/袁一, plain/袁一
JT-a priority.minimum_living_referral: boy, five
JT-b service.hardship_relief: boy, plain
JT-b waiver.medical_premium: boy, urban, against
JT-b priority.dangerous_house: boy, urban, against
JT-b points.exam_bonus: girls/袁一, against/袁一
JT-b service.free_operation: boy/何丽
JT-b service.womens_health_check: boy/何丽, boy/袁强
JT-b service.birth_defect_prevention: boy
JT-d unstated.only_child_parents_award: bereaved, girls
JT-d service.basic_services: boy/何丽
JT-e priority.mothers_micro_loan: boy
JT-f priority.two_kinds_of_families: boy, urban, five
MQ-a unstated.contraception_award: boy/何丽
MQ-b insurance.operations: boy/何丽
MQ-c unstated.urban_couple_award: urban, boy, urban against
MQ-d unstated.only_child_health_allowance: boy, girls
MQ-e unstated.second_child_waiver: boy, plain
"""
AGES = {  # first and last age: the measures whose items ask it
    (0, 5): "ZB-q", (0, 17): "GY-ao", (2, 6): "GY-d GY-f", (6, 17): "JZ-l", (16, 59): "BJ-c FX-6 GY-k JZ-j", (20, 49): "FX-1",
    (50, 129): "FS-a", (60, 129): "JZ-k",
}  # fmt: skip
TABLE = {name: cells.split(", ") for name, cells in (line.split(": ") for line in ROWS.split("\n") if line)}
ITEMS = {f"{item.measure} {item.code}": item for item in measures.items()}
ON = {"ZB-i priority.minimum_living_referral": day("2015-06-01")}


class Scene:
    """The families of the table, each registered when it is first asked for, and what is known of them."""

    def __init__(self):
        self._counters, self._known = {}, {}

    def known(self, name, on):
        if (name, on) not in self._known:
            entry = FAMILIES[name]
            county = entry.village[:6] + "000000"
            if county not in self._counters:
                self._counters[county] = Counter(county, entry.village[:9] + "000", county[:4] + "00000000", entry.village)
            household = self._counters[county].family(entry)
            with inside(county):
                self._known[name, on] = eligibility.Known(household.pk, on=on)
        return self._known[name, on]

    def findings(self, item, cell, on):
        """(answer, {condition: its answer}) of an item for a family, or a person of one."""
        family, _slash, called = cell.partition("/")
        known = self.known(family, on)
        with inside(known.household.division_code[:6] + "000000"):
            found = known.candidate(item, next((person for person in known.people if person.name == called), None))
        return found.answer, dict(zip(item.who, (finding.answer for finding in found.findings), strict=False))


def test_every_item_has_a_row_and_no_row_is_without_one():
    assert sorted(TABLE) == sorted(ITEMS)
    assert all(("/" in cell) == ITEMS[name].of_person for name, cells in TABLE.items() for cell in cells if cell != "-")


def test_an_item_asks_the_ages_it_asks():
    asked = {(item.measure, item.who["ages"][0], item.who["ages"][1] - 1) for item in measures.items() if "ages" in item.who}

    assert asked == {(measure, *ages) for ages, named in AGES.items() for measure in named.split()}


def test_every_condition_of_every_item_lets_in_and_keeps_out(an_official_value):  # noqa: F811
    """Who fails a condition fails that one alone, so no condition can go without a row that says so."""
    scene, wrong = Scene(), []
    with inside(ZHANGDIAN):
        an_official_value("rural_minimum_living_line", "2400.00", since=day("2012-01-01"))
    for name, (let_in, *kept_out) in TABLE.items():
        item, on = ITEMS[name], ON.get(name, TODAY)
        wanted = "judged" if "judge" in item.who or not item.who else "yes"
        if (answer := scene.findings(item, let_in, on)[0]) != wanted:
            wrong.append((name, let_in, answer))
        conditions = [condition for condition in item.who if condition != "judge"]
        if len(conditions) != len(kept_out):
            wrong.append((name, conditions, kept_out))
        for condition, cell in zip(conditions, kept_out, strict=False):
            if cell == "-":
                continue
            found = scene.findings(item, cell, on)[1]
            if {asked for asked, answer in found.items() if answer == "no"} != {condition} or "unknown" in found.values():
                wrong.append((name, cell, found))

    assert wrong == []


def test_a_family_is_what_it_was_on_the_day(counter):
    """An only son until he died on 20 April 2015: from then on 失独, the day before not; without a date of the policy a question."""
    known = {on: _known(counter, FAMILIES["bereaved"], day(on)) for on in ("2015-04-19", "2015-04-20")}
    visit, water = ITEMS["GY-ao service.special_family_visit"], ITEMS["GY-t waiver.tap_water"]

    assert {on: of.candidate(visit, None).answer for on, of in known.items()} == {"2015-04-19": "no", "2015-04-20": "yes"}
    assert known["2015-04-19"].candidate(visit, None).sentences == [
        "应为失独家庭或独生子女伤残家庭，档案：曾有子女 1 人，现存 1 人，其中女孩 0 人"
    ]
    unsaid = replace(FAMILIES["girls"], children=tuple(replace(child, within_policy=UNRECORDED) for child in FAMILIES["girls"].children))
    asked = _known(counter, unsaid, TODAY).candidate(water, None)
    assert asked.answer == "unknown" and "未录入袁一的是否符合政策生育或收养" in asked.sentences[1]


def test_a_household_is_of_the_country_by_the_couple_that_lives(counter):
    """A dead householder's hukou says nothing; one rural spouse is enough, as for the schemes (decision 0013)."""
    rural, urban = (HukouEntry("rural"),), (HukouEntry("urban"),)
    dead = changed(changed(FAMILIES["boy"], "father", hukou=urban, death=day("2025-01-01")), "mother", hukou=rural)
    half = changed(FAMILIES["boy"], "father", hukou=urban)
    left = changed(changed(FAMILIES["boy"], "father", death=day("2025-01-01")), "mother", hukou=urban)
    water = ITEMS["GY-t waiver.tap_water"]

    answers = [_known(counter, family, TODAY).candidate(water, None).answer for family in (dead, half, left)]

    assert answers == ["yes", "yes", "no"]


def _known(counter, entry, on):
    """Of another family like this one."""
    people = tuple(replace(person, number=a_number(person.born, person.sex)) for person in entry.people)
    family = counter.family(replace(entry, people=people))
    with counter.inside():
        return eligibility.Known(family.pk, on=on)
