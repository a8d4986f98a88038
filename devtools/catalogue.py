"""The English catalogue: finds every sentence of the interface, keeps locale/en in step, and compiles it.

    python -m devtools.catalogue            add what is new, drop what is gone, compile
    python -m devtools.catalogue --missing  print what has no English yet
"""
import ast
import io
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from benefits import rules
from benefits.rules import facts
from benefits.rules.choices import WORDS
from benefits.rules.expr import Relation
from devtools.paths import ROOT

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # the file must not change with the clock
_SIGNS = re.compile("[ =×÷+−]*")  # of a sum: the same in every language
SAID = {"say", "joined"}  # what the rules make sentences with (benefits.rules.sentences)
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "kept": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def found():
    """Catalog of every message in the product's own Python files and templates, and of what the rules hold as data: titles, conditions, names of
    facts, policy choices."""
    catalog = Catalog(locale="en", project="Lidao", charset="utf-8")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=path.name)
        for _, function, message, _ in extract_python(io.BytesIO(text.encode()), CALLS, [], {"encoding": "utf-8"}):
            _add(catalog, function, message)
    for words in _of_rules():
        catalog.add(words)
    return catalog


def _of_rules():
    for path in sorted((ROOT / "benefits" / "rules").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = node.args[0] if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID else None
            if isinstance(said, ast.Constant) and not _SIGNS.fullmatch(said.value):
                yield said.value
    for scheme in rules.schemes():
        yield scheme.title
        conditions = [condition for claim in scheme.claims for condition in (*claim.conditions, *claim.excluded_by)]
        yield from (condition.text for condition in conditions if isinstance(condition.text, str))
    for table in facts.TABLES.values():
        yield from (column.label for column in table.columns.values() if column.label)
    yield from (relation.label for relation in vars(facts).values() if isinstance(relation, Relation) and relation.label)
    for question, readings in WORDS.values():
        yield from (question, *readings)


def kept():
    """The catalogue as it lies in the tree, empty when there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalog):
    """Bytes of the .mo file of a catalogue."""
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def write():
    catalog = kept()
    catalog.update(found(), no_fuzzy_matching=True, keep_user_comments=False)
    catalog.obsolete.clear()
    catalog.header_comment = "# The English of Lidao's interface; its source language is Chinese."
    catalog.fuzzy = False
    catalog.project, catalog.version, catalog.creation_date, catalog.revision_date = "Lidao", "1", _EPOCH, _EPOCH
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalog, no_location=True, omit_header=False, sort_output=True, width=0)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalog))
    return catalog


def missing(catalog):
    """Messages without English."""
    return [message for message in catalog if message.id and not _is_translated(message)]


def _is_translated(message):
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(strings) and not message.fuzzy


def _add(catalog, function, message):
    if isinstance(message, tuple):
        parts = [part for part in message if part]
        if "pgettext" in function:
            catalog.add(tuple(parts[1:]) if function.startswith("n") else parts[1], context=parts[0])
        elif function.startswith("n"):
            catalog.add(tuple(parts))
        else:
            catalog.add(parts[0])
    elif message:
        catalog.add(message)


def sources():
    """The product's own Python files and templates; tests, tools and migrations speak to nobody."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.py", "templates/*.html", "templates/*.txt"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in sorted(set(listed.stdout.splitlines()))]
    outside = {"tests", "devtools", "benchmarks", "migrations", "dev.py"}
    return [path for path in paths if path.exists() and not outside & set(Path(path).relative_to(ROOT).parts)]


if __name__ == "__main__":
    if "--missing" in sys.argv:
        for message in missing(kept()):
            print(message.id)
    else:
        print(f"{len(missing(write()))} messages have no English yet: {CATALOGUE.relative_to(ROOT)}")
