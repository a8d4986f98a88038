"""The locks: every package by hash, and no word about where it came from."""
import re

import pytest

from devtools.paths import ROOT

LOCKS = sorted(ROOT.glob("*.lock"))


def test_there_are_two_locks():
    assert [lock.name for lock in LOCKS] == ["requirements-uv.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host(lock):
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_and_hashed(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())

    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_lock_holds_what_is_asked_for():
    asked = re.findall(r"^[\w-]+", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    locked = set(re.findall(r"^[\w.-]+", (ROOT / "requirements.lock").read_text(), re.MULTILINE))

    assert [name for name in asked if name.lower() not in locked] == []
