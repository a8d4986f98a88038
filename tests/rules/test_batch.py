"""A batch is the same families one by one, and a run of months is the same months one by one."""
import datetime

import numpy as np
import pytest

from benefits.rules import Book, Value, assess, facts, months
from benefits.rules.money import fen
from tests.rules import chance, gaps, given, stacking

TABLE_OF = {"person": "persons", "household": "households", "couple": "couples", "village": "villages"}
SINCE, UNTIL = months.parse("2011-01"), months.parse("2015-01")


def _lines_of_month(results):
    """The lines as plain rows."""
    return [
        (results.schemes[line["scheme"]], int(line["kind"]), int(line["row"]), int(line["first"]), int(line["months"]),
         results.components[line["component"]], int(line["amount_fen"]), bool(line["floor"]))
        for line in results.lines
    ]  # fmt: skip


@pytest.fixture(scope="module")
def book():
    since = datetime.date(2004, 1, 1)
    stated = [
        Value("520115", "rural_minimum_living_line", since, None, "1850.00", "yuan per person per year", "样例"),
        Value("520115", "urban_minimum_living_line", since, None, "310.00", "yuan per person per month", "样例"),
        Value("370303", "minimum_living_subsidy_tier", since, None, "52.33", "yuan per person per month", "样例"),
        Value("620921", "rural_minimum_living_line", since, None, "1850.00", "yuan per person per year", "样例"),
    ]
    return Book([*given.book().values, *stated])


@pytest.fixture(scope="module")
def families():
    drawn = [chance.family(seed) for seed in range(5000, 5120)]
    return [gaps.holes(family, seed, seed % 2)[0] for seed, family in enumerate(drawn)]


@pytest.fixture(scope="module")
def batch(book, families):
    tables, names = stacking.of_cases(families)
    return assess(tables, values=book, since=SINCE, until=UNTIL, names=names)


def test_a_batch_is_the_families_one_by_one(batch, book):
    homes = [facts.households_of(batch.evaluation.tables, TABLE_OF[kind]) for kind in facts.BENEFICIARIES]
    of_home = {}
    for line in _lines_of_month(batch):
        of_home.setdefault(int(homes[line[1]][line[2]]), []).append(line)

    for home in range(len(batch.evaluation.tables["households"])):
        tables, kept = facts.some_households(batch.evaluation.tables, [home])
        alone = assess(tables, values=book, since=SINCE, until=UNTIL)
        moved = [(*line[:2], int(kept[TABLE_OF[facts.BENEFICIARIES[line[1]]]][line[2]]), *line[3:]) for line in _lines_of_month(alone)]
        assert moved == of_home.get(home, [])

    assert len(batch.lines) > 1000


def test_a_run_of_months_is_the_months_one_by_one(batch, book):
    tables = dict(batch.evaluation.tables)
    every_month = np.zeros(len(tables["households"]) * (UNTIL - SINCE), facts.TABLES["status"].dtype)
    every_month["household"] = np.repeat(np.arange(len(tables["households"])), UNTIL - SINCE)
    every_month["since"] = months.first_day(np.tile(np.arange(SINCE, UNTIL), len(tables["households"])))
    every_month["until"] = every_month["since"] + 1
    every_month["since_recorded"] = True
    every_month["kind"] = facts.STATUS_CODES.index("integrity_programme")  # no scheme asks for it, but something happens in every month
    tables["status"] = np.concatenate([tables["status"], every_month])

    slowly = assess(tables, values=book, since=SINCE, until=UNTIL)

    known = tables["households"]["status_recorded"].all()
    assert len(slowly.evaluation.segments) == len(tables["households"]) * (UNTIL - SINCE) > 2 * len(batch.evaluation.segments)
    assert known or len(slowly.questions)
    assert _lines_of_month(slowly) == _lines_of_month(batch)


def test_a_year_alone_and_within_more_years_has_the_same_lines(batch, book):
    year = months.parse("2013-01"), months.parse("2014-01")

    alone = assess(batch.evaluation.tables, values=book, since=year[0], until=year[1])

    assert _lines_of_month(alone) == [line for line in _lines_of_month(batch) if year[0] <= line[3] < year[1]]


def test_every_line_has_a_reason_that_comes_to_it(batch):
    for line in batch.lines[::7]:
        kind = facts.BENEFICIARIES[line["kind"]]
        reason = batch.reason(batch.schemes[line["scheme"]], int(line["row"]), int(line["first"]), kind)

        same = batch.lines[["scheme", "kind", "row", "first"]] == line[["scheme", "kind", "row", "first"]]
        assert reason["answer"] == "yes"
        assert all(condition["met"] == "yes" for condition in reason["conditions"])
        assert fen(reason["amount"]) == sum(fen(fund["amount"]) for fund in reason["funds"]) == batch.lines["amount_fen"][same].sum()
        assert reason["floor"] == bool(line["floor"])


def test_every_question_says_what_is_missing(batch):
    for question in batch.questions[::5]:
        kind = facts.BENEFICIARIES[question["kind"]]
        reason = batch.reason(batch.schemes[question["scheme"]], int(question["row"]), int(question["first"]), kind)

        assert reason["answer"] == "unknown"
        assert any(condition.get("unknown") for condition in reason["conditions"])


def test_a_line_names_the_values_it_rests_on(batch, book):
    for line in batch.lines[::11]:
        rests_on = [book.values[row] for row in batch.value_sets[line["used"]]]

        assert any(value.name == f"{batch.schemes[line['scheme']]}.in_force" for value in rests_on)
        for value in rests_on:
            assert months.of(months.day(value.since)) < line["first"] + line["months"]


def test_who_is_only_somebodys_relation_is_given_nothing(batch, book):
    tables = dict(batch.evaluation.tables)
    tables["persons"] = tables["persons"].copy()
    tables["persons"]["own"] = False
    tables["villages"] = tables["villages"].copy()
    tables["villages"]["own"] = False

    results = assess(tables, values=book, since=SINCE, until=UNTIL)

    given = {results.schemes[scheme] for scheme in results.lines["scheme"]}
    assert given == {"project_grant"}  # approved for the family as such, whoever is in it
    assert not (results.questions["kind"] == 0).any()


def test_a_reading_for_the_whole_batch(batch, book):
    both = assess(batch.evaluation.tables, values=book, since=SINCE, until=UNTIL, choices={"PC-24": "both"})

    def of(results):
        return results.lines["amount_fen"][results.lines["scheme"] == results.schemes.index("rural_reward")].sum()

    assert of(both) > of(batch)


def test_no_households_no_lines(book):
    results = assess(facts.empty(), values=book, since=SINCE, until=UNTIL)

    assert len(results.lines) == len(results.questions) == 0
