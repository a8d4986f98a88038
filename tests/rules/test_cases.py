"""The acceptance cases of the evaluation format that the schemes there are so far answer for (`accepted.json`, a list of ids)."""
import json
from pathlib import Path

import pytest

from benefits.rules import SCHEMES, Unusable
from tests.rules import compare, given

FOLDER = Path(__file__).parent
CASES = {case["id"]: case for case in json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))}
ACCEPTED = json.loads((FOLDER / "accepted.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [CASES[number] for number in ACCEPTED], ids=ACCEPTED)
def test_the_case_agrees(case):
    expected = case["expected"]
    if "error_at" in expected:
        with pytest.raises(Unusable) as refused:
            given.evaluate(case["input"])
        assert expected["error_at"] in str(refused.value)
        return

    assert compare.faults(expected, given.evaluate(case["input"])) == []


def test_every_case_of_our_schemes_is_accepted():
    def schemes(case):
        rows = [row for key in ("entitlements", "refused", "differences", "funds") for row in case["expected"].get(key, ())]
        return {row["scheme"] for row in rows}

    ours = {number for number, case in CASES.items() if case["kind"] == "evaluate" and schemes(case) and schemes(case) <= set(SCHEMES)}

    assert ours <= set(ACCEPTED)
