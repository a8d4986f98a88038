"""Rows of the record as they were before an import changed them, kept sealed for taking it back."""
from django.core import serializers

from accounts import crypto
from households.imports import recorded
from households.models import Membership


def state_of(finding, county_code):
    """The household, its members and the people of the county a family means, as JSON; "" when none is on record."""
    numbers = {person.number for person in finding.entry.people if person.number}
    rows = {known.person.pk: known.person for known in recorded.people(numbers, county_code).values()}
    kept = list(rows.values())
    if finding.household:
        members = Membership.objects.filter(household=finding.household, withdrawn_at=None).select_related("person")
        kept += [member.person for member in members if member.person_id not in rows]
        kept.append(finding.household)
    return serializers.serialize("json", kept) if kept else ""


def sealed(state, key):
    return crypto.seal(state, about=key) if state else None


def opened(family):
    """The rows as they were, ready to be saved over what they are."""
    return serializers.deserialize("json", crypto.open(family.former, about=family.key)) if family.former else ()
