"""From rows of the sheet to families: the cells of each row parsed, rows of one family together."""
from dataclasses import dataclass, field
from datetime import date

from households.imports.cells import Wrong, text_of
from households.imports.columns import BY_KEY
from households.models import Relation

_CHILDREN = (Relation.SON, Relation.DAUGHTER)


@dataclass
class Line:
    """One row of the sheet, one person: its filled cells and what they say."""

    number: int  # as Excel counts rows
    cells: dict  # column key -> cell as it was read
    values: dict = field(default_factory=dict)  # column key -> parsed value, where the cell is well formed
    problems: list = field(default_factory=list)  # (column key or "", sentence)

    def __post_init__(self):
        for key, cell in self.cells.items():
            try:
                self.values[key] = BY_KEY[key].parse(cell)
            except Wrong as wrong:
                self.problems.append((key, str(wrong)))

    @property
    def key(self):
        """Names the person inside the family's entry."""
        return str(self.number)

    @property
    def relation(self):
        return self.values.get("relation")

    @property
    def is_child(self):
        return self.relation in _CHILDREN

    @property
    def sex(self):
        return self.number_says("sex") or self.values.get("sex")

    @property
    def born(self):
        return self.number_says("born") or self.values.get("born")

    @property
    def is_dead(self):
        return self.values.get("state") == "dead" or "died" in self.values

    def number_says(self, what):
        identity = self.values.get("number")
        return getattr(identity, what) if identity else None

    def says(self, *keys):
        """True when one of these cells is filled, well or badly."""
        return any(key in self.cells for key in keys)

    def refuse(self, key, sentence):
        self.problems.append((key, sentence))


@dataclass
class Family:
    """The rows of one family, in the order of the sheet, as they were on the day the file was checked."""

    lines: list
    on: date

    @property
    def is_sound(self):
        return not any(line.problems for line in self.lines)

    def of(self, *relations):
        return [line for line in self.lines if line.relation in relations]

    @property
    def head(self):
        return next(iter(self.of(Relation.HEAD)), None)

    @property
    def spouse(self):
        return next(iter(self.of(Relation.SPOUSE)), None)

    @property
    def children(self):
        return self.of(*_CHILDREN)

    def value(self, key, default=""):
        """What the family's rows say in a column about the family: the first that says anything."""
        return next((line.values[key] for line in self.lines if key in line.values), default)


def families_of(rows, keys, *, on):
    """The families of the rows below the headings; `keys` {position: column key}, `on` the day it is checked.

    Rows with the same 家庭序号 are one family. Without a number, each 户主 begins a family and the rows below belong to it.
    """
    numbered, found = {}, []
    for number, cells in rows:
        line = Line(number, {key: cells[place] for place, key in keys.items() if place < len(cells) and cells[place] is not None})
        label = text_of(line.cells["family"]) if line.says("family") else None
        if label in numbered:
            family = numbered[label]
        elif label or not found or line.relation == Relation.HEAD:
            family = Family([], on)
            found.append(family)
        else:
            family = found[-1]
        if label:
            numbered[label] = family
        family.lines.append(line)
    return found
