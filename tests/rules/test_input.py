"""Every unusable input is refused with the place where it stands."""
import copy
import json

import pytest

from benefits import rules
from benefits.rules import Unusable
from tests.rules import given

CASE = {
    "id": "GY-01", "place": "520115", "from": "2014-01", "to": "2014-12",
    "household": {
        "members": [
            {"id": "husband", "name": "样例甲", "sex": "male", "born": "1965-03-02", "died": None,
             "hukou": [{"since": "1965-03-02", "kind": "rural", "place": None}],
             "disability": [{"since": "2012-05-01", "grade": 2, "kind": "physical", "lost_labour": True, "certified": True}],
             "complication": [{"since": "2013-01-01", "grade": 2, "certified": True}],
             "school": [{"since": "2013-09-01", "until": "2016-07-01", "stage": "junior"}],
             "admission": [{"on": "2013-08-20", "level": "bachelor", "full_time": True}],
             "exams": [{"on": "2013-06-20", "kind": "senior_entrance"}],
             "post": [{"since": "2012-01-01", "kind": "village_fp_director"}]},
            {"id": "wife", "sex": "female", "born": "1967-03-02"},
            {"id": "daughter", "sex": "female", "born": "1990-03-02"},
        ],
        "couples": [{"husband": "husband", "wife": "wife", "married": "1988-05-01", "ended": None, "how": None}],
        "children": [{"child": "daughter", "parents": ["husband", "wife"], "origin": "birth", "since": None, "within_policy": True, "custody": None}],
        "certificates": [{"kind": "only_child", "holder": "wife", "issued": "2011-05-10", "number": "样例0001"}],
        "minimum_living": [{"since": "2013-01-01", "kind": "rural", "members": ["husband", "wife"], "subsidy_month": "60.00"}],
        "status": [{"kind": "fp_hardship", "since": "2012-01-01"}, {"kind": "gave_up_second_child", "on": "2012-05-10"}],
        "confirmations": [{"scheme": "complication_living_allowance", "beneficiary": "husband", "on": "2013-09-10"}],
        "income": [{"year": 2013, "other_per_person_month": "150.00"}],
        "housing": {"urban_area_per_person": "15.00", "middle_lower_income": True},
        "medical": [{"year": 2013, "member": "husband", "own_compliant_cost": "18000.00"}],
        "poverty_grants": [{"on": "2013-05-01", "kind": "industry", "standard": "3000.00"}],
        "support_received": [{"year": 2014, "amount": "3600.00"}],
    },
    "village": {"place": "520115102201", "poor": True, "income_per_person": {"2013": "9800.00"},
                "out_of_policy_births": {"2010": 0, "2011": 0, "2012": 0}, "support_standard": "200000.00"},
    "values": [{"place": "520100", "name": "rural_minimum_living_line", "since": "2013-01-01", "value": "1800.00",
                "unit": "yuan per person per year", "cite": "样例"}],
    "choices": {"PC-11": "annual_full", "PC-28": "0.5"},
    "paid": [{"scheme": "rural_reward", "beneficiary": "husband", "from": "2014-01", "to": "2014-12", "amount": "960.00"}],
}  # fmt: skip
class Gone:
    """Marks a key to leave out; printed the same in every process, for it names tests."""

    def __repr__(self):
        return "gone"


