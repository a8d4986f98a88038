"""One household with every explanation is ready before the clerk's next key."""
import cProfile
import pstats

from tests.rules import described, given

FAMILY = {
    "husband": {"born": "1948-05-01"}, "wife": {"born": "1950-06-30"},
    "children": [
        {"id": "son", "sex": "male", "born": "1979-04-01", "died": "2014-03-03"},
        {"id": "daughter", "sex": "female", "born": "1984-04-01", "died": "2006-06-06"},
    ],
    "minimum_living": [{"since": "2013-02-01", "until": None, "kind": "rural", "members": ["husband", "wife"], "subsidy_month": "60.00"}],
    "status": [{"kind": "fp_hardship", "since": "2010-01-01"}],
}  # fmt: skip


def test_a_household_of_four_is_told_in_at_most_forty_thousand_steps_hardly_any_of_them_on_arrays():
    """Steps are calls of functions: the same on every machine. A call of NumPy has the price of ten others; the goal of 5 ms is in
    docs/benchmarks.md."""
    case = described.case(place="520115", window=2014, family=FAMILY)
    given.evaluate(case)
    steps = cProfile.Profile()

    steps.runcall(given.evaluate, case)

    counted = pstats.Stats(steps)
    on_arrays = sum(calls for (file, _line, function), (_primitive, calls, *_times) in counted.stats.items() if "numpy" in file + function)
    assert counted.total_calls <= 40_000
    assert on_arrays <= 600
