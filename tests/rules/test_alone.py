"""One household by itself and a batch on arrays are two evaluators of the same rules: every word comes to the same in both."""
import pytest
from hypothesis import example, settings
from hypothesis import given as when
from hypothesis import strategies as some

from benefits.rules import Alone, Evaluation, answer, assess, case, facts, meaning, meaning_alone, months, registry, tables
from tests.rules import chance, gaps, given

SEEDS, TOGETHER = range(20_000, 20_060), 20


def both(given_case):
    """(the household by itself with everything told, the same evaluated on arrays)"""
    read = case.read(given_case, registry.money_names())
    asked = {"tables": tables.of_case(read), "book": given.book().brings(read.values), "since": read.since, "until": read.until}
    alone = Alone(**asked)
    answer.household(alone, ids=[member["id"] for member in given_case["household"]["members"]], since=read.since, until=read.until)
    return alone, Evaluation(**asked, schemes=registry.SCHEMES)


def run_by_run(alone, part, is_truth):
    """Bits or numbers of a row as a list."""
    if is_truth:
        return [bool(part >> step & 1) for step in alone.steps]
    return list(part) if isinstance(part, tuple) else [part] * len(alone.steps)


@pytest.mark.parametrize("start", SEEDS[::TOGETHER])
def test_every_word_means_the_same_row_by_row_and_on_arrays(start):
    compared = set()
    for seed in range(start, start + TOGETHER):
        alone, batch = both(gaps.holes(chance.family(seed), seed, seed % 4)[0])

        assert (alone.first, alone.months) == (batch.segments.first.tolist(), batch.segments.months.tolist())
        for name in list(batch.frames) + list(facts.TABLES):
            for row in alone.rows(name):
                cells = slice(row.number * len(alone.steps), (row.number + 1) * len(alone.steps))
                for node, parts in row.answers.items():
                    ours = [run_by_run(alone, part, hasattr(node, "__invert__")) for part in parts]
                    assert ours == [part[cells].tolist() for part in batch.truth(node, batch.frames[name])], (seed, name, row.number, node)
                    compared.add(type(node).__name__)

    assert len(compared) > 30


def test_a_household_alone_comes_to_the_lines_rights_and_questions_of_the_batch():
    for seed in SEEDS:
        read = case.read(gaps.holes(chance.family(seed), seed, seed % 3)[0], registry.money_names())
        asked = {"tables": tables.of_case(read), "since": read.since, "until": read.until}
        results = assess(values=given.book().brings(read.values), **asked)
        alone = Alone(book=given.book().brings(read.values), **asked)

        for code, claim, row in _claims(alone):
            claimed, at = alone.claimed(claim, row), (results.schemes.index(code), facts.BENEFICIARIES.index(claim.kind), row.number)
            lines, rights, questions = (rows[_about(rows, at)] for rows in (results.lines, results.rights, results.questions))
            unknown = {month for step in alone.runs(claimed.unknown & claimed.inside) for month in range(alone.begins[step], alone.ends[step])}
            in_question = {month for one in questions for month in range(one["first"], one["first"] + one["months"])}
            assert in_question == unknown or (claim.concerns is not None and in_question < unknown), (seed, code)
            if claim.unit == "yuan" and not claim.registered:
                assert sum(part.fen() for part in claimed.parts if part.has_amount) == lines["amount_fen"].sum(), (seed, code)
            else:
                assert bool(claimed.parts) == bool(len(rights)), (seed, code)


def _claims(alone):
    return [(code, claim, row) for code, scheme in alone.schemes.items() for claim in scheme.claims for row in alone.claimants(claim)]


def _about(rows, at):
    return (rows["scheme"] == at[0]) & (rows["kind"] == at[1]) & (rows["row"] == at[2])


days = some.integers(-40_000, 70_000)


@settings(deadline=None, max_examples=200)
@example(born=11_016, years=49, leap=False)  # 29 February 2000
@when(born=days, years=some.integers(0, 120), leap=some.booleans())
def test_a_day_and_the_same_day_in_an_array_have_the_same_calendar(born, years, leap):
    assert months.comes_of_age(born, years, leap) == months.reached(born, years, leap_on_first_of_march=leap)
    assert months.of_day(born) == months.of(born)
    assert months.begins(months.of_day(born)) == months.first_day(months.of(born)) <= born


def test_every_word_has_a_meaning_in_both():
    assert set(meaning_alone.MEANINGS) == set(meaning.MEANINGS)
