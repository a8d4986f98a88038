"""What an entry would change of a family's recorded facts. Reads nothing and writes nothing."""
from dataclasses import dataclass

from households import kinds
from households.entry import UNRECORDED


@dataclass(frozen=True)
class Difference:
    """One kind of fact of one subject: rows and a statement that no longer hold, and what is said instead."""

    kind: object
    person_id: int | None  # None: the family
    withdrawn: tuple = ()
    recorded: tuple = ()  # model values
    unstated: object = None  # the Statement that falls away
    states_none: bool = False

    @property
    def contradicts(self):
        """True when something recorded is withdrawn, not only added to."""
        return bool(self.withdrawn or self.unstated)


def of_person(person, person_id, facts, statements):
    """Differences of one PersonEntry against the rows and statements of that person."""
    for kind in kinds.PERSON:
        found = compare(kind, kind.said(person), facts.get((kind.name, person_id), ()), statements.get((kind.name, person_id)), person_id)
        if found:
            yield found


def of_family(entry, ids, facts, statements):
    """Differences of the family's own kinds. `ids`: key -> person id, None -> household id."""
    for kind in kinds.FAMILY:
        items = getattr(entry, kind.name)
        said = UNRECORDED if items is UNRECORDED else tuple(kind.said(items, ids))
        found = compare(kind, said, facts[kind.name], statements.get((kind.name, None)), None)
        if found:
            yield found


def compare(kind, said, rows, statement, person_id):
    """The Difference between what is said and what stands, or None."""
    if said is UNRECORDED:
        return None
    wanted = list(said)
    withdrawn = []
    for row in rows:
        values = kind.values(row)
        if values in wanted:
            wanted.remove(values)
        else:
            withdrawn.append(row)
    states_none = not said and statement is None
    unstated = statement if said else None
    if not (withdrawn or wanted or states_none or unstated):
        return None
    return Difference(kind, person_id, tuple(withdrawn), tuple(wanted), unstated, states_none)
