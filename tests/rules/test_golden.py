"""Golden cases an official can check by hand: a folder a scheme, a file a place, the sum in a comment."""
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.rules import described, english, given

FILES = sorted(Path(__file__).parent.glob("*/*.yaml"))


def cases():
    """(scheme, place, family, values, entry) of every golden case."""
    for path in FILES:
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in file["cases"]:
            family = _merged(file["families"][entry.get("family", "usual")], entry.get("but", {}))
            place = str(entry.get("place", path.stem.split("-")[0]))
            values = entry.get("values", file.get("values", ()))
            entry = {"village": file.get("village")} | entry
            yield pytest.param(path.parent.name, place, family, values, entry, id=f"{path.parent.name} {path.stem}: {entry['title']}")


def _merged(family, changes):
    """A family with what is different about it; a list replaces a list."""
    merged = dict(family)
    for key, value in changes.items():
        merged[key] = _merged(family[key], value) if isinstance(value, dict) and isinstance(family.get(key), dict) else value
    return merged


@pytest.mark.parametrize(("scheme", "place", "family", "values", "entry"), list(cases()))
def test_the_document_comes_to_this(scheme, place, family, values, entry):
    case = described.case(
        place=place, window=entry["window"], family=family, values=described.text(values), choices=entry.get("choices"), paid=entry.get("paid", ()),
        **({"village": entry["village"]} if entry["village"] else {}),
    )  # fmt: skip

    answer = given.evaluate(case)

    assert english.left_in_chinese(answer) == []
    due = {row["beneficiary"]: _figure(row["amount"]) for row in answer["entitlements"] if row["scheme"] == scheme}
    assert due == {who: _figure(amount) for who, amount in entry.get("due", {}).items()}, entry["title"]
    for who, answered in entry.get("refused", {}).items():
        assert given.refusal(answer, scheme, who)["answer"] == str(answered), (entry["title"], who)
    for who, parts in entry.get("parts", {}).items():
        found = [f"{part['from']}..{part['to']} {part['rate']} {part['amount']}" for part in given.entitlement(answer, scheme, who)["parts"]]
        assert found == parts
    for who, words in entry.get("because", {}).items():
        told = given.unmet(given.refusal(answer, scheme, who))
        assert str(words) in told["text"] + told["because"]
    if "unit" in entry:
        assert {row["unit"] for row in answer["entitlements"] if row["scheme"] == scheme} == {entry["unit"]}
    if "floor" in entry:
        assert {row["floor"] for row in answer["entitlements"] if row["scheme"] == scheme} == {entry["floor"]}
    if "funds" in entry:
        rows = [row for row in answer["entitlements"] if row["scheme"] == scheme]
        assert [{fund["level"]: fund["amount"] for fund in row["funds"]} for row in rows] == [entry["funds"]] * len(rows)
    if "differences" in entry:
        assert [f"{row['from']}..{row['to']} {row['kind']} {row['difference']}" for row in answer["differences"]] == entry["differences"]


def _figure(amount):
    """An amount; None where it is granted without one."""
    return None if amount is None else Decimal(str(amount))


def test_every_scheme_has_golden_cases_for_every_place_that_states_it():
    stated = {(value.scheme, value.place) for value in given.book().values if value.name.endswith(".in_force")}
    stated |= {("rural_reward", "410800"), ("special_assistance_death", "410800"), ("special_assistance_disability", "410800")}

    written = {(path.parent.name, path.stem.split("-")[0]) for path in FILES}

    assert stated <= written
