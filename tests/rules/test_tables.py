"""The tables of a case: what is absent is not recorded, an empty list says that there is none."""
import pytest

from benefits.rules import case, facts, registry, tables
from tests.rules import described

COUPLE = {"husband": {"born": "1970-01-01"}, "wife": {"born": "1972-01-01"}}
ENTRIES = {
    "complication": {"since": "2013-01-01", "grade": 2, "certified": True},
    "school": {"since": "2013-09-01", "until": "2016-07-01", "stage": "junior"},
    "admission": {"on": "2013-08-20", "level": "bachelor", "full_time": True},
    "exams": {"on": "2013-06-20", "kind": "senior_entrance"},
    "post": {"since": "2012-01-01", "kind": "village_fp_director"},
}
LISTS = {
    "certificates": {"kind": "only_child", "holder": "wife", "issued": "2011-05-10"},
    "medical": {"year": 2013, "member": "wife", "own_compliant_cost": "18000.00"},
    "poverty_grants": {"on": "2013-05-01", "kind": "industry", "standard": "3000.00"},
    "support_received": {"year": 2014, "amount": "3600.00"},
}


def _tables(family, **more):
    return tables.of_case(case.read(described.case(place="520115", window=2013, family=family, **more), registry.money_names()))


@pytest.mark.parametrize("name", ENTRIES)
def test_a_list_of_a_member_is_recorded_none_or_not_recorded(name):
    entered = _tables({"wife": {"born": "1972-01-01", name: [ENTRIES[name]]}})
    none = _tables({"wife": {"born": "1972-01-01", name: []}})
    absent = _tables({"wife": {"born": "1972-01-01"}})

    assert [rows["persons"][f"{name}_recorded"].tolist() for rows in (entered, none, absent)] == [[True], [True], [False]]
    assert [len(rows[name]) for rows in (entered, none, absent)] == [1, 0, 0]
    for column, kind in facts.TABLES[name].columns.items():
        assert not kind.nullable or entered[name][f"{column}_recorded"].all()


@pytest.mark.parametrize("name", ["certificates", "medical"])
def test_a_list_of_the_household_that_speaks_of_members_is_complete_only_when_it_names_them(name):
    unnamed = {key: value for key, value in LISTS[name].items() if key not in ("holder", "member")}

    assert _tables(COUPLE | {name: [LISTS[name]]})[name]["person"].tolist() == [1]
    assert _tables(COUPLE | {name: [LISTS[name]]})["persons"][f"{name}_recorded"].all()
    assert not _tables(COUPLE | {name: [LISTS[name], unnamed]})["persons"][f"{name}_recorded"].any()


@pytest.mark.parametrize("name", ["poverty_grants", "support_received"])
def test_a_list_of_the_household(name):
    assert _tables(COUPLE | {name: [LISTS[name]]})["households"][f"{name}_recorded"].tolist() == [True]
    assert len(_tables(COUPLE | {name: [LISTS[name]]})[name]) == 1
    assert not _tables(COUPLE)["households"][f"{name}_recorded"].any()


def test_the_village_comes_with_its_years():
    village = {
        "place": "520115102201", "poor": True, "income_per_person": {"2012": "5200.00", "2013": "5600.00"}, "out_of_policy_births": {"2012": 0},
        "support_standard": "200000.00",
    }  # fmt: skip

    rows = _tables(COUPLE, village=village)

    assert rows["households"]["village_recorded"].tolist() == [True]
    assert (rows["villages"]["place"].tolist(), rows["villages"]["support_standard"].tolist()) == ([520115102201], [200_000_00])
    years = rows["village_years"][["year", "income_per_person", "out_of_policy_births_recorded"]]
    assert years.tolist() == [(2012, 5200_00, True), (2013, 5600_00, False)]


def test_housing_is_recorded_figure_by_figure():
    rows = _tables(COUPLE | {"housing": {"urban_area_per_person": "15.00"}})["households"]

    assert rows[["urban_area_per_person", "urban_area_per_person_recorded", "middle_lower_income_recorded"]].tolist() == [(1500, True, False)]


def test_a_confirmation_and_a_payment_speak_of_a_member_a_couple_or_the_household():
    whose = ["wife", "couple:husband+wife", "household", "couple:wife+husband"]

    rows = _tables(
        COUPLE | {"confirmations": [{"scheme": "fewer_births_reward", "beneficiary": who, "on": "2012-05-05"} for who in whose]},
        paid=[{"scheme": "fewer_births_reward", "beneficiary": who, "from": "2011-05", "to": "2011-05", "amount": "1.00"} for who in whose],
    )

    for name in ("confirmations", "given"):
        assert rows[name][["person", "couple"]].tolist() == [(1, -1), (-1, 0), (-1, -1)], "a couple is named husband first"
