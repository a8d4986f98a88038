"""Each part of the suite has a time it may take; a session that takes longer fails even when every test passes."""
from types import SimpleNamespace

import pytest

from devtools.pytest_budgets import PARTS, Budgets, part_of


@pytest.mark.parametrize(
    ("test", "part"),
    [
        ("tests/rules/test_golden.py::test_sum", "rules"),
        ("tests/stateful/test_payouts.py::test_any_order", "stateful"),
        ("tests/faults/test_power_cut.py::test_resumes", "worker"),
        ("tests/browser/test_path.py::test_whole_path", "browser"),
        ("tests/rosters/test_layout.py::test_totals", "pdf"),
        ("tests/accounts/test_scope.py::test_nothing_without_scope", "commands"),
        ("tests/benefits/test_runs_pages.py::test_a_list_opens", "pages"),
        ("tests/rosters/test_pages.py::test_its_page", "pdf"),
        ("tests/tidy/test_pages.py::test_nothing_inline", "tidy"),
        ("tests/test_anything.py::test_it", "commands"),
    ],
)
def test_a_test_belongs_to_the_part_of_its_folder(test, part):
    assert part_of(test) == part


def finished(*reports, slowness=(1.0,)):
    """The exit status of a session of passing tests that took so long, on a machine so slow in one part after the other."""
    budgets, session = Budgets(iter(slowness).__next__), SimpleNamespace(exitstatus=pytest.ExitCode.OK)
    for test, seconds in reports:
        budgets.pytest_runtest_logreport(SimpleNamespace(nodeid=test, duration=seconds))
    budgets.pytest_sessionfinish(session, session.exitstatus)
    return session.exitstatus


def test_a_part_within_its_budget_passes():
    assert finished(("tests/rules/test_a.py::test_a", 30), ("tests/rules/test_a.py::test_b", 30)) == pytest.ExitCode.OK


def test_a_part_over_its_budget_fails_the_session():
    assert finished(("tests/rules/test_a.py::test_a", 30), ("tests/rules/test_a.py::test_b", 31)) == pytest.ExitCode.TESTS_FAILED


def test_a_machine_half_as_fast_has_twice_the_time():
    assert finished(("tests/rules/test_a.py::test_a", 119), slowness=(2.0,)) == pytest.ExitCode.OK
    assert finished(("tests/rules/test_a.py::test_a", 121), slowness=(2.0,)) == pytest.ExitCode.TESTS_FAILED


def test_a_part_has_the_time_of_the_machine_it_ran_on():
    reports = ("tests/rules/test_a.py::test_a", 100), ("tests/stateful/test_a.py::test_a", 100)
    assert finished(*reports, slowness=(2.0, 1.5)) == pytest.ExitCode.OK
    assert finished(*reports, slowness=(1.5, 2.0)) == pytest.ExitCode.TESTS_FAILED


def test_the_whole_suite_fits_into_ten_minutes_on_two_processes():
    assert sum(seconds for seconds, _ in PARTS.values()) <= 2 * 600


def test_a_test_carries_its_part_as_a_marker(request):
    assert request.node.get_closest_marker("setup")
