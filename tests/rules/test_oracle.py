"""A second plain reading (`oracle.py`) of a thousand families nobody would think of (`chance.py`), complete and with holes."""
import pytest

from benefits.rules import SCHEMES, assess, case, facts, registry, tables
from tests.rules import chance, given, oracle

SEEDS = range(1000)
TOGETHER = 50


def _ledger(given_case):
    """{(scheme, beneficiary): fen}, {the same: months} of rights, and the set of (scheme, beneficiary) in question, as the batch has them."""
    read = case.read(given_case, registry.money_names())
    results = assess(tables.of_case(read), values=given.book().brings(read.values), since=read.since, until=read.until)
    ids = [member["id"] for member in given_case["household"]["members"]]

    couples = [f"couple:{ids[couple['husband']]}+{ids[couple['wife']]}" for couple in results.evaluation.tables["couples"]]
    names = {"person": ids, "household": ["household"], "couple": couples, "village": ["village"]}

    def named(row):
        return results.schemes[row["scheme"]], names[facts.BENEFICIARIES[row["kind"]]][row["row"]]

    due, rights = {}, {}
    for line in results.lines:
        due[named(line)] = due.get(named(line), 0) + int(line["amount_fen"])
    for right in results.rights:
        rights[named(right)] = rights.get(named(right), 0) + int(right["months"])
        claim = results.evaluation.schemes[named(right)[0]].claims[0]
        if claim.registered or claim.standing:  # what is paid elsewhere adds up, an area is the same however long
            due[named(right)] = int(right["hundredths"]) + (due.get(named(right), 0) if claim.registered else 0)
    return due, rights, {named(row) for row in results.questions}


def _read_plainly(given_case):
    found = oracle.amounts(given_case)
    return {key: fen for key, fen in found.items() if len(key) == 2 and fen}, {key[:2] for key in found if len(key) == 3}


@pytest.mark.parametrize("start", SEEDS[::TOGETHER])
def test_both_readings_agree_and_what_is_said_with_holes_holds_however_they_are_filled(start):
    for seed in range(start, start + TOGETHER):
        family = chance.family(seed)
        asked, taken = chance.holes(family, seed, seed % 3)

        due, rights, questions = _ledger(asked)

        for complete in chance.completions(asked, taken, family, seed, 2 if taken else 0):
            plainly, no_figure = _read_plainly(complete)
            for key in {*due, *plainly} - (questions if taken else set()):
                assert due.get(key, 0) == plainly.get(key, 0), (seed, key, taken)
            assert taken or no_figure <= questions, seed
            plain_rights = oracle.rights(complete)
            for key in {*rights, *plain_rights} - (questions if taken else set()):
                assert rights.get(key, 0) == plain_rights.get(key, 0), (seed, key, taken)


def test_the_families_reach_every_scheme_and_every_reading():
    families = [chance.family(seed) for seed in SEEDS[:300]]

    reached = {scheme for family in families for scheme, _ in (*_read_plainly(family)[0], *oracle.rights(family))}
    readings = {(name, reading) for family in families for name, reading in family["choices"].items()}

    assert reached == set(SCHEMES)
    assert readings == {(name, reading) for name, options in (chance.READINGS | chance.CITY_READINGS).items() for reading in options}
