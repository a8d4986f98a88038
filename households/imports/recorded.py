"""What is recorded of many people and families at once."""
from collections import ChainMap, defaultdict
from dataclasses import dataclass

from accounts import crypto
from households import kinds
from households.models import Account, Membership, Person, Statement
from households.queries import family as queries


@dataclass(frozen=True)
class Known:
    """A person of the county, and the membership in which their own claims are calculated."""

    person: Person
    home: Membership | None


def people(numbers, county_code):
    """{ID number: Known} of those the county has on record."""
    hashes = {crypto.number_hash(number): number for number in numbers}
    found = {person.pk: person for person in Person.objects.filter(county_code=county_code, number_hash__in=list(hashes))}
    homes = Membership.objects.filter(person__in=found, home=True, withdrawn_at=None, until=None).select_related("household")
    home_of = {membership.person_id: membership for membership in homes}
    return {hashes[bytes(person.number_hash)]: Known(person, home_of.get(person.pk)) for person in found.values()}


def families(households):
    """{household id: queries.family.Family}, read with a fixed number of questions however many there are."""
    memberships = _memberships(households)
    ids = [membership.person_id for members in memberships.values() for membership in members]
    facts, statements = queries.person_facts(ids)
    accounts = _grouped(Account.objects.filter(person_id__in=ids, withdrawn_at=None).order_by("since", "id"), "person_id")
    of_households = _grouped(Statement.objects.filter(household__in=households, withdrawn_at=None), "household_id")
    rows = {kind.name: _by_subject(kind.rows(households, ids).filter(withdrawn_at=None)) for kind in kinds.FAMILY}
    return {
        household.pk: queries.Family(
            household=household,
            memberships=tuple(memberships[household.pk]),
            person_facts=facts,
            family_facts=_of_family(rows, household, memberships[household.pk]),
            statements=ChainMap({(statement.kind, None): statement for statement in of_households.get(household.pk, ())}, statements),
            accounts=accounts,
        )
        for household in households
    }


def _memberships(households):
    rows = Membership.objects.filter(household__in=households, withdrawn_at=None).select_related("person")
    return defaultdict(list, _grouped(rows.order_by("relation", "person__born", "id"), "household_id"))


def _of_family(rows, household, memberships):
    """The rows about this household, or about its people alone; a certificate belongs where its holder is at home."""
    members = {membership.person_id: membership.home for membership in memberships}
    return {name: _candidates(by_subject, household, members) for name, by_subject in rows.items()}


def _candidates(by_subject, household, members):
    found = list(by_subject.get(("household_id", household.pk), ()))
    found += [row for person, home in members.items() if home for row in by_subject.get(("person_id", person), ())]
    for first, second in (("husband_id", "wife_id"), ("child_id", "parent_id")):
        found += [row for person in members for row in by_subject.get((first, person), ()) if getattr(row, second) in members]
    return found


def _by_subject(rows):
    """Rows by the household or the first person they are about."""
    grouped = defaultdict(list)
    for row in rows:
        name = next(name for name in ("household_id", "person_id", "husband_id", "child_id") if hasattr(row, name))
        grouped[name, getattr(row, name)].append(row)
    return grouped


def _grouped(rows, name):
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
