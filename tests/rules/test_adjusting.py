"""How the readings of the register change a proposal of the dynamic adjustment: 筑委厅字〔2013〕89号 三(一)."""
import pytest

from benefits import rules
from tests.rules import given

ALLOWANCE, PROVINCE = "complication_living_allowance.grade_2", "bereavement_lump_sum.province"


def proposal(**choices):
    """The year 2013 of 100 → 114 → 130, which is 30 % exactly, for 1,000 of the city and 30,000 of the province."""
    index = [{"year": 2011, "value": "100"}, {"year": 2012, "value": "114"}, {"year": 2013, "value": "130"}]
    standards = [{"name": ALLOWANCE, "value": "1001.00"}, {"name": PROVINCE, "value": "30000.00"}]
    asked = {"place": "520100", "base_year": 2011, "index": index, "standards": standards}
    asked["choices"] = {name.replace("_", "-"): reading for name, reading in choices.items()}
    return rules.adjusted(asked, values=given.book())["years"][-1]


def new(row):
    return {standard["name"]: standard["new"] for standard in row["standards"]}


def test_growth_as_a_sum_of_years_stays_below_what_the_index_reaches():
    assert (proposal()["growth"], proposal()["reached"]) == ("0.300000", True)
    assert (proposal(PC_19="arithmetic_sum")["growth"], proposal(PC_19="arithmetic_sum")["reached"]) == ("0.280351", False)  # 14 % + 14.0351 %


@pytest.mark.parametrize("series", ["rural", "urban", "all"])
def test_the_index_that_is_brought_along_is_of_the_series_the_place_reads(series):
    assert proposal(PC_20=series)["growth"] == "0.300000"


@pytest.mark.parametrize(
    ("grid", "standard"),
    [("exact", "1301.30"), ("half_up_to_1", "1301.00"), ("ceil_to_1", "1302.00"), ("ceil_to_5", "1305.00"), ("ceil_to_10", "1310.00")],
)
def test_a_new_standard_stands_on_the_grid_of_the_place(grid, standard):
    assert new(proposal(PC_21=grid))[ALLOWANCE] == standard  # 1001 × 1.30 = 1301.30


def test_the_day_of_approval_is_the_officials():
    assert proposal()["effective"] == "2014-01-01"
    assert proposal(PC_22="approval_date")["effective"] is None


def test_the_province_s_part_moves_only_where_the_place_reads_it_so():
    assert new(proposal())[PROVINCE] == "30000.00"
    assert new(proposal(PC_23="total"))[PROVINCE] == "39000.00"
