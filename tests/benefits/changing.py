"""Changes previewed and confirmed as the pages do it."""
import uuid
from datetime import date, timedelta

from benefits.events import commands
from tests.builders import AT

NOW = AT + timedelta(hours=1)  # after the families were registered
TODAY = date(2026, 11, 22)


def said(**more):
    """What the form of a change says, the day it became known and its source with it."""
    return {"learnt": TODAY, "source": "殡葬登记比对", "unit": ""} | more


def preview(desk, kind, household, by=None, **more):
    with desk.inside():
        return commands.preview_change(kind=kind, household_id=household.pk, said=said(**more), by=by or desk.clerk, at=NOW)


def confirm(desk, kind, household, *, by=None, preview_hash=None, key=None, **more):
    shown = preview_hash or preview(desk, kind, household, by=by, **more).hash
    with desk.inside():
        return commands.confirm_change(
            key=key or uuid.uuid4(), kind=kind, household_id=household.pk, said=said(**more), preview_hash=shown, by=by or desk.clerk, at=NOW
        )


def of(shown):
    """{(name, scheme title): {first month: (old, new)}} in yuan of a preview."""
    return {
        (group.whose, group.title): {f"{line.since:%Y-%m}": (line.booked_fen // 100, line.due_fen // 100) for line in group.lines}
        for group in shown.groups
    }
