"""A second plain reading (`oracle.py`) of a thousand families nobody would think of (`chance.py`), complete and with holes."""
import pytest

from benefits.rules import SCHEMES, assess, case, registry, tables
from tests.rules import agreement, chance, gaps, given, oracle

SEEDS = range(1000)
TOGETHER = 50


def _ledger(given_case):
    """What the batch says of one household."""
    read = case.read(given_case, registry.money_names())
    results = assess(tables.of_case(read), values=given.book().brings(read.values), since=read.since, until=read.until)
    return agreement.ledgers(results, [member["id"] for member in given_case["household"]["members"]])[0]


@pytest.mark.parametrize("start", SEEDS[::TOGETHER])
def test_both_readings_agree_and_what_is_said_with_holes_holds_however_they_are_filled(start):
    for seed in range(start, start + TOGETHER):
        family = chance.family(seed)
        asked, taken = gaps.holes(family, seed, seed % 3)

        due, rights, questions = _ledger(asked)

        for complete in gaps.completions(asked, taken, family, seed, 2 if taken else 0):
            plainly, no_figure = agreement.read_plainly(complete)
            for key in {*due, *plainly} - (questions if taken else set()):
                assert due.get(key, 0) == plainly.get(key, 0), (seed, key, taken)
            assert taken or no_figure <= questions, seed
            plain_rights = oracle.rights(complete)
            for key in {*rights, *plain_rights} - (questions if taken else set()):
                assert rights.get(key, 0) == plain_rights.get(key, 0), (seed, key, taken)


def test_a_batch_each_household_by_itself_and_the_plain_reading_agree():
    """`dev.py bench oracle` asks it of ten thousand."""
    asked = [agreement.disagreements(agreement.families_together(range(first, first + 100))) for first in range(0, 300, 100)]

    assert not [sentence for differing, _ in asked for sentence in differing]
    assert sum(compared for _, compared in asked) > 200


def test_the_families_reach_every_scheme_and_every_reading():
    families = [chance.family(seed) for seed in SEEDS[:300]]

    reached = {scheme for family in families for scheme, _ in (*agreement.read_plainly(family)[0], *oracle.rights(family))}
    readings = {(name, reading) for family in families for name, reading in family["choices"].items()}

    assert reached == set(SCHEMES)
    assert readings == {(name, reading) for name, options in (chance.READINGS | chance.CITY_READINGS).items() for reading in options}
