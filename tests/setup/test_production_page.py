"""docs/production.md names what docker-compose.yml asks for, no more and no less."""
import re

from devtools.paths import ROOT

PAGE = (ROOT / "docs" / "production.md").read_text()


def test_page_makes_every_secret_that_compose_needs():
    needed = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    block = PAGE.split("```")[1]
    made = set(re.findall(r"\b([A-Z]+_[A-Z]+)\b(?=[ ;=])", block))

    assert made == needed
