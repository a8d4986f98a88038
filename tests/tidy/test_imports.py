"""Imports run one way. Each contract is broken on purpose in a copy of the tree, and has to notice."""
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from devtools.paths import ROOT

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
# contract: (module that imports, what it must not know)
BREACHES = [
    ("apps", "accounts/trespass.py", "households.models"),
    ("apps", "audits/trespass.py", "households.models"),
    ("apps", "households/trespass.py", "poverty.models"),
    ("apps", "poverty/trespass.py", "benefits.models"),
    ("apps", "benefits/trespass.py", "config.urls"),
    ("leaves", "audits/journal/trespass.py", "audits.jobs.models"),
    ("leaves", "benefits/rules/trespass.py", "benefits.models"),
    ("rooms", "accounts/models.py", "accounts.queries"),
    ("rooms", "accounts/queries.py", "accounts.commands"),
    ("rooms", "accounts/commands.py", "accounts.forms"),
    ("rooms", "accounts/forms.py", "accounts.views"),
    ("pure", "benefits/rules/trespass.py", "django.db"),
    ("product", "accounts/trespass.py", "devtools.paths"),
]


def lint(tree, *arguments):
    linter = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([linter, "--no-cache", *arguments], cwd=tree, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in LINTER["root_packages"]:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_imports_run_one_way():
    checked = lint(ROOT)

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("contract", "file", "imported"), BREACHES, ids=lambda value: str(value).replace("/", "."))
def test_contract_notices(copy, contract, file, imported):
    with (copy / file).open("a") as module:
        module.write(f"\nimport {imported}\n")

    checked = lint(copy, "--contract", contract)

    assert checked.returncode == 1
    assert "0 kept, 1 broken" in checked.stdout


def test_every_contract_is_broken_once():
    assert {contract for contract, _, _ in BREACHES} == {contract["id"] for contract in LINTER["contracts"]}
