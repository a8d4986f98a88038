"""The page says whatever the evaluation format says: a case shown as cells and read back is the same case, with the same answer."""
import json
from pathlib import Path

import pytest

from benefits.trials.form import reading, showing
from tests.rules import described, given, test_golden

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "rules" / "cases.json").read_text(encoding="utf-8"))}
SAYABLE = [number for number, case in CASES.items() if case["kind"] == "evaluate" and "error_at" not in case["expected"]]


def through_the_page(case):
    read = reading.read(showing.cells_of(case), names_of_places=lambda name: [])
    assert read.messages == []
    return read.case


@pytest.mark.parametrize("number", SAYABLE)
def test_a_case_through_the_page_is_the_same_case_with_the_same_answer(number):
    case = CASES[number]["input"]

    through = through_the_page(case)

    assert showing.canonical(through) == showing.canonical(case)
    assert given.evaluate(through) == given.evaluate(case)


def test_every_golden_case_can_be_typed():
    for scheme, place, family, values, entry in (case.values for case in test_golden.cases()):
        more = {"choices": entry.get("choices"), "paid": entry.get("paid", ())}
        case = described.case(place=place, window=entry["window"], family=family, values=described.text(values), **more)
        if "project_grants" in family:
            continue  # what a project approved is read from the project and nobody's to type

        assert showing.canonical(through_the_page(case)) == showing.canonical(case), (scheme, entry["title"])


def test_every_list_of_the_format_can_be_typed():
    through = through_the_page(WHOLE)

    assert showing.canonical(through) == WHOLE
    given.evaluate(through)


def test_what_is_not_touched_is_not_recorded():
    read = reading.read({"place": "520115", "from": "2014", "to": "2014", "adult-0-name": "样例甲"}, names_of_places=lambda name: [])

    assert read.messages == []
    assert read.case["household"] == {"members": [{"id": "person-1", "name": "样例甲"}]}
    assert (read.case["from"], read.case["to"]) == ("2014-01", "2014-12")


def test_a_code_the_cursor_passed_in_a_blank_row_makes_no_row():
    passed = {"couple-0-how": "1", "child-0-origin": "1", "adult-1-state": "1"}
    cells = {"place": "520115", "from": "2014", "to": "2014", "adult-0-name": "样例甲"} | passed

    household = reading.read(cells, names_of_places=lambda name: []).case["household"]

    assert household.keys() == {"members"}
    assert len(household["members"]) == 1


def test_none_is_said_of_everybody_else_or_of_one():
    cells = {
        "place": "520115", "from": "2014", "to": "2014", "adult-0-name": "样例甲", "adult-1-name": "样例乙",
        "none-couple": "1", "none-school": "1", "school-0-who": "adult-0", "school-0-since": "20130901", "school-0-stage": "2",
        "disability-0-who": "adult-1", "disability-0-none": "1",
    }  # fmt: skip

    first, second = reading.read(cells, names_of_places=lambda name: []).case["household"]["members"]

    assert first["school"] == [{"since": "2013-09-01", "stage": "junior"}]
    assert "disability" not in first
    assert (second["school"], second["disability"]) == ([], [])


@pytest.mark.parametrize("typed", ["1 2", "12", "1、2", "全户", "2 1"])
def test_members_are_named_by_their_numbers(typed):
    cells = {
        "place": "520115", "from": "2014", "to": "2014", "adult-0-name": "样例甲", "adult-1-name": "样例乙", "living-0-since": "2013-01-01",
        "living-0-members": typed,
    }  # fmt: skip

    (period,) = reading.read(cells, names_of_places=lambda name: []).case["household"]["minimum_living"]

    assert sorted(period["members"]) == ["person-1", "person-2"]


