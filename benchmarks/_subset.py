"""Three schemes of people of four counties over five years, written once for the rules of this house and for OpenFisca-Core.

What a county does in little: two are written by the month and one by the year, each county has its own figures and they change at dates of
their own, a month is judged by the day an age is reached, a death and the days 低保 began and ended, and one scheme looks at what another gives.
Everything is recorded of everybody; nobody has more than one period of 低保.

Neither side explains here: OpenFisca has no reasons to give. The rules of this house come out as ledger lines with the values each rests on, one a
person, scheme and period; OpenFisca as an array a month. It is given the days on which people come of age, which the house works out. Its figures by
county are looked up once as its documentation does, by name, and once by index, which is faster and uses less of it; both are told.
Each is computed PASSES times from the beginning and the fastest is told: what a program does only the first time is in neither.

Run by itself (`python -m benchmarks._subset FILE` in an environment that has OpenFisca-Core) it computes with OpenFisca; its last line is JSON.
OpenFisca-Core is under the AGPL: it is run beside, never imported by the product.
"""
import datetime
import json
import sys
import time

import numpy as np

COUNTIES = ("370303000000", "410802000000", "520115000000", "620921000000")
FIRST_YEAR, YEARS = 2021, 5
# Fen a month, of the elder a year: what the first county states and from when; each other county 1 yuan a month more than the one before.
RATES = {
    "mother": {"2000-01-01": 45000, "2022-07-01": 59000, "2024-01-01": 62000},
    "uplift": {"2000-01-01": 6000, "2021-07-01": 6600, "2023-04-01": 7000, "2025-01-01": 7500},
    "elder": {"2000-01-01": 96000, "2023-01-01": 108000, "2025-01-01": 120000},
}
A_YEAR = ("elder",)
AGES = (49, 60)
PASSES = 3


def stated(name, county):
    """{since: fen} of a county."""
    return {since: fen + county * (1200 if name in A_YEAR else 100) for since, fen in RATES[name].items()}


def rules(of):
    """{scheme: (condition, figure)}; `of` gives arrays of one month, or words of rules."""
    on_allowance = of.held(of.first, of.last)
    mother = (of.female == 1) & (of.turns_49 <= of.last) & (of.turns_60 > of.last) & (of.died >= of.first)
    uplift = on_allowance & (of.died >= of.first)
    elder = (of.turns_60 <= of.year_last) & (of.died > of.year_last) & ~of.held(of.year_last, of.year_last)
    return {"mother": (mother, of.rate("mother")), "uplift": (uplift, of.rate("uplift")), "elder": (elder, of.rate("elder"))}


class Words:
    """What the rules ask for, as words of this house."""

    def __init__(self):
        from benefits.rules import family
        from benefits.rules.expr import AnyOf
        from benefits.rules.facts import ALLOWANCE, ALLOWANCES, F
        from benefits.rules.scheme import Policies

        self.female, self.died = F.sex - 0, F.died
        self.turns_49, self.turns_60 = (family.reached(F.born, Policies().years(f"age_{years}")) for years in AGES)
        self.first, self.last, self.year_last = family.FIRST_DAY, family.LAST_DAY, family.YEAR_LAST
        self.held = lambda first, last: AnyOf(ALLOWANCES, (ALLOWANCE.since <= last) & (ALLOWANCE.until > first))
        self.rate = lambda name: Policies(name).money("rate")


