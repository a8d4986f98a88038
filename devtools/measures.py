"""docs/measures.md: every measure of the documents and where it lives, every edge case and policy choice with its proof.

    python -m devtools.measures

A proof is an acceptance case (`GY-08`), a golden case (`rural_reward/000000-nation: the year of 60`) or a test (`tests/…py::test_…`).
"""
import json
import os
import re
from functools import cache
from pathlib import Path

import yaml

from devtools.paths import ROOT

PAGE = ROOT / "docs" / "measures.md"
RULES = ROOT / "tests" / "rules"
EDGES = RULES / "edges.yaml"
_HEAD = """# Every measure and where it lives

Drawn by `python -m devtools.measures` from `benefits/measures/`, `tests/rules/edges.yaml` and the cases; a test compares.
A measure lives in a scheme (money or another right, decided by the rules), a published calculation, an item of the register 登记
(what is no money of ours, or money whose document states no amount), an indicator, a fund or a step of the work. What is registered without an
amount is paid from a fund by a document of the county: [decision 0027](decisions/0027-a-county-s-document-pays-what-is-registered.md).
What is not built says why: [decision 0007](decisions/0007-what-is-not-built.md).

The third document (宝鸡, 某区, 凤县, 宜州) came with its years overwritten, and figures with them. Its measures are listed without dates
and amounts; **no value of it is loaded** except the one sentence of 金塔 that its plan states in words (10 %).
"""
NATION = "000000"
_PROOF = {  # what proves a home that names no case of its own
    "register": [
        "tests/register/test_conditions.py::test_every_condition_of_every_item_lets_in_and_keeps_out",
        "tests/register/test_items.py::test_every_item_is_offered_where_and_while_it_is_granted",
    ],
    "fund": ["tests/register/test_granting.py::test_a_county_s_document_pays_what_is_registered"],
}


def page():
    """The whole page as text."""
    from benefits.measures import measures

    places = {}
    for measure in measures().values():
        places.setdefault((measure.name, measure.document), []).append(measure)
    return "".join([_HEAD, *(_place(*key, rows) for key, rows in places.items()), _edges(), _choices()])


def proofs(measure, home):
    """The proofs of one home: named in the table, of the scheme in the place, or of the kind of home."""
    if home.kind == "not_built":
        return []
    if home.cases:
        return list(home.cases)
    if home.kind in ("scheme", "calculation"):
        return of_scheme(home.code, measure.place)
    return _PROOF.get(home.kind, [])


def of_scheme(code, place):
    """Acceptance cases of a scheme in a place, else golden cases of the place, else the nation's, beside which it states nothing of its own."""
    head = (place or "").rstrip("0") or NATION
    named = [number for number, case in acceptance().items() if case["place"].startswith(head) and code in case["schemes"]]
    files = [f"{code}/{path.stem}" for path in sorted((RULES / code).glob("*.yaml"))]
    return named or [name for name in files if f"/{head}" in name] or [name for name in files if f"/{NATION}" in name]


@cache
def acceptance():
    """{id: {place, schemes}} of the acceptance cases that agree."""
    accepted = set(json.loads((RULES / "accepted.json").read_text(encoding="utf-8")))
    found = {}
    for case in json.loads((RULES / "cases.json").read_text(encoding="utf-8")):
        rows = [row for key in ("entitlements", "refused", "calculations") for row in case["expected"].get(key, ())]
        schemes = {row.get("scheme") or row.get("name") for row in rows} | ({"dynamic_adjustment"} if "years" in case["expected"] else set())
        if case["id"] in accepted:
            found[case["id"]] = {"place": str(case["input"]["place"]), "schemes": schemes}
    return found


