"""What is recorded of many people and families at once, with a fixed number of questions however many there are."""
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from accounts import crypto
from households import kinds
from households.models import Account, Household, Membership, Person, Statement


@dataclass(frozen=True)
class Family:
    """What stands recorded of a family: nothing withdrawn, whatever its period."""

    household: Household
    memberships: tuple[Membership, ...]  # householder first
    person_facts: dict  # (kind name, person id) -> rows
    family_facts: dict  # kind name -> rows
    statements: dict  # (kind name, person id, None for the family) -> Statement
    accounts: dict  # person id -> Account rows

    @property
    def people(self):
        return tuple(membership.person for membership in self.memberships)


@dataclass(frozen=True)
class Known:
    """A person of the county, and the membership in which their own claims are calculated."""

    person: Person
    home: Membership | None


def people(numbers, county_code):
    """{ID number: Known} of those the county has on record."""
    hashes = {crypto.number_hash(number): number for number in numbers}
    found = numbered(hashes, county_code)
    home_of = homes([person.pk for person in found.values()])
    return {hashes[number]: Known(person, home_of.get(person.pk)) for number, person in found.items()}


def numbered(hashes, county_code):
    """{number hash: Person} of those the county has on record."""
    return {bytes(person.number_hash): person for person in Person.objects.filter(county_code=county_code, number_hash__in=list(hashes))}


def homes(person_ids):
    """{person id: Membership} of the records in which these people's own claims are calculated."""
    memberships = Membership.objects.filter(person__in=person_ids, home=True, withdrawn_at=None, until=None)
    return {membership.person_id: membership for membership in memberships.select_related("household", "person")}


def families(households):
    """{household id: Family} of these households."""
    memberships = _memberships(households)
    ids = [membership.person_id for members in memberships.values() for membership in members]
    facts, statements = person_facts(ids)
    accounts = _grouped(Account.objects.filter(person_id__in=ids, withdrawn_at=None).order_by("since", "id"), "person_id")
    of_households = _grouped(Statement.objects.filter(household__in=households, withdrawn_at=None), "household_id")
    of_people = _grouped(statements.values(), "person_id")
    of_families = family_facts({pk: {row.person_id: row.home for row in members} for pk, members in memberships.items()})
    return {
        household.pk: Family(
            household=household,
            memberships=tuple(memberships[household.pk]),
            person_facts=facts,
            family_facts=of_families[household.pk],
            statements=_by_kind(of_households[household.pk], *(of_people[row.person_id] for row in memberships[household.pk])),
            accounts=accounts,
        )
        for household in households
    }


def new_family(household):
    """The Family of a household of which nothing is recorded yet."""
    return Family(household, (), {}, {kind.name: [] for kind in kinds.FAMILY}, {}, {})


def person_facts(person_ids):
    """(rows a kind and person, statements a kind and person) that stand of people wherever they are recorded."""
    if not person_ids:
        return {}, {}
    rows = {kind.name: _grouped(kind.rows(person_ids).filter(withdrawn_at=None), "person_id") for kind in kinds.PERSON}
    statements = Statement.objects.filter(person_id__in=person_ids, withdrawn_at=None)
    return {(kind, person): facts for kind, of_people in rows.items() for person, facts in of_people.items()}, _by_kind(statements)


def family_facts(members):
    """{household id: {kind name: rows}} that stand of these households and between their people. `members`: {household id: {person id: home}}."""
    people = [person for of_family in members.values() for person in of_family]
    rows = {kind.name: _BySubject(kind.rows(list(members), people).filter(withdrawn_at=None)) for kind in kinds.FAMILY} if members else {}
    return {
        household: {name: by_subject.of(household, of_family) for name, by_subject in rows.items()} for household, of_family in members.items()
    }


class _BySubject:
    """Rows of a kind, found by the household or the people they are about, told in the order they were read."""

    def __init__(self, rows):
        self._rows = defaultdict(list)
        for place, row in enumerate(rows):
            name = next(name for name in ("household_id", "person_id", "husband_id", "child_id") if hasattr(row, name))
            self._rows[name, getattr(row, name)].append((place, row))

    def of(self, household, members):
        """Those about this household, or about its people alone; a certificate belongs where its holder is at home."""
        if not self._rows:
            return []
        found = dict(self._rows.get(("household_id", household), ()))
        for person, home in members.items():
            if home:
                found |= self._rows.get(("person_id", person), ())
            for first, second in (("husband_id", "wife_id"), ("child_id", "parent_id")):
                found |= {place: row for place, row in self._rows.get((first, person), ()) if getattr(row, second) in members}
        return [found[place] for place in sorted(found)]


def _memberships(households):
    rows = Membership.objects.filter(household__in=households, withdrawn_at=None).select_related("person")
    found = _grouped(rows.order_by("relation", "person__born", "id"), "household_id")
    return {household.pk: found.get(household.pk, []) for household in households}


def _by_kind(*statements):
    return {(statement.kind, statement.person_id): statement for statement in chain.from_iterable(statements)}


def _grouped(rows, name):
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
