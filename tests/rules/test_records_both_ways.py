"""The same family read from the tables by the batch and exported as a case of the evaluation format gives the same answers, word for word."""
import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.roles import Role
from benefits import facts, rules, trials
from benefits.facts import cases
from benefits.policies_table.queries import in_force
from benefits.rules import answer
from households import commands
from households.entry import (
    UNRECORDED,
    AdmissionEntry,
    ChildEntry,
    ComplicationEntry,
    DisabilityEntry,
    ExamEntry,
    FamilyEntry,
    GrantEntry,
    HousingEntry,
    HukouEntry,
    IncomeEntry,
    MedicalEntry,
    MinimumLivingEntry,
    PostEntry,
    SchoolingEntry,
    StatusEntry,
)
from households.queries.family import entry_of, family
from poverty.models import VillageYear
from tests.builders import AT, a_post, inside
from tests.households.families import a_bereaved_couple, a_number, a_person, changed, two_girls

pytestmark = pytest.mark.django_db
VILLAGES = {"370303000000": "370303100201", "520115000000": "520115100201", "410802000000": "410802001001", "620921000000": "620921101201"}
SINCE, UNTIL = "2012-01", "2017-12"


def described():
    """Entries in which every kind of fact stands somewhere, is stated to be none somewhere, and is not recorded somewhere."""
    both = ("adult-0", "adult-1")
    full = two_girls(
        minimum_living=(
            MinimumLivingEntry("rural", date(2012, 3, 1), (*both, "child-1"), date(2014, 7, 1), 12000),
            MinimumLivingEntry("rural", date(2015, 1, 1), both, None, None),
        ),
        status=(
            StatusEntry("two_girls_sterilised", date(2011, 1, 1)),
            StatusEntry("able_to_run_project", date(2013, 1, 1), date(2016, 1, 1)),
            StatusEntry("poor_household", date(2012, 1, 1)),
            StatusEntry("gave_up_second_child", date(2013, 4, 1)),
            StatusEntry("fp_hardship", date(2012, 6, 1)),
        ),
        income=(IncomeEntry(2013, 15000), IncomeEntry(2014, 21050)),
        housing=(
            HousingEntry(date(2012, 1, 1), date(2014, 1, 1), Decimal("15.01"), True),
            HousingEntry(date(2014, 1, 1), None, Decimal("15.00"), True),
        ),
        medical=(MedicalEntry("adult-0", 2013, 1_800_000), MedicalEntry("adult-1", 2014, 500_000)),
        poverty_grants=(GrantEntry("industry", date(2013, 8, 1), 300_000), GrantEntry("materials", date(2014, 5, 1), None)),
    )
    disabled = (DisabilityEntry(2, date(2010, 1, 1), None, "physical", True, True),)
    complications = (ComplicationEntry(3, date(2013, 2, 1), date(2015, 6, 1), True), ComplicationEntry(1, date(2015, 6, 1), None, True))
    post = (PostEntry("village_fp_director", date(2012, 1, 1), date(2016, 1, 1)),)
    full = changed(full, "adult-0", disability=disabled, complication=complications, post=post)
    school = (SchoolingEntry("junior", date(2010, 9, 1), date(2013, 7, 1)), SchoolingEntry("senior", date(2013, 9, 1), date(2016, 7, 1)))
    admission, exams = (AdmissionEntry("bachelor", date(2016, 8, 20), True),), (ExamEntry("senior_entrance", date(2013, 6, 20)),)
    full = changed(full, "child-1", school=school, admission=admission, exams=exams, disability=())
    none = dict.fromkeys(("disability", "complication", "school", "admission", "exams", "post", "residence", "pension"), ())
    nothing = two_girls(status=(), medical=(), poverty_grants=())
    nothing = replace(nothing, people=tuple(replace(person, **none) for person in nothing.people))
    unsaid = two_girls(couples=UNRECORDED, children=UNRECORDED, certificates=UNRECORDED, minimum_living=UNRECORDED)
    small = {"child-0": date(2010, 5, 1), "child-1": date(2012, 6, 1)}  # who lives in the family is asked for themselves too
    unsaid = replace(
        unsaid,
        people=tuple(replace(person, born=small.get(person.key, person.born), death=UNRECORDED, hukou=UNRECORDED) for person in unsaid.people),
    )
    bereaved = a_bereaved_couple(status=(StatusEntry("fp_hardship", date(2012, 1, 1)),), income=(IncomeEntry(2016, 0),))
    moved = (HukouEntry("rural", None, date(2014, 5, 1)), HukouEntry("urban", date(2014, 5, 1), None, "000000000000"))
    return [full, nothing, unsaid, bereaved, changed(nothing, "adult-1", hukou=moved), a_grown_daughter_with_a_child(none)]


def a_grown_daughter_with_a_child(none):
    """A widower of no planned family, on record with a daughter who moved out and is the mother of an only child."""
    people = (
        a_person("adult-0", "刘志国", "0", date(1960, 8, 3), "male", **none),
        a_person("child-0", "刘芳", "3", date(1985, 5, 20), "female", **none),
        a_person("child-1", "刘敏", "3", date(1990, 11, 2), "female", **none),
        a_person("adult-1", "陈小小", "4", date(2010, 11, 2), "female", **none),
    )
    children = (
        ChildEntry("child-0", ("adult-0",), "birth", None, True),
        ChildEntry("child-1", ("adult-0",), "birth", None, False),
        ChildEntry("adult-1", ("child-0",), "birth", None, True),
    )
    nothing = dict.fromkeys(("couples", "certificates", "minimum_living", "status", "medical", "poverty_grants"), ())
    return FamilyEntry(village=VILLAGES["520115000000"], people=people, children=children, **nothing)


