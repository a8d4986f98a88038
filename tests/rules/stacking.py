"""Many cases as one batch: their tables one after another, row numbers moved up."""
import numpy as np

from benefits.rules import case, registry, tables
from benefits.rules.facts import TABLES


def of_cases(cases):
    """(tables of all, names of all persons)"""
    stacked = {name: [] for name in TABLES}
    names, people, homes = [], 0, 0
    for given in cases:
        alone = tables.of_case(case.read(given, registry.money_names()))
        for name, table in TABLES.items():
            rows = alone[name].copy()
            for column, kind in table.columns.items():
                if kind.kind == "row":
                    rows[column] += np.where(rows[column] < 0, 0, homes if column == "household" else people)
            stacked[name].append(rows)
        members = given["household"]["members"]
        stacked["households"][-1]["id"] = homes
        names += [member["id"] for member in members]
        people, homes = people + len(members), homes + 1
    return {name: np.concatenate(rows) for name, rows in stacked.items()}, names
