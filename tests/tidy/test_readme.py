"""The README's glossary knows every noun of the product, and its pictures and links lead somewhere."""
import re

import pytest
from django.apps import apps

from devtools.paths import ROOT

_OURS = ("accounts", "audits", "households", "poverty", "benefits")


def glossary():
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Glossary")[2]
    first_cells = (line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    return {term.strip().lower() for cell in first_cells for term in cell.split(",")}


def test_every_model_has_a_line_in_the_glossary():
    models = [model.__name__ for label in _OURS for model in apps.get_app_config(label).get_models()]
    histories = {f"{name}Event" for name in models}
    nouns = {re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in models if name not in histories}

    assert nouns - glossary() == set()


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_a_readme_says_what_each_dependency_is_for(page):
    named = set(re.findall(r"[\w-]+", (ROOT / page).read_text(encoding="utf-8").partition("| django")[2]))
    lines = [line for name in ("requirements.in", "requirements-dev.in") for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    packages = {re.match(r"[\w-]+", line)[0] for line in lines if line and not line.startswith("#")}

    assert packages - named - {"django"} == set()


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_every_link_of_a_page_leads_somewhere(page):
    folder = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text(encoding="utf-8"))

    assert [link for link in links if not link.startswith("http") and not (folder / link).exists()] == []


def test_every_picture_of_a_page_is_drawn_by_a_browser_test():
    pages = [ROOT / "README.md", ROOT / "README.zh.md", *(ROOT / "docs").rglob("*.md")]
    shown = {name for page in pages for name in re.findall(r"screenshots/([\w-]+)\.png", page.read_text(encoding="utf-8"))}
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "browser").glob("*.py"))

    assert {name for name in shown if f'"{name}"' not in tests} == set()
    assert {path.stem for path in (ROOT / "docs" / "screenshots").glob("*.png")} <= set(re.findall(r'"([\w-]+)"', tests))