def ours(tables, people_a_chunk):
    """(seconds of computing, fen together, ledger lines) by the rules of this house, chunk by chunk."""
    from benefits import rules as house
    from benefits.rules.expr import Always
    from benefits.rules.facts import some_households
    from benefits.rules.registry import scheme
    from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies

    schemes, values, begins = {}, [], datetime.date(2000, 1, 1)
    for name, (condition, rate) in rules(Words()).items():
        claim = Claim(
            kind="person", in_force=Policies(name).flag("in_force"), conditions=(Condition("", condition, lambda v: ""),),
            amounts=(Amount(rate),), yearly=Always(name in A_YEAR),
        )  # fmt: skip
        schemes[name] = scheme(name, Definition(title=name, clause="", claims=(claim,), period="year" if name in A_YEAR else "month"))
        about = {"until": None, "cite": "", "scheme": name}
        values.append(house.Value(place="000000000000", name=f"{name}.in_force", value=True, unit="flag", since=begins, **about))
        unit = f"yuan per person per {'year' if name in A_YEAR else 'month'}"
        values += [
            house.Value(place=place, name=f"{name}.rate", value=f"{fen / 100:.2f}", unit=unit, since=datetime.date.fromisoformat(since), **about)
            for county, place in enumerate(COUNTIES) for since, fen in stated(name, county).items()
        ]  # fmt: skip
    everywhere = {"place": "000000000000", "since": datetime.date(1900, 1, 1), "until": None, "cite": ""}
    values += [house.Value(name=f"age_{years}", value=years, unit="years", **everywhere) for years in AGES]
    book = house.Book([*values, house.Value(name="PC-31", value="last_of_february", unit="choice", **everywhere)])
    homes = len(tables["households"])
    step = max(1, people_a_chunk * homes // len(tables["persons"]))

    def computed():
        seconds, total, lines = 0.0, 0, 0
        for first in range(0, homes, step):
            part, _kept = some_households(tables, np.arange(first, min(first + step, homes)))
            begun = time.perf_counter()
            found = house.assess(part, values=book, since=FIRST_YEAR * 12, until=(FIRST_YEAR + YEARS) * 12, schemes=schemes).lines
            seconds += time.perf_counter() - begun
            total, lines = total + int(found["amount_fen"].sum()), lines + len(found)
        return seconds, total, lines

    return min(computed() for _pass in range(PASSES))


def complete(tables):
    """The tables with everything recorded and one period of 低保 a person."""
    allowances = tables["allowances"]
    allowances = allowances[allowances["since_recorded"] & tables["persons"]["own"][allowances["person"]]]
    _, first = np.unique(allowances["person"], return_index=True)
    persons = tables["persons"].copy()
    for name in ("sex_recorded", "born_recorded", "died_recorded", "minimum_living_recorded"):
        persons[name] = True
    return tables | {"persons": persons, "allowances": allowances[first]}


def arrays(tables):
    """The same people as plain columns."""
    from benefits.rules import months

    persons, allowances = tables["persons"], tables["allowances"]
    since = until = np.full(len(persons), months.FOREVER, dtype="i8")
    since, until = since.copy(), until.copy()
    since[allowances["person"]], until[allowances["person"]] = allowances["since"], allowances["until"]
    place = tables["households"]["place"][persons["household"]] // 1_000_000
    columns = {
        "female": persons["sex"], "died": persons["died"], "since": since, "until": until, "turns_49": months.reached(persons["born"], 49),
        "turns_60": months.reached(persons["born"], 60), "county": np.searchsorted([int(code[:6]) for code in COUNTIES], place),
    }  # fmt: skip
    return {name: column.astype("i8")[persons["own"]] for name, column in columns.items()}


class Arrays:
    """What the rules ask for, as OpenFisca has it in one month or year."""

    def __init__(self, person, period, parameters, by_name):
        self._by_name = by_name
        epoch = datetime.date(1970, 1, 1)
        self._person, self._period, self._parameters = person, period, parameters
        self.first, self.last = ((datetime.date(*day) - epoch).days for day in (period.start, period.stop))
        self.year_last = (datetime.date(period.start.year, 12, 31) - epoch).days

    def __getattr__(self, name):
        return self._person(name, self._period)

    def held(self, first, last):
        return (self.since <= last) & (self.until > first)

    def rate(self, name):
        by_county = getattr(self._parameters(self._period), name)
        if self._by_name:
            return by_county[self.county]
        return np.array([by_county[f"c{county}"] for county in range(len(COUNTIES))])[self.county]


def openfisca(columns, *, by_name):
    """(seconds of building and computing, fen together) by OpenFisca-Core: figures by county, the same rules."""
    from openfisca_core import entities, parameters, periods, simulations, taxbenefitsystems, variables

    person = entities.Entity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    by_county = {
        name: {f"c{county}": {"values": {since: {"value": fen} for since, fen in stated(name, county).items()}} for county in range(len(COUNTIES))}
        for name in RATES
    }
    system.parameters = parameters.ParameterNode("", data=by_county)

    def variable(name, kind, period, **more):
        return type(name, (variables.Variable,), {"value_type": kind, "entity": person, "definition_period": period, **more})

    def formula(of):
        def compute(people, period, stated):
            condition, amount = rules(Arrays(people, period, stated, by_name))[of]
            return condition * amount

        return compute

    inputs = [name for name in columns if name != "county"]
    for name in inputs:
        system.add_variable(variable(name, int, periods.DateUnit.ETERNITY))
    system.add_variable(variable("county", str if by_name else int, periods.DateUnit.ETERNITY))
    for name in RATES:
        period = periods.DateUnit.YEAR if name in A_YEAR else periods.DateUnit.MONTH
        system.add_variable(variable(f"due_{name}", int, period, formula=formula(name)))
    county = np.char.add("c", columns["county"].astype(str)) if by_name else columns["county"]
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    asked = {name: [str(year) for year in years] if name in A_YEAR else [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
             for name in RATES}  # fmt: skip

    def computed():
        begun = time.perf_counter()
        simulation = simulations.SimulationBuilder().build_default_simulation(system, count=len(columns["female"]))
        for name in inputs:
            simulation.set_input(name, "ETERNITY", columns[name])
        simulation.set_input("county", "ETERNITY", county)
        total = sum(int(simulation.calculate(f"due_{name}", period).astype("i8").sum()) for name, wanted in asked.items() for period in wanted)
        return time.perf_counter() - begun, total

    return min(computed() for _pass in range(PASSES))


if __name__ == "__main__":
    people = dict(np.load(sys.argv[1]))
    (by_name, fen), (by_index, same) = (openfisca(people, by_name=by_name) for by_name in (True, False))
    print(json.dumps({"seconds": by_name, "seconds_by_index": by_index, "fen": fen if fen == same else None}))