@cache
def golden():
    """{scheme/file: [(title, choices)]} of the golden cases."""
    found = {}
    for path in sorted(RULES.glob("*/*.yaml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
        found[f"{path.parent.name}/{path.stem}"] = [(case["title"], case.get("choices") or {}) for case in cases]
    return found


@cache
def tests():
    """{tests/…py::test_…} of the whole suite."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        name = path.relative_to(ROOT).as_posix()
        found |= {f"{name}::{test}" for test in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.M)}
    return found


def is_there(proof):
    """Whether a proof exists."""
    if "::" in proof:
        return proof in tests()
    name, colon, title = proof.partition(": ")
    if name in golden():
        return not colon or title in {found for found, _choices in golden()[name]}
    return proof in acceptance()


def edges():
    """{number: row} of the edge cases."""
    return yaml.safe_load(EDGES.read_text(encoding="utf-8"))["edges"]


def choices():
    """{PC-nn: {reading: [proof]}}: every case that is calculated with a reading."""
    from benefits.rules.choices import CHOICES

    told = yaml.safe_load(EDGES.read_text(encoding="utf-8"))["choices"]
    found = {}
    for code, readings in {**CHOICES, "PC-26": ("inclusive",)}.items():
        found[code] = {reading: list(told.get(code, {}).get(reading, ())) for reading in readings}
        for number in acceptance():
            _add(found[code], number.partition(f"/{code}=")[2], number)
        for name, cases in golden().items():
            for title, chosen in cases:
                _add(found[code], chosen.get(code), f"{name}: {title}")
    return dict(sorted(found.items(), key=lambda pair: (int(re.search(r"\d+", pair[0])[0]), pair[0])))


def _add(found, reading, proof):
    if reading:
        found.setdefault(str(reading), []).append(proof)


def _place(name, document, rows):
    lines = [f"\n## {name}\n\n{document}\n\n", _heading("id", "clause", "measure", "for", "lives in", "department", "page", "proof")]
    for measure in rows:
        items = {item.code: item for item in measure.items}
        for order, home in enumerate(measure.homes):
            item = items.get(home.code) if home.kind == "register" else None
            first = [measure.id, measure.clause, f"{measure.chinese}<br>{measure.english}", measure.unit] if not order else ["", "", "", ""]
            cells = [*first, _lives(home), item.department if item else "", home.page, _of_whom(measure, home) + _shown(proofs(measure, home))]
            lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def _lives(home):
    if home.kind == "not_built":
        return f"not built: {home.why} ([decision {home.decision:04d}](decisions/0007-what-is-not-built.md))"
    return f"{home.kind} `{home.code}`" + (f"<br>{home.does}" if home.does else "")


def _of_whom(measure, home):
    """Says where a place without a case of its own is proven by the nation's."""
    borrowed = home.kind == "scheme" and (measure.place or "").rstrip("0") and all(f"/{NATION}" in proof for proof in proofs(measure, home))
    return "nation's case: " if borrowed else ""


def _shown(found, most=3):
    more = ", …" if len(found) > most else ""
    return ", ".join(f"`{proof}`" for proof in found[:most]) + more


def _edges():
    rows = [
        f"| {number} | {row['situation']} | {row['ruling']} | {row.get('choice', '')} | {_shown(row['proof'])} |\n"
        for number, row in edges().items()
    ]
    return "\n## Edge cases\n\n" + _heading("#", "situation", "rule or procedure", "choice", "proof") + "".join(rows)


def _choices():
    rows = []
    for code, readings in choices().items():
        for order, (reading, found) in enumerate(readings.items()):
            proof = _shown(found) or ("" if not order and any(readings.values()) else "**not yet**")
            rows.append(f"| {code if not order else ''} | `{reading}`{' (default)' if not order else ''} | {proof} |\n")
    told = "\n## Policy choices\n\nThe first reading is the default; every case without a choice uses it.\n\n"
    return told + _heading("choice", "reading", "proof") + "".join(rows)


def _heading(*names):
    return f"| {' | '.join(names)} |\n{'|---' * len(names)}|\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    Path(PAGE).write_text(page(), encoding="utf-8")