GONE = Gone()
WRONG = {
    # what is there but may not be
    "place": ["52011", "5201150000001", "5201x5", 520115, None], "from": ["2014", "2014-13", "2014-1", "0001-01", None], "to": ["2013-12", "2099-01"],
    "extra": [1], "household.extra": [[]], "household.members[0].extra": [1], "household.members[0].hukou[0].extra": [1],
    "household.couples[0].extra": [1], "village.extra": [1], "values[0].extra": [1], "paid[0].extra": [1],
    # what has to be there
    "household": [GONE, None, []], "household.members": [GONE, None, {}], "household.members[1].id": [GONE, "", "husband", 7],
    "values[0].unit": [GONE, "yuan", "yuan per month"], "paid[0].amount": [GONE, "960", "-960.00", 960],
    # dates
    "household.members[2].born": ["1990-02-30", "1990-2-3", "1990", None, 19900303, "1990-03-02T00:00", "0990-03-02", "9990-03-02"],
    "household.members[0].died": ["1965-03-01", "", False], "household.members[0].hukou[0].since": ["1965-00-01", None],
    "household.members[0].hukou[0].until": ["1965-03-02", "1960-01-01"], "household.members[0].school[0].until": ["2013-09-01"],
    "household.couples[0].ended": ["1988-04-30"], "household.minimum_living[0].until": ["2012-12-31"],
    # codes
    "household.members[0].sex": ["m", None, 0], "household.members[0].disability[0].grade": [0, 5, "2", True, 2.0],
    "household.members[0].disability[0].kind": ["limb"], "household.members[0].school[0].stage": ["kindergarten"],
    "household.members[0].admission[0].level": ["master"], "household.members[0].exams[0].kind": ["college_entrance"],
    "household.members[0].post[0].kind": ["mayor"], "household.members[0].complication[0].certified": ["yes", 1, None],
    "household.couples[0].how": ["ended"], "household.children[0].origin": ["born", None], "household.children[0].within_policy": [None, "true"],
    "household.certificates[0].kind": ["two_girls"], "household.minimum_living[0].kind": ["city"], "household.status[0].kind": ["poor", None],
    "household.poverty_grants[0].kind": ["cash"], "household.confirmations[0].scheme": ["rural_rewards"], "paid[0].scheme": ["reward"],
    # money and counts
    "household.minimum_living[0].subsidy_month": ["60", "60.0", 60, "60.005", "-60.00", "1e3", None],
    "household.housing.urban_area_per_person": ["15"], "village.income_per_person.2013": ["9800"],
    "village.out_of_policy_births.2010": ["0", -1, 1.5],
    "household.income[0].year": ["2013", 13, True], "values[0].value": ["1800", 1800, None],
    # names of members
    "household.couples[0].wife": ["nobody", "husband"], "household.children[0].parents[1]": ["nobody", "husband"],
    "household.children[0].child": ["nobody"], "household.children[0].custody": ["nobody"], "household.certificates[0].holder": ["nobody"],
    "household.minimum_living[0].members[0]": ["nobody"], "household.medical[0].member": ["nobody"],
    "household.confirmations[0].beneficiary": ["nobody", "couple:husband+nobody"], "paid[0].beneficiary": ["nobody"],
    # policies
    "values[0].name": ["dibao", "rural_reward.rates"], "choices.PC-11": ["yearly", None, 1], "choices.PC-26": ["inclusive"],
    "choices.PC-28": ["1.5", "0", 0.5], "choices.PC-99": ["x"], "paid[0].to": ["2013-12"],
}  # fmt: skip


def _changed(path, value):
    case = copy.deepcopy(CASE)
    steps = path.replace("[", ".[").split(".")
    place = case
    for step in steps[:-1]:
        place = place[int(step[1:-1])] if step.startswith("[") else place[step]
    last = int(steps[-1][1:-1]) if steps[-1].startswith("[") else steps[-1]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return case


def test_the_example_of_the_format_is_calculated():
    answer = given.evaluate(CASE)

    assert answer["id"] == "GY-01"
    assert set(answer) == {"id", "entitlements", "refusals", "differences", "calculations"}
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in WRONG.items() for value in values], ids=lambda part: str(part)[:50])
def test_what_is_wrong_is_named_by_its_place(path, value):
    with pytest.raises(Unusable) as refused:
        given.evaluate(_changed(path, value))

    assert refused.value.place == path or (path == "to" and refused.value.place == "to")
    assert refused.value.sentence.endswith("。")
    assert str(refused.value) == f"{path}：{refused.value.sentence}"


@pytest.mark.parametrize("whole", [None, [], "case", 1])
def test_what_is_no_case_is_refused(whole):
    with pytest.raises(Unusable):
        given.evaluate(whole)


def _every_key(value, path=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}.{key}".lstrip(".")
            yield from _every_key(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _every_key(item, f"{path}[{n}]")


@pytest.mark.parametrize("path", [path for path in _every_key(CASE) if path not in ("choices", "values", "paid", "village", "household")])
def test_a_key_that_is_absent_is_not_recorded_or_is_asked_for_by_its_place(path):
    try:
        answer = given.evaluate(_changed(path, GONE))
    except Unusable as refused:
        assert refused.place == path
    else:
        assert answer["id"] in ("GY-01", None)


def test_a_place_may_have_six_to_twelve_digits():
    codes = ("520115", "5201150", "520115102", "520115102201")
    answers = [rules.evaluate({**CASE, "place": place}, values=given.book())["entitlements"] for place in codes]

    assert all([(row["scheme"], row["amount"]) for row in answer] == [(row["scheme"], row["amount"]) for row in answers[0]] for answer in answers)


def test_a_place_not_on_file_has_the_nations_alone():
    answer = given.evaluate({**CASE, "place": "999999"})

    assert given.refusal(answer, "minimum_living_uplift", "wife")["conditions"][0]["because"] == "本地没有这个项目的文件"


def test_values_brought_along_win_over_those_on_file_and_only_for_this_case():
    value = {"place": "000000", "name": "rural_reward.rate", "since": "2014-01-01", "value": "1200.00", "cite": "样例"}
    value["unit"] = "yuan per person per year"
    case = _changed("household.members[0].born", "1950-03-02") | {"values": [value]}
    case["household"]["members"][0]["disability"] = case["household"]["members"][2]["disability"] = []
    case["household"]["members"][2] |= {"died": None, "disability": []}
    case["household"]["members"][1] |= {"died": None, "hukou": [{"since": "1967-03-02", "kind": "rural"}]}

    assert given.entitlement(given.evaluate(case), "rural_reward", "husband")["amount"] == "1200.00"
    assert given.entitlement(given.evaluate(case | {"values": []}), "rural_reward", "husband")["amount"] == "960.00"
