"""What an answer says: conditions in the order of the document, each with its clause, what was found, what is missing and from when."""
import json
import re

import pytest

from benefits import rules
from tests.rules import chance, described, english, gaps, given

YOUNG = {"husband": {"born": "1965-03-12"}, "wife": {"born": "1970-02-28"}, "children": [{"id": "son", "sex": "male", "born": "1995-04-01"}]}
LOST = {**YOUNG, "children": [{"id": "son", "sex": "male", "born": "1995-04-01", "died": "2012-05-05"}]}


def _condition(row, words):
    return next(condition for condition in row["conditions"] if words in condition["text"])


def test_an_age_not_yet_reached_says_when():
    answer = given.evaluate(described.case(place="210100", window=2013, family=LOST))

    reward, special = (given.refusal(answer, scheme, "husband") for scheme in ("rural_reward", "special_assistance_death"))
    assert _condition(reward, "年满60周岁") | {"cite": ""} == {
        "text": "年满60周岁", "met": "no", "because": "husband 2025-03-12 年满 60 周岁", "cite": "", "when": "2025-03-12",
    }  # fmt: skip
    assert _condition(special, "女方年满49周岁")["when"] == "2019-02-28"
    assert all("when" not in condition for row in (reward, special) for condition in row["conditions"] if condition["met"] == "yes")


def test_a_condition_cites_the_document_of_its_value():
    answer = given.evaluate(described.case(place="520115", window="2013-08", family=LOST))

    reward = given.refusal(given.evaluate(described.case(place="210100", window=2013, family=YOUNG)), "rural_reward", "husband")
    assert _condition(reward, "年满60周岁")["cite"] == "国人口发〔2004〕39号 条件四"
    assert _condition(reward, "农业户口")["cite"] == "国人口发〔2004〕39号 条件一"
    assert given.refusal(answer, "bereavement_lump_sum", "household")["conditions"][1]["cite"] == "筑委厅字〔2013〕89号 三(二)12"


def test_a_place_without_the_scheme_says_so_and_nothing_else():
    answer = given.evaluate(described.case(place="210100", window=2013, family=YOUNG))

    refused = given.refusal(answer, "minimum_living_uplift", "wife")
    assert refused["answer"] == "no"
    assert [condition["because"] for condition in refused["conditions"]] == ["本地没有这个项目的文件"]


def test_without_the_wedding_day_the_age_is_told_between_two_days_and_never_as_nobody_s():
    family = {"husband": {"born": "1950-01-01"}, "wife": {"born": "1952-05-10"}, "children": [
        {"id": "son", "sex": "male", "born": "1978-03-03", "disability": [{"since": "2000-01-01", "grade": 2}]}]}  # fmt: skip
    case = described.case(place="210100", window="2014-03", family=family)
    del case["household"]["couples"][0]["married"]

    granted = given.entitlement(given.evaluate(case), "special_assistance_disability", "husband")
    case["household"]["members"][1]["born"] = "1975-05-10"
    unknown = given.refusal(given.evaluate(case), "special_assistance_disability", "husband")

    assert _condition(granted, "女方年满49周岁")["because"] == "最早 1999-01-01、最迟 2001-05-10 年满 49 周岁"
    assert _condition(unknown, "女方年满49周岁")["because"] == "未录入husband的结婚日期"


def test_a_place_outside_the_area_says_so():
    answer = given.evaluate(described.case(place="520115", window=2013, family=YOUNG))

    refused = given.refusal(answer, "fewer_births_reward", "couple:husband+wife")
    assert (refused["answer"], _condition(refused, "实施范围")["because"]) == ("no", "不在实施范围内")


def test_a_missing_value_names_place_value_and_day():
    answer = given.evaluate(described.case(place="410802", window="2018-03", family={**LOST, "wife": {"born": "1960-01-01"}}))

    refused = given.refusal(answer, "special_assistance_death", "wife")
    assert refused["answer"] == "unknown"
    assert refused["unknown"] == [{
        "name": "special_assistance_death.rate at 410802 on 2018-03-01", "fact": "special_assistance_death.rate", "of": "410802", "day": "2018-03-01",
        "text": "410802 在 2018-03-01 没有 special_assistance_death.rate 的数值",
    }]  # fmt: skip
    assert given.refusal(answer, "special_assistance_death", "son")["answer"] == "no"


def test_the_sum_shows_how_it_was_worked_out():
    line = [{"name": "rural_minimum_living_line", "since": "2013-01-01", "value": "1800.00", "unit": "yuan per person per year"}]
    allowance = [{"since": "2013-01-01", "until": None, "kind": "rural", "members": ["husband"], "subsidy_month": "60.00"}]
    uplift = given.evaluate(described.case(place="520115", window=2014, values=line, family={**YOUNG, "minimum_living": allowance}))
    lump = given.evaluate(described.case(place="520115", window=2013, family={**LOST, "children": [{**LOST["children"][0], "died": "2013-08-08"}]}))
    special = given.evaluate(described.case(place="410802", window=2012, family={**LOST, "wife": {"born": "1960-01-01"}}))
    reward = given.evaluate(described.case(place="410802", window=2012, family={**YOUNG, "husband": {"born": "1950-01-01"}}))

    sums = {
        ("minimum_living_uplift", "husband"): (uplift, "1800.00 ÷ 12 × 20% × 12 = 360.00"),
        ("bereavement_lump_sum", "household"): (lump, "30000.00 + 20000.00 = 50000.00"),
        ("special_assistance_death", "wife"): (special, "（135.00 + 20.00） × 8 = 1240.00"),
    }
    for (scheme, who), (answer, said) in sums.items():
        assert given.entitlement(answer, scheme, who)["sum"] == said
    assert given.entitlement(reward, "rural_reward", "husband")["sum"].endswith(" = 960.00")


