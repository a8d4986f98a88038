"""One household with every explanation is ready before the clerk's next key."""
import time

from devtools.pytest_budgets import measured_slowness
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


def test_a_household_of_four_takes_at_most_fifteen_milliseconds_of_an_idle_machine():
    case = described.case(place="520115", window=2014, family=FAMILY)
    given.evaluate(case)

    times = []
    for _ in range(25):
        began = time.thread_time()
        given.evaluate(case)
        times.append(time.thread_time() - began)

    assert min(times) <= 0.015 * measured_slowness()
