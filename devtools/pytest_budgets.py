"""pytest plugin: each part of the suite has a time it may take, and the session fails when a part takes longer.

A part is a folder below tests/, and the files that ask for pages (test_…pages.py) of every folder are one; what is left
belongs to `commands`. A test also carries its part as a marker: `pytest -m browser`. Budgets are for a machine of two cores that
does nothing else: a slower or busier one is measured every few seconds while a part runs, and gives that part as much more.
"""
import time
from collections import Counter, defaultdict
from statistics import mean

import pytest

# part: (seconds, folders), in the order they run: what takes long in one piece first, so that no process waits for another at the end
PARTS = {
    "setup": (90, {"setup"}),
    "worker": (60, {"worker", "faults"}),
    "stateful": (90, {"stateful"}),
    "browser": (180, {"browser"}),
    "pages": (150, {"pages", "trials"}),
    "pdf": (60, {"rosters"}),
    "commands": (120, set()),
    "families": (60, {"households", "imports"}),
    "poverty": (60, {"poverty", "register"}),
    "rules": (60, {"rules"}),
    "tidy": (30, {"tidy"}),
}
_WORK_SECONDS = 0.055  # what measured_slowness() does, on an idle machine
_SAMPLE_EVERY_SECONDS = 10


def part_of(nodeid):
    path = nodeid.split("::")[0]
    folder = path.split("/")[1] if path.count("/") > 1 else ""
    rest = "pages" if path.endswith("pages.py") else "commands"
    return next((part for part, (_, folders) in PARTS.items() if folder in folders), rest)


def pytest_configure(config):
    for part, (seconds, _) in PARTS.items():
        config.addinivalue_line("markers", f"{part}: a part of the suite, {seconds} s")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Budgets(measured_slowness), "lidao-budgets")


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(part_of(item.nodeid))
    order = list(PARTS)
    items.sort(key=lambda item: order.index(part_of(item.nodeid)))


class Budgets:
    """Adds up set-up, call and tear-down of every test, of all processes of pytest-xdist together."""

    def __init__(self, measure):
        self._seconds = Counter()
        self._measure = measure
        self._slowness = defaultdict(list)
        self._sampled = 0

    def pytest_runtest_logreport(self, report):
        part = part_of(report.nodeid)
        self._seconds[part] += report.duration
        if part not in self._slowness or time.monotonic() > self._sampled + _SAMPLE_EVERY_SECONDS:
            self._slowness[part].append(self._measure())
            self._sampled = time.monotonic()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self._over() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        over = self._over()
        terminalreporter.section(f"over budget: {', '.join(over)}" if over else "time by part", red=bool(over))
        for part, seconds in self._seconds.items():
            line = f"{part:>10} {seconds:6.1f} s of {self._budget(part):.0f} s, the machine {mean(self._slowness[part]):.1f} times as slow as idle"
            terminalreporter.line(line, red=part in over)

    def _over(self):
        return [part for part, seconds in self._seconds.items() if seconds > self._budget(part)]

    def _budget(self, part):
        return PARTS[part][0] * mean(self._slowness[part])


def measured_slowness():
    """How many times as long as on an idle machine a small piece of work takes now; never less than 1."""
    began = time.perf_counter()
    sum(number * number for number in range(1_000_000))
    return max(1.0, (time.perf_counter() - began) / _WORK_SECONDS)
