"""What every command that changes families stands on: the county's sight, its shared lock, constraints as sentences, revisions."""
import json
import uuid
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from accounts import constraints, locks, scope
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from households.models import Household
from households.queries.family import county_of


@contextmanager
def changing(division_code, *, event, by, at, subject=None):
    """One transaction in which `by` may change families of the county of `division_code`.

    The county's rows are in sight, for a member may be recorded in another township; what a post may change there,
    the commands decide. A violated constraint becomes a sentence.
    """
    county = county_of(division_code)
    with transaction.atomic(), scope.entered(county):
        try:
            with transaction.atomic():
                locks.shared(county)
                _sign(by, at)
                yield
        except IntegrityError as error:
            raise NotAllowed(_sentence(error), event=event, subject=subject) from error


def _sign(by, at):
    """Rows of history (households_personevent …) of this transaction carry who and when, as a context of pghistory."""
    said = json.dumps({"post": by.pk, "at": at.isoformat()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)", [str(uuid.uuid4()), said]
        )


def next_revision():
    """The next number of the one sequence that orders changes of families (see Household.revision)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('lidao_revision')")
        return cursor.fetchone()[0]


def next_ids(model, count):
    """Ids for so many rows to come, so that rows about them can be made before they are written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, count])
        return [number for (number,) in cursor.fetchall()]


def touch(household_ids, person_ids, *, revision=None):
    """Give these families, and every family that records one of these people, a new revision (this one, when it is given)."""
    revision = revision or next_revision()
    of_people = Household.objects.filter(memberships__person__in=person_ids, memberships__withdrawn_at=None).values("pk")
    changed = Household.objects.filter(pk__in=household_ids) | Household.objects.filter(pk__in=of_people)
    changed.exclude(revision=revision).update(revision=revision)
    return revision


def _sentence(error):
    """What the constraint means to the person who typed."""
    unknown = _("所填内容与已有记录冲突（%(name)s），没有保存。请核对后再试，仍不行请联系县管理员。")
    return constraints.sentence(error) or unknown % {"name": constraints.name(error)}
