"""Golden cases of who comes first in a poverty project, as an official can check them by hand: the priorities a family meets, in their order."""
from pathlib import Path

import pytest
import yaml

from benefits.rules import Reasons, case, money_names, priorities, tables
from tests.rules import described, given

FILE = yaml.safe_load((Path(__file__).parent / "project_priority.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", FILE["cases"], ids=lambda entry: f"{entry['place']} {entry['month']} {entry['title']}")
def test_a_family_comes_first_by_these(entry):
    told = described.case(place=entry["place"], window=f"{entry['month']}..{entry['month']}", family=FILE["families"][entry["family"]])
    read = case.read(told, money_names())
    month, book = read.since, given.book()
    place = book.place(f"{entry['place']}000000")

    def value(name):
        row = int(place.in_month(name, month))
        return None if row < 0 else book.values[row]

    reasons = Reasons(tables=tables.of_case(read), book=book, since=month // 12 * 12, until=month // 12 * 12 + 12, schemes=priorities.schemes())
    stated = [name for name, _value in priorities.stated(entry["project"], value)]
    answers = {name: reasons.reason(f"{priorities.NAME}.{name}", 0, month, "household")["conditions"][1]["met"] for name in stated}

    assert [name for name, answer in answers.items() if answer != "no"] == entry["first"]
