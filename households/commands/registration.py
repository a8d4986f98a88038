"""A family comes onto the record, and is amended."""
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from audits import journal
from households import checks, words
from households.commands.county import changing, touch
from households.commands.settlement import Settlement
from households.models import Household
from households.queries.family import new_family, read_family
from households.queries.places import is_inside


def register_household(*, entry, by, at, source="", entered_as=None):
    """A new Household from a FamilyEntry. `source`: where it was read, written on every fact (户口簿、申请表…).

    `entered_as`: a uuid of the page or row it comes from; the same one makes no second record.
    Refused when a rule of `checks` is broken, the village is outside the post's place, or the householder or spouse
    has a record already.
    """
    event = "household.registered"
    with changing(entry.village, event=event, by=by, at=at):
        _refuse_place(entry.village, by, event)
        _refuse_problems(entry, at, event)
        household = _new_household(entry, entered_as, by, at)
        settlement = Settlement(household, by=by, at=at, source=source, why=stored.kept("建档时更正"), event=event)
        settlement.settle(entry, new_family(household))
        household.revision = touch({household.pk}, settlement.touched)
        journal.record(
            event,
            by=by,
            at=at,
            subject=household,
            after={"number": household.number, "village": household.division_code, "people": len(entry.people)},
            division_code=household.division_code,
        )
    return household


def amend_household(*, household_id, entry, by, at, why, source="", expected_revision=None):
    """Bring a family's record in line with an entry; only differences are written. The list of what changed, in words.

    What the entry leaves UNRECORDED, and people it does not name, stay as they are. `why` is written on every withdrawn
    row. With `expected_revision` refused when somebody else changed the family since.
    """
    event = "household.amended"
    place = Household.objects.values_list("division_code", flat=True).get(pk=household_id)
    with changing(place, event=event, by=by, at=at):
        household = Household.objects.select_for_update().get(pk=household_id)
        _refuse_place(household.division_code, by, event, household)
        if not why:
            raise NotAllowed(_("请写明更正的原因，再提交。"), event=event, subject=household)
        if expected_revision not in (None, household.revision):
            raise NotAllowed(_("您打开之后，这一户已有别的改动。请回到档案页核对最新内容，再重新修改。"), event=event, subject=household)
        _refuse_problems(entry, at, event, household)
        settlement = Settlement(household, by=by, at=at, source=source, why=why, event=event)
        settlement.settle(entry, read_family(household))
        household.revision = touch({household.pk}, settlement.touched) if settlement.changed else household.revision
        journal.record(
            event, by=by, at=at, subject=household, after={"changed": settlement.changed}, reason=why, division_code=household.division_code
        )
    return settlement.changed


def _new_household(entry, entered_as, by, at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('households_household', 'id'))")
        (number,) = cursor.fetchone()
    return Household.objects.create(
        pk=number,
        number=f"{entry.village}-{number:06d}",
        division_code=entry.village,
        registered_at=at,
        registered_by=by,
        entered_as=entered_as,
        **{name: getattr(entry, name) for name in ("group", "address", "hukou_book", "phone", "notes")},
    )


def _refuse_place(code, by, event, subject=None):
    village = Jurisdiction.objects.filter(pk=code, level=Jurisdiction.Level.VILLAGE).exists()
    if not village:
        raise NotAllowed(_("村（居）“%(code)s”不在区划表中，请从列表中选择。") % {"code": code}, event=event, subject=subject)
    if not is_inside(code, by.division_code):
        told = {"place": words.place_name(code), "post": by.jurisdiction.name}
        raise NotAllowed(_("%(place)s不在%(post)s辖区内，请由当地经办人办理。") % told, event=event, subject=subject)


def _refuse_problems(entry, at, event, subject=None):
    blocking = [problem.sentence for problem in checks.problems(entry, on=timezone.localdate(at)) if problem.blocking]
    if blocking:
        raise NotAllowed(" ".join(blocking), event=event, subject=subject)
