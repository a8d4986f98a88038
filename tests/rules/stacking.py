"""Many cases as one batch: their tables one after another, row numbers moved up."""
import numpy as np

from benefits.rules import case, registry, tables
from benefits.rules.facts import TABLES


def of_cases(cases):
    """(tables of all, names of all persons)"""
    stacked = {name: [] for name in TABLES}
    names, so_far = [], dict.fromkeys(TABLES, 0)
    for home, given in enumerate(cases):
        alone = tables.of_case(case.read(given, registry.money_names()))
        for name, table in TABLES.items():
            rows = alone[name].copy()
            for column, kind in table.columns.items():
                if kind.kind == "row":
                    rows[column] += np.where(rows[column] < 0, 0, so_far[kind.to])
            stacked[name].append(rows)
        so_far = {name: count + len(alone[name]) for name, count in so_far.items()}
        stacked["households"][-1]["id"] = home
        names += [member["id"] for member in given["household"]["members"]]
    return {name: np.concatenate(rows) for name, rows in stacked.items()}, names
