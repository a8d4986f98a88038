"""The tree itself: clean by ruff, silent about the machines it was written on, nothing left for later."""
import re
import subprocess
import sys
from pathlib import Path

from devtools.paths import ROOT

_MADE = {".git", ".venv", ".data", "__pycache__", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", "node_modules"}
_TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".sql", ".in", ".lock", ".csv", ".txt", ".po", ".svg", ""}


def lines(folder=ROOT, suffixes=_TEXT):
    """(place, line) of every text file of the project."""
    for path in sorted(folder.iterdir()):
        if path.name in _MADE:
            continue
        if path.is_dir():
            yield from lines(path, suffixes)
        elif path.suffix in suffixes:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def places(pattern, **where):
    return [place for place, line in lines(**where) if re.search(pattern, line)]


def test_ruff_finds_nothing():
    checked = subprocess.run([Path(sys.executable).parent / "ruff", "check", "--quiet", ROOT], capture_output=True, text=True)

    assert checked.stdout == ""
    assert checked.returncode == 0


def test_no_file_names_a_folder_of_somebody_s_machine():
    assert places(r"(^|[\s\"'=(:])/(root|work|home|Users)/\w") == []


def test_no_test_is_left_out():
    assert places(r"pytest\.(skip|xfail|importorskip)|mark\.(skip|xfail)|unittest\.skip", suffixes={".py"}) == []


def test_nothing_is_left_for_later():
    assert places(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|NotImplemented" r"Error", suffixes={".py", ".html", ".js", ".css", ".sql"}) == []


def test_no_test_sleeps():
    assert places(r"\bsleep\(", folder=ROOT / "tests", suffixes={".py"}) == []
