"""Cells of the entry page as a FamilyEntry, with a message for every cell that cannot be read.

When a record is amended, a cell that says what the record says leaves the record's own, richer value (a hukou history,
the kind of a disability) as it is.
"""
from dataclasses import dataclass

from households import checks
from households.cells import families, others, people
from households.cells.typed import Message, Typed, row_keys
from households.entry import FamilyEntry

# Cells of a row at which a Problem points, where they are not named as its field is.
_CELLS_OF_ROWS = {
    "death": {"adult": "ended_on", "child": "event_on"},
    "disability": {"adult": "number", "child": "event_on"},
    "hukou": {"adult": "ended_on", "child": "number"},
    "couples": {"adult": "marital", "child": "number"},
    "name": {"adult": "name", "child": "name"},
    "origin_on": {"child": "origin_on"},
}
_CELLS_OF_FAMILY = {
    "village": "village",
    "relation": "adult-0-relation",
    "certificates": "certificate-issued",
    "minimum_living": "living-0-since",
    "status": "status-0-since",
}


@dataclass(frozen=True)
class Page:
    """What was typed, as far as it can be read."""

    entry: FamilyEntry
    messages: tuple[Message, ...]


def read(cells, *, villages, on, base=None):
    """The Page of `cells` (name -> text). `villages`: places.Village rows the post may enter for."""
    typed = Typed(cells, on, base)
    found = others.read(typed)
    entry = families.family(typed, people.people(typed, found), villages, found)
    spoken = {message.cell for message in typed.messages}  # one sentence a cell is enough
    doubted = [_message(problem, cells) for problem in checks.problems(entry, on=on)]
    return Page(entry, (*typed.messages, *(message for message in doubted if message.cell not in spoken)))


def _message(problem, cells):
    return Message("error" if problem.blocking else "warning", _cell(problem, cells), problem.sentence)


def _cell(problem, cells):
    if problem.field in (*others.STATED, "income", "housing"):
        return others.cell_of(cells, row_keys(cells, "fact"), problem.field, problem.key)
    if problem.key is None:
        return _CELLS_OF_FAMILY[problem.field]
    if problem.field == "accounts":
        holders = [n for n in row_keys(cells, "account") if cells.get(f"account-{n}-holder") == problem.key]
        return f"account-{holders[0]}-number"
    kind = problem.key.split("-")[0]
    return f"{problem.key}-{_CELLS_OF_ROWS.get(problem.field, {}).get(kind, 'number')}"
