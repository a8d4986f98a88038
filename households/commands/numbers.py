"""An ID or account number shown in full: asked for with a reason, counted, journalled."""
from django.core.cache import cache
from django.db import transaction

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.models import Account, Person

PER_HOUR = 30
_HOUR_SECONDS = 3600


def reveal_number(*, person_id, by, at, reason):
    """The ID number of a person inside the post's place, in full; one event. At most 30 an hour for a user."""
    person = Person.objects.get(pk=person_id)
    return _reveal(person, "person.number_revealed", by=by, at=at, reason=reason)


def reveal_account(*, account_id, by, at, reason):
    """The number of an account, in full; counted together with ID numbers."""
    account = Account.objects.select_related("person").get(pk=account_id)
    return _reveal(account, "account.number_revealed", by=by, at=at, reason=reason)


def _reveal(row, event, *, by, at, reason):
    if len(reason.strip()) < 2:
        raise NotAllowed(_("请写明查看完整号码的事由，再查看。"), event=event, subject=row)
    if row.number_sealed is None:
        raise NotAllowed(_("没有录入身份证号。"), event=event, subject=row)
    if _count(by) > PER_HOUR:
        raise NotAllowed(_("一小时内最多查看 30 个完整号码，请稍后再查。"), event=event, subject=row)
    with transaction.atomic():
        journal.record(event, by=by, at=at, subject=row, reason=reason.strip(), division_code=row.division_code)
    return row.number()


def _count(by):
    """How many this user has asked for within the hour, this one included. Fails, and shows nothing, without the cache."""
    key = f"revealed:{by.user_id}"
    cache.add(key, 0, timeout=_HOUR_SECONDS)
    return cache.incr(key)
