"""The support target of a household (筑委厅字〔2013〕89号 二): what it received ÷ its people, against 800 yuan and a share of the income."""
import pytest

from tests.rules import described, given

FARMERS = [{"place": "520100", "name": "rural_net_income_per_person", "since": "2015-01-01", "value": "8488.00", "unit": "yuan per person per year"}]
TOWNSPEOPLE = [
    {"place": "520100", "name": "urban_disposable_income_per_person", "since": "2015-01-01", "value": "24000.00", "unit": "yuan per person per year"}
]
FAMILY = {
    "husband": {"born": "1970-03-02"}, "wife": {"born": "1972-08-11"},
    "children": [{"id": "girl", "sex": "female", "born": "1995-04-04"}, {"id": "second", "sex": "female", "born": "1999-09-09"}],
}  # fmt: skip


def _target(received, *, window=2015, values=FARMERS, choices=None, family=FAMILY, **more):
    """The calculation of the year, or None."""
    case = described.case(place="520115", window=window, values=values, choices=choices, family={
        **family, "support_received": [{"year": 2015, "amount": amount} for amount in received], **more})  # fmt: skip
    found = [row for row in given.evaluate(case)["calculations"] if row["name"] == "support_target"]
    assert len(found) < 2
    return found[0] if found else None


def _met(target):
    return [(row["value"], row["met"]) for row in target["targets"]]


def test_what_was_received_is_divided_by_the_living_members():
    target = _target(["3600.00"])

    assert (target["value"], target["unit"], target["cite"]) == ("900.00", "yuan per person per year", "筑委厅字〔2013〕89号 二")
    assert target["because"] == "3600.00 ÷ 4 人"
    assert _met(target) == [("800.00", "yes"), ("848.80", "yes")]  # 8488 × 10 %


def test_what_was_received_several_times_is_added_up():
    assert _target(["3000.00", "600.00"])["value"] == "900.00"


@pytest.mark.parametrize(("received", "met"), [("3199.99", "no"), ("3200.00", "yes")])
def test_the_figure_itself_is_reached(received, met):
    target = _target([received])

    assert target["value"] == "800.00"  # 799.9975, half up: compared exactly, shown rounded
    assert _met(target)[0] == ("800.00", met)


def test_who_died_by_the_end_of_the_year_is_not_counted():
    family = {**FAMILY, "husband": {"born": "1970-03-02", "died": "2015-12-31"}}

    assert _target(["3600.00"], family=family)["because"] == "3600.00 ÷ 3 人"


def test_who_died_after_the_year_is():
    family = {**FAMILY, "husband": {"born": "1970-03-02", "died": "2016-01-01"}}

    assert _target(["3600.00"], family=family)["because"] == "3600.00 ÷ 4 人"


def test_a_household_of_the_town_is_measured_by_the_disposable_income():
    urban = {who: {**FAMILY[who], "hukou": "urban"} for who in ("husband", "wife")}
    family = {**FAMILY, **urban, "children": [{**child, "hukou": "urban"} for child in FAMILY["children"]]}

    assert _met(_target(["4800.00"], values=TOWNSPEOPLE, family=family)) == [("800.00", "yes"), ("1200.00", "yes")]  # 24000 × 5 %


def test_half_of_the_members_in_the_country_is_a_household_of_the_country():
    family = {**FAMILY, "husband": {"born": "1970-03-02", "hukou": "urban"}, "wife": {"born": "1972-08-11", "hukou": "urban"}}

    assert _met(_target(["3600.00"], family=family))[1] == ("848.80", "yes")


def test_by_those_who_receive_something():
    unwell = [{"since": "2013-01-01", "grade": 2, "certified": True}]
    family = {**FAMILY, "wife": {"born": "1972-08-11", "complication": unwell}}

    assert _target(["3600.00"], family=family, choices={"PC-30": "recipients"})["because"] == "3600.00 ÷ 1 人"
    assert _target(["3600.00"], family=family)["because"] == "3600.00 ÷ 4 人"


def test_without_the_income_the_second_target_is_unknown_and_says_so():
    target = _target(["3600.00"], values=())

    assert _met(target) == [("800.00", "yes"), (None, "unknown")]
    assert target["targets"][1]["because"] == "520115 在 2015-12-31 没有 rural_net_income_per_person 的数值"


def test_a_death_or_a_hukou_that_is_not_recorded_leaves_the_targets_unknown():
    case = described.case(place="520115", window=2015, values=FARMERS, family={**FAMILY, "support_received": [{"year": 2015, "amount": "3600.00"}]})
    del case["household"]["members"][1]["died"]
    target = next(row for row in given.evaluate(case)["calculations"] if row["name"] == "support_target")

    assert target["value"] is None
    assert [row["met"] for row in target["targets"]] == ["unknown", "unknown"]


def test_part_of_a_year_another_year_and_another_place_say_nothing():
    assert _target(["3600.00"], window="2015-01..2015-11") is None
    assert _target(["3600.00"], window=2014) is None
    assert _target([]) is None
    elsewhere = described.case(place="410802", window=2015, family={**FAMILY, "support_received": [{"year": 2015, "amount": "3600.00"}]})
    assert given.evaluate(elsewhere)["calculations"] == []
