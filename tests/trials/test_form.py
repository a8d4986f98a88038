"""The page says whatever the evaluation format says: a case shown as cells and read back is the same case, with the same answer."""
import json
from pathlib import Path

import pytest

from benefits.trials.form import reading, showing
from tests.rules import given

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "rules" / "cases.json").read_text(encoding="utf-8"))}
SAYABLE = [number for number, case in CASES.items() if case["kind"] == "evaluate" and "error_at" not in case["expected"]]


def through_the_page(case):
    read = reading.read(showing.cells_of(case), names_of_places=lambda name: [])
    assert read.messages == []
    return read.case


@pytest.mark.parametrize("number", SAYABLE)
def test_a_case_through_the_page_is_the_same_case_with_the_same_answer(number):
    case = CASES[number]["input"]

    through = through_the_page(case)

    assert showing.canonical(through) == showing.canonical(case)
    assert given.evaluate(through) == given.evaluate(case)
