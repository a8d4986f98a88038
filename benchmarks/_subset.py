"""Two yearly schemes of people of four counties, one excluding the other, written once for the rules of this house and for OpenFisca-Core.

Run by itself (`python -m benchmarks._subset FILE` in an environment that has OpenFisca-Core) it computes with OpenFisca; its last line is JSON.
OpenFisca-Core is under the AGPL: it is run beside, never imported by the product.
"""
import json
import sys
import time

import numpy as np

COUNTIES = ("370303000000", "520115000000", "410802000000", "620921000000")
RATES = {"elder": (96000, 97300, 98100, 99900), "mother": (408000, 409000, 411000, 413000)}  # fen a year, by county
YEAR_END = 20453  # 2025-12-31, days from 1970-01-01
BORN_60, BORN_49 = -1462, 2556  # born by these days they are 60 and 49 by the end of 2025


def rules(person, rate):
    """{scheme: (condition, fen a year)}; `person(name)` and `rate(scheme)` give arrays, or words of rules."""
    mother = (person("female") == 1) & (person("born") <= BORN_49) & (person("died") > YEAR_END) & (person("born") > BORN_60)
    elder = (person("born") <= BORN_60) & (person("died") > YEAR_END) & ~mother
    return {"elder": (elder, rate("elder")), "mother": (mother, rate("mother"))}


def ours(tables, people_a_chunk):
    """(seconds of computing, fen together) by the rules of this house, chunk by chunk."""
    from datetime import date

    from benefits import rules as house
    from benefits.rules.expr import Const, If
    from benefits.rules.facts import F, some_households
    from benefits.rules.registry import _scheme
    from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies

    money = {name: Policies(name).money("rate") for name in RATES}
    columns = {"female": If(F.sex == "female", Const(1), Const(0)), "born": F.born, "died": F.died}
    schemes, values = {}, []
    for name, (condition, rate) in rules(columns.__getitem__, money.__getitem__).items():
        in_force = Policies(name).flag("in_force")
        claim = Claim(
            kind="person", in_force=in_force, conditions=(Condition("", condition, lambda v: ""),), amounts=(Amount(rate),), yearly=F.born == F.born
        )
        schemes[name] = _scheme(name, Definition(title=name, clause="", claims=(claim,), period="year"))
        since = {"since": date(2000, 1, 1), "until": None, "cite": "", "scheme": name}
        values.append(house.Value(place="000000000000", name=f"{name}.in_force", value=True, unit="flag", **since))
        values += [
            house.Value(place=county, name=f"{name}.rate", value=f"{fen / 100:.2f}", unit="yuan per person per year", **since)
            for county, fen in zip(COUNTIES, RATES[name], strict=True)
        ]
    book = house.Book([*values, house.Value(place="000000000000", name="PC-31", value="last_of_february", unit="choice", since=date(1900, 1, 1),
                                            until=None, cite="")])  # fmt: skip
    homes, seconds, total = len(tables["households"]), 0.0, 0
    step = max(1, people_a_chunk * homes // len(tables["persons"]))
    for first in range(0, homes, step):
        part, _kept = some_households(tables, np.arange(first, min(first + step, homes)))
        begun = time.perf_counter()
        lines = house.assess(part, values=book, since=2025 * 12, until=2026 * 12, schemes=schemes).lines
        seconds += time.perf_counter() - begun
        total += int(lines["amount_fen"].sum())
    return seconds, total


def arrays(tables):
    """The same people as plain columns."""
    people, homes = tables["persons"][tables["persons"]["own"]], tables["households"]
    place = homes["place"][people["household"]] // 1_000_000
    return {
        "female": (people["sex"] == 1).astype("i8"), "born": people["born"].astype("i8"), "died": people["died"].astype("i8"),
        "county": np.searchsorted(np.sort([int(code[:6]) for code in COUNTIES]), place),
    }  # fmt: skip


def openfisca(columns):
    """(seconds of building and computing, fen together) by OpenFisca-Core: parameters by county, the same rule."""
    from openfisca_core import entities, parameters, periods, simulations, taxbenefitsystems, variables

    order = np.argsort([int(code[:6]) for code in COUNTIES])
    person = entities.Entity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    stated = {
        name: {f"c{place}": {"values": {"2000-01-01": {"value": rates[county]}}} for place, county in enumerate(order)}
        for name, rates in RATES.items()
    }
    system.parameters = parameters.ParameterNode("", data=stated)

    def variable(name, kind, **more):
        return type(name, (variables.Variable,), {"value_type": kind, "entity": person, "definition_period": periods.DateUnit.YEAR, **more})

    for name in ("female", "born", "died"):
        system.add_variable(variable(name, int))
    system.add_variable(variable("county", str))

    def formula(of):
        def compute(people, period, stated):
            keys = people("county", period)
            condition, amount = rules(lambda name: people(name, period), lambda name: getattr(stated(period), name)[keys])[of]
            return condition * amount

        return compute

    for name in RATES:
        system.add_variable(variable(f"due_{name}", int, formula=formula(name)))
    begun = time.perf_counter()
    simulation = simulations.SimulationBuilder().build_default_simulation(system, count=len(columns["born"]))
    for name in ("female", "born", "died"):
        simulation.set_input(name, "2025", columns[name])
    simulation.set_input("county", "2025", np.char.add("c", columns["county"].astype(str)))
    total = sum(int(simulation.calculate(f"due_{name}", "2025").astype("i8").sum()) for name in RATES)
    return time.perf_counter() - begun, total


if __name__ == "__main__":
    spent, fen = openfisca(dict(np.load(sys.argv[1])))
    print(json.dumps({"seconds": spent, "fen": fen}))
