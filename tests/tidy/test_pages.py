"""Pages keep to the policy and the budget: nothing inline, nothing from elsewhere, little to carry over a slow line."""
import gzip
import re
from pathlib import Path

import pytest
from django_htmx import jinja

from devtools.paths import ROOT

TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "rosters" not in path.parts]  # papers are not pages
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style",
    "an inline script": r"<script(?![^>]*\ssrc=)|\son\w+\s*=|javascript:|\shx-on",
    "a trigger with a filter, which needs eval": r"hx-trigger=\"[^\"]*\w\[",
    "an address of another host": r"(src|href|action)=\"(https?:)?//",
    "numbers grouped by four in Chinese": r"\|(floatformat:\"\d*g|intcomma)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    found = [path.relative_to(ROOT).as_posix() for path in TEMPLATES if re.search(FORBIDDEN[what], COMMENT.sub("", path.read_text()))]

    assert found == []


@pytest.mark.parametrize(
    ("names", "kilobytes"),
    [(("app.css", "print.css", "entry.css"), 12), (("app.js", "entry.js", "htmx"), 35), (("icons.svg",), 6)],
)
def test_static_files_stay_small(names, kilobytes):
    files = {"htmx": Path(jinja.__file__).parent / "static/django_htmx/htmx-4.min.js"}

    size = sum(len(gzip.compress(files.get(name, ROOT / "static" / name).read_bytes())) for name in names)

    assert size <= kilobytes * 1024
