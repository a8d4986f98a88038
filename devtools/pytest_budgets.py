"""pytest plugin: each part of the suite has a time it may take, and the session fails when a part takes longer.

A part is a folder below tests/; what has no line of its own belongs to `commands`. A test also carries its part as
a marker: `pytest -m browser`.
"""
from collections import Counter

import pytest

# part: (seconds, folders)
PARTS = {
    "rules": (60, {"rules"}),
    "commands": (120, set()),
    "stateful": (90, {"stateful"}),
    "worker": (60, {"worker", "faults"}),
    "browser": (180, {"browser"}),
    "pdf": (60, {"rosters"}),
    "setup": (60, {"setup"}),
}


def part_of(nodeid):
    folder = nodeid.split("/")[1] if nodeid.count("/") > 1 else ""
    return next((part for part, (_, folders) in PARTS.items() if folder in folders), "commands")


def pytest_configure(config):
    for part, (seconds, _) in PARTS.items():
        config.addinivalue_line("markers", f"{part}: a part of the suite, {seconds} s")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Budgets(), "lidao-budgets")


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(part_of(item.nodeid))


class Budgets:
    """Adds up set-up, call and tear-down of every test, of all processes of pytest-xdist together."""

    def __init__(self):
        self._seconds = Counter()

    def pytest_runtest_logreport(self, report):
        self._seconds[part_of(report.nodeid)] += report.duration

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self._over() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        over = self._over()
        terminalreporter.section("time by part" if not over else f"over budget: {', '.join(over)}", red=bool(over))
        for part, seconds in self._seconds.items():
            terminalreporter.line(f"{part:>10} {seconds:6.1f} s of {PARTS[part][0]} s", red=part in over)

    def _over(self):
        return [part for part, seconds in self._seconds.items() if seconds > PARTS[part][0]]
