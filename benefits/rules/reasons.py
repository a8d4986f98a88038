"""Why, for the households of a batch: each by itself, when it is asked for."""
from __future__ import annotations

from benefits.rules import facts, registry
from benefits.rules.alone import Alone
from benefits.rules.months import Month


class Reasons:
    """The reasons of a batch (`assess` has the meaning of the arguments); the last household asked for is kept, so ask household by household."""

    def __init__(self, *, tables, book, since, until, names=None, schemes=registry.SCHEMES):
        self._tables, self._names = facts.empty() | tables, names
        self._asked = {"book": book, "since": since, "until": until, "schemes": schemes}
        self._homes = {kind: facts.households_of(self._tables, table) for kind, table in facts.TABLE_OF.items()}
        self._apart = facts.Apart(self._tables)
        self._kept = None, None

    def reason(self, scheme: str, beneficiary_row: int, period: Month, kind: str = "person") -> dict:
        """Why a beneficiary is or is not given something in a month (or its calendar year): conditions, values and sum, ready for JSON."""
        alone, row = self._of(beneficiary_row, kind)
        return alone.reason(scheme, row, period, kind)

    def of_year(self, scheme: str, beneficiary_row: int, year: int, kind: str = "person") -> dict:
        """What a beneficiary is given of a scheme in a calendar year: conditions, values and the sum of its parts; nothing there is a KeyError."""
        alone, row = self._of(beneficiary_row, kind)
        return alone.of_year(scheme, row, year, kind)

    def _of(self, beneficiary_row: int, kind: str) -> tuple[Alone, int]:
        """The household of a beneficiary, and the row it has there."""
        home = int(self._homes[kind][beneficiary_row])
        if self._kept[0] != home:
            self._kept = home, self._alone(home)
        alone, kept = self._kept[1]
        return alone, int(kept[facts.TABLE_OF[kind]].searchsorted(beneficiary_row))

    def _alone(self, home: int):
        """A household by itself, and the rows it has in the batch."""
        tables, kept = self._apart.household(home)
        names = None if self._names is None else [self._names[row] for row in kept["persons"]]
        return Alone(tables=tables, names=names, **self._asked), kept
