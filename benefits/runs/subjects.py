"""Beneficiaries as the books name them: `person:12`, `household:7`, `couple:1+2` (husband and wife), `village:370303100001`."""
import numpy as np

from benefits.rules.facts import BENEFICIARIES

SUBJECT = np.dtype([("who", "i8"), ("partner", "i8"), ("person", "i8"), ("home", "i8"), ("own", "?")])


def named(tables, kind):
    """Of every row a claim of this kind can be about: its numbers, the person it is (0: none), its row in `households`, whether it is its own."""
    people, homes = tables["persons"], tables["households"]
    if kind == "person":
        return _made(who=people["id"], partner=0, person=people["id"], home=people["household"], own=people["own"])
    if kind == "household":
        return _made(who=homes["id"], partner=0, person=0, home=np.arange(len(homes)), own=True)
    if kind == "couple":
        couples = tables["couples"]
        husband, wife = people[couples["husband"]], people[couples["wife"]]
        return _made(who=husband["id"], partner=wife["id"], person=0, home=wife["household"], own=wife["own"])
    villages = tables["villages"]
    return _made(who=villages["place"], partner=0, person=0, home=villages["household"], own=villages["own"])


def text(kind, who, partner):
    """The beneficiary as text; `kind` indexes BENEFICIARIES."""
    return f"{BENEFICIARIES[kind]}:{who}" + (f"+{partner}" if partner else "")


def _made(**columns):
    made = np.zeros(len(columns["who"]), SUBJECT)
    for name, column in columns.items():
        made[name] = column
    return made
