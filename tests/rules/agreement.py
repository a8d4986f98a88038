"""Three ways to the same amounts: a batch on arrays (`assess`), one household by itself (`evaluate`) and the plain reading (`oracle.py`)."""
import random
from collections import defaultdict

from benefits.rules import assess, case, evaluate, facts, registry
from benefits.rules.money import fen
from tests.rules import chance, given, oracle, stacking


def ledgers(results, ids):
    """Of each household {(scheme, beneficiary): fen}, {the same: months} of rights, and the set of (scheme, beneficiary) in question; `ids` name
    the persons."""
    tables = results.evaluation.tables
    couples = [f"couple:{ids[couple['husband']]}+{ids[couple['wife']]}" for couple in tables["couples"]]
    names = {"person": ids, "household": defaultdict(lambda: "household"), "couple": couples, "village": defaultdict(lambda: "village")}
    homes = {kind: facts.households_of(tables, facts.TABLE_OF[kind]).tolist() for kind in facts.BENEFICIARIES}
    found = [({}, {}, set()) for _ in tables["households"]]

    def about(row):
        kind = facts.BENEFICIARIES[row["kind"]]
        return found[homes[kind][row["row"]]], (results.schemes[row["scheme"]], names[kind][row["row"]])

    for line in results.lines:
        (due, _, _), key = about(line)
        due[key] = due.get(key, 0) + int(line["amount_fen"])
    for right in results.rights:
        (due, rights, _), key = about(right)
        rights[key] = rights.get(key, 0) + int(right["months"])
        claim = results.evaluation.schemes[key[0]].claims[0]
        if claim.registered or claim.standing:  # what is paid elsewhere adds up, an area is the same however long
            due[key] = int(right["hundredths"]) + (due.get(key, 0) if claim.registered else 0)
    for row in results.questions:
        (_, _, questions), key = about(row)
        questions.add(key)
    return found


def read_plainly(given_case):
    """The oracle's {(scheme, beneficiary): fen}, and the keys for which a figure is missing."""
    found = oracle.amounts(given_case)
    return {key: fen for key, fen in found.items() if len(key) == 2 and fen}, {key[:2] for key in found if len(key) == 3}


_COMPARED = ("yuan", "square metres")


def told(answer):
    """What `evaluate` grants: {(scheme, beneficiary): fen}."""
    return {(row["scheme"], row["beneficiary"]): fen(row["amount"]) for row in answer["entitlements"] if row["unit"] in _COMPARED and row["amount"]}


def families_together(seeds):
    """Cases that can be one batch: the same window of whole years, the same readings, and each county's figures the same for all."""
    draw = random.Random(f"together {seeds[0]}")
    choices = {name: draw.choice(options) for name, options in (chance.READINGS | chance.CITY_READINGS).items() if draw.random() < 0.15}
    year = draw.choice([2011, 2012, 2013] if "PC-24" in choices else [2005, 2008, 2011, 2012, 2013, 2014, 2015, 2016, 2022, 2023])
    last = year + (0 if "PC-24" in choices else draw.choice([0, 0, 1, 2]))
    cases = [chance.family(seed) for seed in seeds]
    values = {}
    for one in cases:
        values.setdefault(one["place"], one["values"])
    window = {"from": f"{year}-01", "to": f"{last}-12", "choices": choices}
    return [one | window | {"values": values[one["place"]]} for one in cases]


def disagreements(cases):
    """(sentences that say where the batch, one household by itself and the plain reading of these cases differ, how many amounts were compared)"""
    tables, ids = stacking.of_cases(cases)
    read = [case.read(one, registry.money_names()) for one in cases]
    book = given.book().brings(list(dict.fromkeys(value for one in read for value in one.values)))
    together = assess(tables, values=book, since=read[0].since, until=read[0].until)
    found, compared = [], 0
    for one, (due, rights, questions) in zip(cases, ledgers(together, ids), strict=True):
        alone, (plainly, no_figure) = told(evaluate(one | {"values": [], "choices": {}}, values=book)), read_plainly(one)
        compared += len({*due, *alone, *plainly})
        for key in {*due, *alone, *plainly}:
            if not due.get(key, 0) == alone.get(key, 0) == plainly.get(key, 0):
                found.append(f"{key}: {due.get(key, 0)} in the batch, {alone.get(key, 0)} alone, {plainly.get(key, 0)} read plainly")
        found += [f"{key} has no figure and is no question" for key in no_figure - questions]
        plain_rights = oracle.rights(one)
        found += [f"{key}: rights differ" for key in {*rights, *plain_rights} if rights.get(key, 0) != plain_rights.get(key, 0)]
    return found, compared
