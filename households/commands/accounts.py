"""Accounts of many people at once, in the transaction of the command that calls."""
import uuid

from accounts import crypto
from households.models import Account


def first_accounts(named, *, by, at, source):
    """Record an account for everybody who has none yet, the first named of a person's; how many.

    `named` are tuples of person, holder's name, bank, number and since when.
    """
    named = list(named)
    known = set(Account.objects.filter(person__in=[person for person, *_ in named], withdrawn_at=None).values_list("person_id", flat=True))
    made = []
    for person, holder_name, bank, number, since in named:
        if person.pk not in known:
            known.add(person.pk)
            key = uuid.uuid4()
            made.append(
                Account(
                    key=key, division_code=person.division_code, person=person, holder_name=holder_name, bank=bank, since=since, source=source,
                    number_sealed=crypto.seal(number, about=key), number_hash=crypto.number_hash(number), recorded_at=at, recorded_by=by,
                )
            )  # fmt: skip
    return len(Account.objects.bulk_create(made, batch_size=500))