def test_values_used_are_shown_with_place_document_and_quality():
    answer = given.evaluate(described.case(place="410802", window=2012, family={**LOST, "wife": {"born": "1960-01-01"}}))

    values = given.entitlement(answer, "special_assistance_death", "wife")["values"]
    assert [(value["name"], value["place"], value["value"], value["quality"]) for value in values] == [
        ("special_assistance_death.rate", "000000", "135.00", "normative"), ("special_assistance_death.supplement", "410800", "20.00", "reported"),
    ]  # fmt: skip
    assert values[0]["cite"] == "财教〔2011〕623号"


def test_the_readings_used_are_shown_and_only_those():
    tier = [{"name": "minimum_living_subsidy_tier", "since": "2012-01-01", "value": "50.00", "unit": "yuan per person per month"}]
    family = {
        **YOUNG, "minimum_living": [{"since": "2013-01-01", "until": None, "kind": "rural", "members": ["wife"], "subsidy_month": "60.00"}],
        "status": [{"kind": "fp_hardship", "since": "2012-01-01"}],
    }  # fmt: skip

    choices = given.entitlement(
        given.evaluate(described.case(place="370303", window=2013, values=tier, family=family)), "minimum_living_uplift", "wife"
    )["choices"]

    assert choices["PC-09"] == "pct20"
    assert choices["PC-10"] == "county_tier"
    assert "PC-33" not in choices


def test_people_are_called_by_name_where_it_is_known():
    case = described.case(place="210100", window=2013, family=LOST)
    case["household"]["members"][0]["name"] = "样例甲"

    told = json.dumps(given.evaluate(case), ensure_ascii=False)

    assert "样例甲 在世" in told
    assert "husband 在世" not in told


def test_unknown_and_granted_stand_side_by_side():
    answer = given.evaluate(described.case(place="210100", window="2021-12..2022-02", family={**LOST, "wife": {"born": "1960-01-01"}}))

    granted, refused = (find(answer, "special_assistance_death", "wife") for find in (given.entitlement, given.refusal))
    assert (granted["from"], granted["to"], granted["amount"]) == ("2022-01", "2022-02", "900.00")
    assert (refused["answer"], refused["from"], refused["to"]) == ("unknown", "2021-12", "2021-12")


def test_nothing_is_taken_back_for_months_that_are_unknown():
    paid = [{"scheme": "special_assistance_death", "beneficiary": "wife", "from": "2021-01", "to": "2022-12", "amount": "1.00"}]

    answer = given.evaluate(described.case(place="210100", window="2021-01..2022-12", family={**LOST, "wife": {"born": "1960-01-01"}}, paid=paid))

    assert answer["differences"] == []


def test_the_income_for_minimum_living_is_published_where_the_document_says_what_does_not_count():
    family = {**YOUNG, "income": [{"year": 2013, "other_per_person_month": "150.00"}, {"year": 2019, "other_per_person_month": "160.00"}]}

    zibo, jinta = (given.evaluate(described.case(place=place, window="2012-01..2019-12", family=family)) for place in ("370303", "620921"))

    assert [(row["value"], row["cite"]) for row in zibo["calculations"]] == [("150.00", "淄政办发〔2012〕74号 三(三)")]
    assert jinta["calculations"] == []


@pytest.mark.parametrize("seed", range(7000, 7040))
def test_every_answer_can_be_read(seed):
    case, _ = gaps.holes(chance.family(seed), seed, seed % 3)

    answer = given.evaluate(case)

    people = [member["id"] for member in case["household"]["members"]]
    for row in (*answer["entitlements"], *answer["refusals"]):
        assert row["scheme"] in rules.SCHEMES
        assert row["beneficiary"] in [*people, "household", "village"] or row["beneficiary"].startswith("couple:")
        for condition in row["conditions"]:
            assert condition["text"] and condition["because"], condition
            assert condition["met"] in ("yes", "no", "unknown")
            assert (condition["met"] == "unknown") == ("unknown" in condition)
            assert not re.search(r"None|\bnan\b|1970-01-01|[<>{}]", condition["because"] + condition["text"]), condition
    for row in answer["entitlements"]:
        assert {condition["met"] for condition in row["conditions"]} == {"yes"}
        if row["amount"] is None:
            assert row["sum"].startswith(("文件未写明金额", "不涉及金额"))
            continue
        assert re.fullmatch(r".+ = [0-9]+\.[0-9]{2}", row["sum"]), row["sum"]
        parts = [float(part["amount"]) for part in row["parts"]]
        assert (parts[-1] if row["parts"][-1]["per"] == "standing" else sum(parts)) == pytest.approx(float(row["amount"]), abs=0.001)
    for row in answer["refusals"]:
        assert row["answer"] == ("unknown" if "unknown" in row else "no")
        assert given.unmet(row) is not None
    assert json.loads(json.dumps(answer)) == answer
    assert english.left_in_chinese(answer) == []
