"""Two languages: what a person reads is marked for translation, and every marked sentence has English worth reading."""
import ast
import re

import pytest

from devtools import catalogue
from devtools.paths import ROOT

CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff、，。；：（）！？]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%s|<[^>]+>")
SAME_IN_BOTH = {"%(percent)s%%"}
QUOTED = ("低保", "光荣证", "奖励扶助", "特别扶助", "计生困难家庭", "家庭信息", "户主", "无")  # in brackets, or cells of the Chinese workbook

COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
MARKED = re.compile(r"{%\s*blocktrans.*?endblocktrans(late)?\s*%}|{%\s*trans.*?%}|_\((['\"]).*?\2\)", re.DOTALL)
CHINESE_TEMPLATES = ("templates/rosters/", "templates/components/language.html")  # papers; the button to Chinese, in Chinese

CHINESE_MODULES = {  # and why their Chinese is not marked; a name that ends with / is a folder
    "accounts/management/": "the console",
    "accounts/rls.py": "the database's own words",
    "audits/management/": "the console",
    "benefits/adjustments/papers.py": "papers",
    "benefits/funds/receipts.py": "papers",
    "benefits/management/": "the console",
    "benefits/opening/sheet.py": "headings of the workbook",
    "benefits/payouts/drafting.py": "the village group as rosters print it",
    "benefits/policies/": "the console of whoever writes policy files",
    "benefits/policies_table/commands/": "the console of whoever writes policy files",
    "benefits/recovery/telling.py": "papers",
    "benefits/recovery/why.py": "papers",
    "benefits/rosters/": "papers",
    "benefits/rules/choices.py": "collected from the register itself",
    "benefits/rules/facts.py": "names of facts, collected from the tables themselves",
    "benefits/rules/working.py": "a word looked for in a sum",
    "benefits/sample/": "invented people and places",
    "benefits/trials/examples.py": "invented people",
    "benefits/trials/form/kinds.py": "signs a person types",
    "config/settings.py": "the names of the product and of the language",
    "households/cells/values.py": "signs a person types",
    "households/forms.py": "offices, as they are kept with a death",
    "households/imports/cells.py": "what stands in a cell",
    "households/imports/columns.py": "headings and codes of the workbook",
    "households/imports/reading/": "the sheet's name",
    "households/imports/returned.py": "the workbook",
    "households/imports/sheet.py": "the workbook",
    "households/imports/template.py": "the workbook",
    "households/pinyin.py": "characters and their sounds",
    "benefits/exchange/columns.py": "headings and flags of the workbook",
    "poverty/exchange/codes.py": "codes of the workbook",
    "poverty/exchange/columns.py": "headings of the workbook",
    "poverty/monthly/columns.py": "headings and codes of the workbook",
    "poverty/monthly/forms.py": "signs a person types",
    "poverty/tables.py": "the workbook",
    "poverty/years/citations.py": "numbers and clauses of documents",
    "households/queries/places.py": "endings of the names of places",
}
FOR_PROGRAMMERS = {"help_text", "verbose_name", "db_table_comment"}
DEFINED = {"Condition"}
OF_DOCUMENTS = {"title", "clause"}  # of a scheme: the title is collected, a clause is quoted as it is


@pytest.fixture(scope="module")
def kept():
    return catalogue.kept()


@pytest.fixture(scope="module")
def translations(kept):
    """(Chinese, English) of every message, once for each of its forms."""
    return [(str(form), english) for message in kept if message.id for form, english in _forms(message)]


def test_every_sentence_has_english_and_none_is_left_over(kept):
    said, known = ({(message.context, message.id) for message in catalog if message.id} for catalog in (catalogue.found(), kept))

    assert known == said
    assert [message.id for message in catalogue.missing(kept)] == []
    assert list(kept.obsolete) == []


def test_the_compiled_catalogue_is_the_written_one(kept):
    assert catalogue.CATALOGUE.with_suffix(".mo").read_bytes() == catalogue.compiled(kept)


def test_placeholders_and_tags_are_the_same(translations):
    assert [pair for pair in translations if len({frozenset(PLACEHOLDER.findall(words)) for words in pair}) > 1] == []


def test_english_holds_no_chinese_but_terms_it_quotes(translations):
    assert [english for _, english in translations if CHINESE.search(re.sub(rf"[('\d ]({'|'.join(QUOTED)})[)' ]", "", english))] == []


def test_a_sentence_stays_a_sentence(translations):
    assert [pair for pair in translations if pair[0].endswith("。") != pair[1].rstrip().endswith(".")] == []


def test_english_neither_shouts_nor_quotes_with_marks_chinese_fonts_draw_wide(translations):
    assert [english for _, english in translations if re.search("[!“”‘’]", english)] == []


def test_the_source_language_is_chinese(translations):
    assert {chinese for chinese, _ in translations if not CHINESE.search(chinese)} == SAME_IN_BOTH


def test_templates_mark_their_chinese():
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(CHINESE_TEMPLATES):
            text = MARKED.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
            found += [f"{name}: {line.strip()}" for line in text.splitlines() if CHINESE.search(line)]

    assert found == []


def test_modules_mark_their_chinese():
    unmarked = {path.relative_to(ROOT).as_posix(): _unmarked(path) for path in catalogue.sources() if path.suffix == ".py"}

    found = {name: words for name, words in unmarked.items() if words}
    assert {name: words for name, words in found.items() if not name.startswith(tuple(CHINESE_MODULES))} == {}
    assert [name for name in CHINESE_MODULES if not any(module.startswith(name) for module in found)] == []


def _forms(message):
    if isinstance(message.id, (tuple, list)):
        return [(message.id[min(place, 1)], english) for place, english in enumerate(message.string)]
    return [(message.id, message.string)]


def _unmarked(path):
    """Chinese string literals of a module that no person's language would change."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(inner) for node in ast.walk(tree) for part in _spoken_for(node) for inner in ast.walk(part)}
    literals = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in literals if id(node) not in passed and CHINESE.search(node.value)]


def _spoken_for(node):
    """Parts of a node whose Chinese is marked, or told to programmers."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in DEFINED:  # collected from the schemes themselves
            return [part for part in node.args[:1] if isinstance(part, ast.Constant)]
        return node.args if name in catalogue.CALLS or name in catalogue.SAID else []
    if isinstance(node, ast.keyword) and node.arg in FOR_PROGRAMMERS | OF_DOCUMENTS:
        return [node.value]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in FOR_PROGRAMMERS:
        return [node.value]
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0] if node.body else None, ast.Expr):
        return [node.body[0].value]
    return []