WHOLE = {
    "id": "all",
    "place": "520115",
    "from": "2014-01",
    "to": "2014-12",
    "household": {
        "members": [
            {
                "id": "husband", "name": "样例甲", "sex": "male", "born": "1965-03-02", "died": None,
                "hukou": [
                    {"since": "1965-03-02", "until": "2001-05-01", "kind": "rural"},
                    {"since": "2001-05-01", "until": "2003-01-01", "kind": "urban", "place": "370303"},
                    {"since": "2003-01-01", "kind": "rural"},
                ],
                "disability": [{"since": "2012-05-01", "grade": 2, "kind": "physical", "lost_labour": True, "certified": False}],
                "complication": [{"since": "2013-01-01", "until": "2014-06-01", "grade": 2, "certified": True}],
                "school": [{"since": "2013-09-01", "until": "2016-07-01", "stage": "junior"}],
                "admission": [{"on": "2013-08-20", "level": "bachelor", "full_time": True}],
                "exams": [{"on": "2013-06-20", "kind": "senior_entrance"}],
                "post": [{"since": "2012-01-01", "kind": "village_fp_director"}],
            },
            {"id": "wife", "sex": "female", "died": "2014-02-01", "disability": [], "hukou": [{"since": "1990-01-01", "kind": "rural"}]},
            {"id": "former", "home": False, "born": "1966-01-01", "hukou": [], "school": []},
            {"id": "daughter", "born": "1995-01-01", "hukou": [{"since": "1995-01-01", "kind": "rural"}]},
        ],
        "couples": [
            {"husband": "husband", "wife": "former", "married": "1985-05-01", "ended": "1987-01-01", "how": "divorced"},
            {"husband": "husband", "wife": "wife", "married": "1988-05-01", "ended": None, "how": None},
        ],
        "children": [
            {"child": "daughter", "parents": ["husband", "former"], "origin": "birth", "since": None, "within_policy": True, "custody": "former"},
            {"child": "daughter", "parents": ["wife"], "origin": "step", "since": "1996-01-01", "within_policy": False, "custody": None},
        ],
        "certificates": [{"kind": "only_child", "holder": "wife", "issued": "2011-05-10", "number": "样例0001"}],
        "minimum_living": [
            {"since": "2013-01-01", "until": "2015-01-01", "kind": "rural", "members": ["husband", "daughter"], "subsidy_month": "60.00"},
        ],
        "status": [{"kind": "fp_hardship", "since": "2012-01-01"}, {"kind": "gave_up_second_child", "on": "2012-03-01"}],
        "confirmations": [
            {"scheme": "complication_living_allowance", "beneficiary": "husband", "on": "2013-09-10"},
            {"scheme": "bereavement_lump_sum", "beneficiary": "household", "on": "2013-09-10"},
            {"scheme": "fewer_births_reward", "beneficiary": "couple:husband+wife", "on": "2013-09-10"},
        ],
        "income": [{"year": 2013, "other_per_person_month": "150.00"}],
        "housing": {"urban_area_per_person": "15.00", "middle_lower_income": True},
        "medical": [{"year": 2013, "member": "husband", "own_compliant_cost": "18000.00"}],
        "poverty_grants": [{"on": "2013-05-01", "kind": "industry", "standard": "3000.00"}],
        "support_received": [{"year": 2014, "amount": "3600.00"}],
    },
    "village": {
        "place": "520115102201", "poor": True, "income_per_person": {"2013": "9800.00"}, "out_of_policy_births": {"2010": 0, "2011": 0, "2013": 2},
        "support_standard": "200000.00",
    },
    "values": [
        {
            "place": "520100", "name": "rural_minimum_living_line", "since": "2013-01-01", "until": "2014-07-01", "value": "1800.00",
            "unit": "yuan per person per year", "cite": "样例", "clause": "一",
        },
    ],
    "choices": {"PC-11": "annual_full", "PC-28": "0.25"},
    "paid": [{"scheme": "rural_reward", "beneficiary": "husband", "from": "2014-01", "to": "2014-12", "amount": "960.00"}],
}  # fmt: skip
