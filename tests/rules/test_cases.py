"""The acceptance cases of the evaluation format (`accepted.json`, a list of ids): all of them."""
import json
from pathlib import Path

import pytest

from benefits import rules
from benefits.rules import Unusable
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

    if case["kind"] == "evaluate":
        assert compare.faults(expected, given.evaluate(case["input"])) == []
    else:
        assert compare.adjustment_faults(expected, rules.adjusted(case["input"], values=given.book())) == []


def test_every_case_is_accepted():
    assert set(ACCEPTED) == set(CASES)
