"""Who is handed what a beneficiary is due, and on which account."""
from benefits import beneficiaries
from benefits.models import Heir
from households.models import Account, Death, Membership, Person

_OF_A_PERSON = ("key", "name", "number_sealed")
_OF_AN_ACCOUNT = ("key", "person_id", "holder_name", "bank", "number_sealed", "number_hash")


def of(keys, *, on):
    """{beneficiary: (Person or None, Account or None)} for (beneficiary, household id) pairs, as things stand on a day.

    A person receives for themselves; for a household the living householder, then the spouse, then the others; for a couple
    the one with an account; a village has no person to receive. For somebody dead the heir on record receives; where there is
    none the dead stand there, and the anomaly list stops the payout.
    """
    keys = list(keys)
    candidates = {beneficiary: beneficiaries.people(beneficiary) for beneficiary, _ in keys}
    families = _families([household for beneficiary, household in keys if beneficiary.startswith("household:")], on=on)
    for beneficiary, household in keys:
        if beneficiary.startswith("household:"):
            candidates[beneficiary] = families.get(household, [])
    everybody = {person for people in candidates.values() for person in people}
    heirs = dict(Heir.objects.filter(person__in=everybody, withdrawn_at=None).values_list("person_id", "heir_id"))
    everybody |= set(heirs.values())
    people = Person.objects.only(*_OF_A_PERSON).in_bulk(everybody)
    accounts = {account.person_id: account for account in current_accounts(everybody, on=on).only(*_OF_AN_ACCOUNT)}
    dead = set(Death.objects.filter(person__in=everybody, withdrawn_at=None, since__lte=on).values_list("person_id", flat=True))
    chosen = {}
    for beneficiary, order in candidates.items():
        best = min(order, key=lambda person: (person in dead, person not in accounts, order.index(person)), default=None)
        if best in dead:
            best = next((heirs[person] for person in order if person in heirs), best)
        chosen[beneficiary] = (people.get(best), accounts.get(best))
    return chosen


def current_accounts(people, *, on):
    """The account each person uses on a day; the database keeps it to one."""
    usable = Account.objects.filter(person__in=people, withdrawn_at=None, since__lte=on)
    return usable.exclude(until__lte=on)


def _families(households, *, on):
    members = {}
    memberships = Membership.objects.filter(household__in=households, withdrawn_at=None, since__lte=on).exclude(until__lte=on)
    for household, person in memberships.order_by("household", "relation", "person").values_list("household_id", "person_id"):
        members.setdefault(household, []).append(person)
    return members
