"""The same person, number or account twice: inside the county who and where, outside it only yes or no."""
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from accounts import crypto, scope
from households.models import Account, Membership, Person
from households.queries.family import county_of


@dataclass(frozen=True)
class Recorded:
    """Where somebody with this number, or this account, is on record already."""

    key: str  # of the person in the entry
    name: str
    household_id: int
    household_number: str
    division_code: str
    is_couple: bool  # householder or spouse there
    others: int = 0  # how many more


def people_on_record(entry, *, household_id=None):
    """[Recorded] for every number of the entry that another record of the county has."""
    keys = {crypto.number_hash(person.number): person.key for person in entry.people if person.number}
    if not keys:
        return []
    with scope.entered(county_of(entry.village)):
        found = _memberships(Person.objects.filter(county_code=county_of(entry.village), number_hash__in=list(keys)), household_id)
        return [_recorded(keys[bytes(rows[0].person.number_hash)], rows) for rows in found.values()]


def shared_accounts(entry, *, person_ids=()):
    """[Recorded] for every account number of the entry that other people of the county are paid to as well."""
    keys = {crypto.number_hash(account.number): account.holder for account in entry.accounts if account.number}
    if not keys:
        return []
    with scope.entered(county_of(entry.village)):
        return _paid_to(keys, person_ids)


def of_family(known):
    """([Recorded] of members in other records, [Recorded] of others paid to a member's account); keys are person-<id>."""
    county = county_of(known.household.division_code)
    with scope.entered(county):
        also = _memberships(known.people, known.household.pk)
        numbers = {bytes(row.number_hash): f"person-{person}" for person, rows in known.accounts.items() for row in rows if row.until is None}
        return [_recorded(f"person-{person}", rows) for person, rows in also.items()], _paid_to(numbers, [person.pk for person in known.people])


def known_elsewhere(number_hash, *, county_code):
    """Does another county record this number: yes or no. The caller journals that it asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT known_elsewhere(%s, %s)", [number_hash, county_code])
        return cursor.fetchone()[0]


def _paid_to(keys, person_ids):
    """One Recorded for each number hash of `keys` that others than `person_ids` are paid to."""
    accounts = Account.objects.filter(number_hash__in=list(keys), withdrawn_at=None, until=None).exclude(person_id__in=person_ids)
    holders = {account.person_id: bytes(account.number_hash) for account in accounts}
    found = defaultdict(list)
    for person_id, rows in _memberships(list(holders), None).items():
        found[holders[person_id]].append(rows[0])
    return [_recorded(keys[number], rows) for number, rows in found.items()]


def _memberships(people, household_id):
    """{person id: standing Memberships, the home first} outside one household."""
    rows = Membership.objects.filter(person__in=people, withdrawn_at=None).exclude(household_id=household_id)
    found = defaultdict(list)
    for row in rows.select_related("person", "household").order_by("-home", "id"):
        found[row.person_id].append(row)
    return found


def _recorded(key, rows):
    first = rows[0]
    return Recorded(
        key=key,
        name=first.person.name,
        household_id=first.household_id,
        household_number=first.household.number,
        division_code=first.household.division_code,
        is_couple=first.relation in ("0", "1"),
        others=len(rows) - 1,
    )
