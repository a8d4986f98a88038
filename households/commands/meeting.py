"""The people an entry means who are on record already, beyond the family it is about."""
from dataclasses import dataclass
from itertools import chain

from households.queries import recorded


@dataclass(frozen=True)
class Met:
    """What is on record of the people an entry means."""

    found: dict  # key of the entry -> Person
    homes: dict  # person id -> Membership of another record, in which their own claims are calculated
    facts: dict  # (kind name, person id) -> rows, of people of other records
    statements: dict  # (kind name, person id) -> Statement, likewise
    family_facts: dict  # kind name -> rows between all of them


def meet(families):
    """[Met] of several families; `families` are pairs of recorded.Family and {key: Person} of the people the entry means."""
    homes = recorded.homes({person.pk for _known, found in families for person in found.values()})
    strangers = [{person.pk for person in found.values()} - {member.pk for member in known.people} for known, found in families]
    facts, statements = recorded.person_facts(set(chain.from_iterable(strangers)))
    joined = recorded.family_facts(
        {
            known.household.pk: {row.person_id: row.home for row in known.memberships} | dict.fromkeys(others, False)
            for (known, _found), others in zip(families, strangers, strict=True)
            if others
        }
    )
    return [
        Met(found, _elsewhere(homes, known), facts, statements, joined.get(known.household.pk, known.family_facts)) for known, found in families
    ]


def _elsewhere(homes, known):
    return {person: home for person, home in homes.items() if home.household_id != known.household.pk}
