"""A second plain reading (`oracle.py`) of a thousand families nobody would think of (`chance.py`), complete and with holes."""
import pytest

from benefits.rules import SCHEMES, assess, case, registry, tables
from tests.rules import chance, given, oracle

SEEDS = range(1000)
TOGETHER = 50


def _ledger(given_case):
    """{(scheme, beneficiary): fen} and the set of (scheme, beneficiary) that are in question, as the batch has them."""
    read = case.read(given_case, registry.money_names())
    results = assess(tables.of_case(read), values=given.book().brings(read.values), since=read.since, until=read.until)
    ids = [member["id"] for member in given_case["household"]["members"]]

    def named(row):
        return results.schemes[row["scheme"]], ids[row["row"]] if row["kind"] == 0 else "household"

    due = {}
    for line in results.lines:
        due[named(line)] = due.get(named(line), 0) + int(line["amount_fen"])
    return due, {named(row) for row in results.questions}


def _read_plainly(given_case):
    found = oracle.amounts(given_case)
    return {key: fen for key, fen in found.items() if len(key) == 2 and fen}, {key[:2] for key in found if len(key) == 3}


@pytest.mark.parametrize("start", SEEDS[::TOGETHER])
def test_both_readings_agree_and_what_is_said_with_holes_holds_however_they_are_filled(start):
    for seed in range(start, start + TOGETHER):
        family = chance.family(seed)
        asked, taken = chance.holes(family, seed, seed % 3)

        due, questions = _ledger(asked)

        for complete in chance.completions(asked, taken, family, seed, 2 if taken else 0):
            plainly, no_figure = _read_plainly(complete)
            for key in {*due, *plainly} - (questions if taken else set()):
                assert due.get(key, 0) == plainly.get(key, 0), (seed, key, taken)
            assert taken or no_figure <= questions, seed


def test_the_families_reach_every_scheme_and_every_reading():
    families = [chance.family(seed) for seed in SEEDS[:300]]

    reached = {scheme for family in families for scheme, _ in _read_plainly(family)[0]}
    readings = {(name, reading) for family in families for name, reading in family["choices"].items()}

    assert reached == set(SCHEMES)
    assert readings == {(name, reading) for name, options in chance.READINGS.items() for reading in options}
