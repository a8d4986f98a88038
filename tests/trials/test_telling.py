"""How an answer is told: what is owed in yuan, without a figure, in kind; sources that cannot be paid; reasons said once."""
from decimal import Decimal

import pytest

from benefits.trials import comparing, telling
from benefits.trials.form import drawing

CASE = {
    "place": "520115", "from": "2014-01", "to": "2014-12",
    "household": {"members": [{"id": "husband", "name": "样例甲"}, {"id": "wife", "name": "样例乙"}]},
}  # fmt: skip
MET = {"text": "本地在执行这个项目", "met": "yes", "because": "", "cite": "样例〔2013〕1号"}


def granted(amount="960.00", unit="yuan", scheme="rural_reward", beneficiary="husband", quality="normative", **more):
    value = {"name": "rural_reward.rate", "value": "960.00", "unit": "yuan per person per year", "place": "000000", "since": "2012-01-01"}
    row = {
        "scheme": scheme, "beneficiary": beneficiary, "from": "2014-01", "to": "2014-12", "amount": amount, "unit": unit, "floor": False, "parts": [],
        "funds": [], "conditions": [MET], "values": [value | {"cite": "样例", "quality": quality}], "choices": {}, "sum": "",
    }  # fmt: skip
    return row | more


def refused(beneficiary, *conditions, scheme="rural_reward", answer="no", **more):
    return {"scheme": scheme, "beneficiary": beneficiary, "answer": answer, "conditions": [MET, *conditions]} | more


def unmet(text="年满60周岁", because="", **more):
    return {"text": text, "met": "no", "because": because, "cite": "样例"} | more


def answer(*rows):
    return {
        "entitlements": [row for row in rows if "amount" in row], "refusals": [row for row in rows if "answer" in row], "differences": [],
        "calculations": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "group", "words"),
    [
        (granted(), "owed", "960.00 元"),
        (granted("12345.60"), "owed", "12,345.60 元"),
        (granted(None), "unpriced", "由县级文件确定"),
        (granted("10.00", "points"), "in_kind", "10 分"),
        (granted("260.00", "square metres"), "in_kind", "260 平方米"),
        (granted(None, "priority"), "in_kind", "优先"),
    ],
)
def test_what_is_granted_stands_in_its_group_with_its_figure(row, group, words):
    told = telling.told(answer(row), CASE)

    (shown,) = getattr(told, group)
    assert shown.amount == words
    assert sum(len(getattr(told, name)) for name in ("owed", "unpriced", "in_kind")) == 1
    assert told.total == (Decimal(row["amount"]) if group == "owed" else 0)


def test_what_rests_on_a_report_is_owed_but_not_payable():
    told = telling.told(answer(granted(quality="reported"), granted("100.00", beneficiary="wife")), CASE)

    assert [row.payable for row in told.owed] == [False, True]
    assert (told.total, told.not_payable) == (Decimal("1060.00"), Decimal("960.00"))


def test_who_is_refused_by_the_same_condition_is_named_together():
    told = telling.told(answer(refused("husband", unmet(because="甲 59 岁")), refused("wife", unmet(because="乙 57 岁"))), CASE)

    ((scheme,), (reason,)) = told.no, told.no[0].reasons
    assert scheme.title == "农村部分计划生育家庭奖励扶助"
    assert (reason["who"], reason["found"]) == ("样例甲、样例乙", ["甲 59 岁", "乙 57 岁"])


def test_who_only_has_to_wait_is_told_the_day_and_others_are_refused():
    told = telling.told(answer(refused("husband", unmet(when="2026-03-02")), refused("wife", unmet(when="2026-08-11"), unmet("农业户口"))), CASE)

    assert [reason["reason"]["when"] for reason in told.not_yet[0].reasons] == ["2026-03-02"]
    assert [reason["who"] for reason in told.no[0].reasons] == ["样例乙"]


def test_what_the_place_does_not_carry_out_is_said_once():
    here = unmet("本地在执行这个项目", "本地没有这个项目的文件")
    rows = [{"scheme": "exam_bonus", "beneficiary": who, "answer": "no", "conditions": [here]} for who in ("husband", "wife")]

    assert len(telling.told(answer(*rows), CASE).absent) == 1


def test_what_is_missing_names_the_fact_and_its_cell():
    facts = [{"name": "hukou of 样例乙", "fact": "hukou", "of": "样例乙", "text": "未录入样例乙的户口"}]
    facts.append({"name": "x", "fact": "rural_minimum_living_line", "of": "520115", "day": "2014-01-01", "text": "x"})
    told = telling.told(answer(refused("wife", unmet(), answer="unknown", unknown=facts)), CASE)

    items = told.missing[0].reasons[0]["reason"]["lacking"]
    assert [(item["text"], item["focus"]) for item in items] == [
        ("未录入样例乙的户口", "adult-1-hukou"),
        ("520115 在 2014-01-01 没有“农村低保标准”的数值", "value-0-name=rural_minimum_living_line"),
    ]


@pytest.mark.parametrize(
    ("fact", "cell"),
    [
        ("certificates", "certificate-0-kind"),
        ("minimum_living.subsidy_month", "living-0-subsidy_month"),
        ("housing.middle_lower_income", "housing-0-middle_lower_income"),
        ("village.poor", "village-0-poor"),
        ("village.out_of_policy_births", "year-0-out_of_policy_births"),
        ("nothing.known", ""),
    ],
)
def test_every_fact_has_its_cell(fact, cell):
    assert drawing.cell_of({"fact": fact, "of": "household"}, CASE) == cell


def test_a_target_is_told_beside_its_figure():
    row = {"name": "support_target", "beneficiary": "household", "value": "812.50", "unit": "yuan per person per year", "cite": "样例"}
    told = telling.told(answer() | {"calculations": [row | {"targets": [{"value": "800.00", "met": "yes"}]}]}, CASE)

    (shown,) = told.calculations
    assert (shown["title"], shown["value"], shown["who"]) == ("补助照顾资金人均水平", "812.50", "全户")


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (refused("husband", unmet()), granted("480.00"), "+480.00"),
        (granted("960.00"), refused("husband", unmet()), "−960.00"),
        (granted("960.00"), granted("480.00"), "−480.00"),
        (granted("960.00"), refused("husband", unmet(), answer="unknown"), "—"),
        (granted("960.00"), granted(None), "—"),
    ],
)
def test_a_change_is_told_before_and_after(before, after, difference):
    (row,) = comparing.changes(answer(before), answer(after), CASE).rows

    assert (row.who, row.difference_words) == ("样例甲", difference)


def test_what_stays_is_no_change():
    assert comparing.changes(answer(granted()), answer(granted()), CASE).rows == []
