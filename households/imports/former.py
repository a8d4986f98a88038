"""Rows of the record as they were before an import changed them, kept sealed for taking it back."""
from collections import defaultdict

from django.core import serializers

from accounts import crypto
from households.models import Membership
from households.queries import recorded


def states_of(findings, county_code):
    """For each family, as JSON, the household, its members and the people of the county it means; "" when none is on record."""
    known = recorded.people({person.number for finding in findings for person in finding.entry.people if person.number}, county_code)
    households = [finding.household for finding in findings if finding.household]
    members = defaultdict(list)
    for row in Membership.objects.filter(household__in=households, withdrawn_at=None).select_related("person"):
        members[row.household_id].append(row.person)
    return [_state(finding, known, members) for finding in findings]


def _state(finding, known, members):
    rows = {known[person.number].person.pk: known[person.number].person for person in finding.entry.people if person.number in known}
    if finding.household:
        rows |= {person.pk: person for person in members[finding.household.pk] if person.pk not in rows}
    kept = [*rows.values(), *([finding.household] if finding.household else [])]
    return serializers.serialize("json", kept) if kept else ""


def sealed(state, key):
    return crypto.seal(state, about=key) if state else None


def opened(family):
    """The rows as they were, ready to be saved over what they are."""
    return serializers.deserialize("json", crypto.open(family.former, about=family.key)) if family.former else ()
