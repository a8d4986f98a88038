"""The journal 留痕簿: every command writes one event in its own transaction; refusals write one after the rollback.

`record` is open to every app and knows none of them.
"""
import json
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audits.journal import numbers

NOWHERE = "000000000000"
_gathered = ContextVar("gathered", default=None)


@contextmanager
def gathered():
    """Commands inside the block are parts of a greater one: their events go into the list it is given and are written with its own."""
    said = []
    before = _gathered.set(said)
    try:
        yield said
    finally:
        _gathered.reset(before)


def record(kind, **event):
    """Write one event, as `told` says it."""
    record_all([told(kind, **event)])


def record_all(events):
    """Write several events in one statement; parts of a greater command go to it instead (`gathered`)."""
    if _gathered.get() is not None:
        _gathered.get().extend({"kind": event[1], "before": json.loads(event[10]), "after": json.loads(event[11])} for event in events)
    elif events:
        values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(events))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audits_event (at, kind, user_id, user_name, post_id, role, address, division_code, subject_kind, subject_id, "
                f"before, after, outcome, reason) VALUES {values}",
                [value for event in events for value in event],
            )


def told(kind, *, by, at, subject=None, before=None, after=None, outcome="done", reason="", division_code=None):
    """An event: who (post `by`, None for the system), when, what, before and after, outcome.

    `kind` is noun.past_tense; `subject` a model instance. before/after are small dicts of what changed. An ID or account
    number that somebody wrote into the words is cut out: no event can be put right later.
    `division_code` is the place the event belongs to, the post's when not given.
    """
    user = getattr(by, "user", None)
    return [
        at,
        kind,
        user and user.pk,
        user.name if user else "",
        by and by.pk,
        by.role if by else "",
        getattr(by, "address", "") if by else "",
        division_code or (by.division_code if by else NOWHERE),
        subject._meta.label_lower if subject is not None else "",
        str(subject.pk) if subject is not None else "",
        _json(before or {}),
        _json(after or {}),
        outcome,
        numbers.cut(reason),
    ]


def _json(value):
    return json.dumps(numbers.cut(value), cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
