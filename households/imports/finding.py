"""What the check of a family finds out."""
from dataclasses import dataclass, field

from households.entry import FamilyEntry
from households.imports.models import ImportFamily
from households.models import Household


@dataclass
class Finding:
    """What became clear about one family: the outcome, its record, and the entry a command can take."""

    family: object
    outcome: str = ImportFamily.Outcome.ERROR
    household: Household | None = None
    entry: FamilyEntry | None = None
    notes: list = field(default_factory=list)  # (line, kind, column key, sentence)

    @property
    def is_refused(self):
        return any(kind == "error" for _line, kind, _column, _sentence in self.notes)

    def line(self, key):
        """The row of a person of the entry."""
        return next(line for line in self.family.lines if line.key == key)

    def note(self, line, kind, column, sentence):
        self.notes.append((line, kind, column, sentence))

    def refuse(self, line, column, sentence, outcome=ImportFamily.Outcome.ERROR):
        self.outcome = outcome
        self.note(line, "error", column, sentence)
