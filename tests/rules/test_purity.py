"""The rules know nothing but Python, NumPy and themselves; nothing national is a number in their code."""
import ast
import re
import subprocess
import sys
from pathlib import Path

from benefits import rules

FOLDER = Path(rules.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_rules_import_nothing_but_the_standard_library_numpy_and_themselves():
    for path in MODULES:
        for name in _imports(path):
            top = name.split(".")[0]
            ours = name == "benefits.rules" or name.startswith("benefits.rules.")
            assert ours or top == "numpy" or top in sys.stdlib_module_names, (path.name, name)


def test_rules_load_without_django():
    code = "import sys, benefits.rules; sys.exit(any(name.split('.')[0] in ('django', 'psycopg', 'celery', 'yaml') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent.parent, check=False).returncode == 0


def test_rules_have_no_clock_and_no_chance():
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(today|now|utcnow|time|random|environ)\s*\(", text), path.name


def test_figures_of_the_documents_are_not_in_the_code():
    for path in sorted((FOLDER / "schemes").glob("*.py")):
        numbers = {
            node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant) and type(node.value) is int
        }
        assert numbers <= {0, 1, 2, 12, 50_00, 100_00}, (path.name, numbers)  # children, months, halves and wholes in hundredths of a per cent


def test_every_scheme_file_is_a_scheme():
    files = {path.stem for path in (FOLDER / "schemes").glob("*.py") if not path.stem.startswith("_")}

    assert files == set(rules.SCHEMES) == {scheme.code for scheme in rules.schemes()}
    for scheme in rules.schemes():
        assert scheme.title and scheme.clause and scheme.facts and scheme.period in ("month", "year", "once")