def fresh(entry):
    """The entry with other numbers, so that a county may record it beside the others."""
    return replace(entry, accounts=(), people=tuple(replace(person, number=a_number(person.born, person.sex)) for person in entry.people))


def registered(county):
    village, clerk = VILLAGES[county], a_post(Role.COUNTY_PREPARER, county)
    return [
        commands.register_household(entry=replace(fresh(entry), village=village), by=clerk, at=AT, source="样例") for entry in described()
    ]


def village_years(county):
    entered, confirmed = (a_post(Role.COUNTY_REVIEWER, county), a_post(Role.COUNTY_SIGNER, county))
    common = {
        "source": "样例", "entered_at": AT, "entered_by": entered.user, "entered_staff_no": entered.staff_no, "confirmed_at": AT,
        "confirmed_by": confirmed.user, "confirmed_staff_no": confirmed.staff_no,
    }  # fmt: skip
    for year, poor, births, income, standard in ((2010, True, 0, None, None), (2011, None, 0, 980_000, None), (2012, True, 0, None, 20_000_000),
                                                 (2013, False, 1, 1_050_000, None), (2019, None, None, None, 1)):  # fmt: skip
        VillageYear.objects.create(
            division_code=VILLAGES[county], year=year, poor=poor, births_outside=births, income_per_person_fen=income,
            support_standard_fen=standard, revision=1, **common,
        )  # fmt: skip
    unconfirmed = {name: value for name, value in common.items() if not name.startswith("confirmed")}
    VillageYear.objects.create(division_code=VILLAGES[county], year=2014, births_outside=5, revision=1, **unconfirmed)


def by_batch(household, values):
    tables = facts.read([household.pk], since=date(2012, 1, 1), until=date(2018, 1, 1), one_off=())
    assert set(facts.names([household.pk])) == {person.name for person in family(household.pk).people}
    alone = rules.Alone(tables=tables, book=values, since=2012 * 12, until=2018 * 12, names=facts.names([household.pk]))
    ids = [f"person-{person}" for person in tables["persons"]["id"].tolist()]
    return answer.household(alone, ids=ids, since=2012 * 12, until=2018 * 12, paid=[])


def by_case(household, values):
    return rules.evaluate(cases.case_of(entry_of(family(household.pk)), since=SINCE, until=UNTIL), values=values)


def told(answers):
    """{(scheme, beneficiary): everything said}; the village speaks by one family alone."""
    said = {}
    for row in (*answers["entitlements"], *answers["refusals"]):
        if row["beneficiary"] != "village":
            said.setdefault((row["scheme"], row["beneficiary"]), []).append(row)
    return said


@pytest.mark.parametrize("county", VILLAGES)
def test_a_record_and_its_case_give_the_same_answers(county, an_official_value):
    with inside(county):
        for name, value in (("rural_minimum_living_line", "2400.00"), ("urban_minimum_living_line", "4800.00")):
            an_official_value(name, value, since=date(2012, 1, 1), place=county)
        village_years(county)
        households, values = registered(county), in_force(VILLAGES[county]).book
        answers = [(told(by_batch(household, values)), told(by_case(household, values))) for household in households]

    for batch, case in answers:
        assert batch == case
    assert {row.get("answer") for _, case in answers for rows in case.values() for row in rows} == {"no", "unknown", None}


def test_a_child_who_moved_out_makes_no_family_of_the_kind_in_a_trial_either():
    county = "520115000000"
    with inside(county):
        household = registered(county)[-1]
        case = cases.case_of(entry_of(family(household.pk)), since=SINCE, until=UNTIL)
        daughter = next(member for member in case["household"]["members"] if member["name"] == "刘芳")
        moved_back = copy.deepcopy(case)
        next(member for member in moved_back["household"]["members"] if member["name"] == "刘芳")["home"] = True

    away, at_home = trials.answer(case), trials.answer(moved_back)

    assert daughter["home"] is False
    assert "public_rental_housing" not in granted_or_open(away) and daughter["id"] not in beneficiaries(away)
    assert "public_rental_housing" in granted_or_open(at_home) and daughter["id"] in beneficiaries(at_home)


def granted_or_open(answers):
    """Schemes the household gets, or would if something were recorded."""
    rows = (*answers["entitlements"], *answers["refusals"])
    return {row["scheme"] for row in rows if row["beneficiary"] == "household" and row.get("answer") != "no"}


def beneficiaries(answers):
    return {row["beneficiary"] for row in (*answers["entitlements"], *answers["refusals"])}


def test_only_the_family_registered_first_speaks_for_its_village():
    county = "520115000000"
    with inside(county):
        village_years(county)
        households = registered(county)

        tables = facts.read([household.pk for household in households], since=date(2013, 1, 1), until=date(2014, 1, 1), one_off=())

    assert tables["villages"]["own"].tolist() == [True, False, False, False, False, False]
    assert tables["villages"]["poor"].tolist() == [False] * 6 and tables["villages"]["support_standard"].tolist() == [20_000_000] * 6
    assert len(tables["village_years"]) == 5 * len(households)
