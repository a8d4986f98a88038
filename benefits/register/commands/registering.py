"""A clerk registers that a family claims an item."""
from django.db import connection

from accounts import constraints
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from benefits import measures
from benefits.models import Registration
from benefits.register import eligibility, states
from households.commands.county import changing
from households.models import Household
from households.queries.places import is_inside

EVENT = "registration.recorded"


def register_item(*, key, household_id, person_id, code, stated_by, since, until, grounds, wish, by, at):
    """A Registration of an item for the household, or for one of its people, from a day.

    The same key is the same registration. Refused where the record says that a condition is not met; where it cannot tell,
    the official says on what `grounds` (材料). `wish` is the person's own, for care.
    """
    _refuse_role(by)
    place = Household.objects.values_list("division_code", flat=True).get(pk=household_id)
    with changing(place, event=EVENT, by=by, at=at), constraints.spoken(EVENT):
        household = Household.objects.select_for_update().get(pk=household_id)
        asked = {
            "household_id": household_id, "person_id": person_id, "item": code, "stated_by": stated_by, "since": since, "until": until,
            "grounds": grounds.strip(), "wish": wish,
        }  # fmt: skip
        existing = Registration.objects.filter(key=key).first()
        if existing:
            return _the_same(existing, asked)
        item, candidate = _candidate(household, person_id, code, stated_by, since)
        _refuse_place(candidate.place, by, household)
        _refuse_answer(candidate, asked["grounds"], household)
        return _recorded(household, item, candidate, asked, key=key, by=by, at=at)


def _recorded(household, item, candidate, asked, *, key, by, at):
    number = _next_id()
    row = Registration.objects.create(
        pk=number, number=f"DJ{candidate.place[:6]}-{at.year}-{number:06d}", key=key, division_code=candidate.place, kind=item.kind,
        department=item.department, answer=candidate.answer, registered_by=by.user, registered_staff_no=by.staff_no, registered_at=at, **asked,
    )  # fmt: skip
    said = {"number": row.number, "household": household.number, "item": row.item, "since": row.since, "until": row.until, "answer": row.answer}
    journal.record(EVENT, by=by, at=at, subject=row, after=said, division_code=row.division_code)
    return row


def _candidate(household, person_id, code, stated_by, since):
    """(item, candidate) of an item that is granted where it would apply, on the first day."""
    item = measures.item(code, stated_by)
    if item is None:
        raise NotAllowed(_("措施总表里没有这一事项，请从列表中选择。"), event=EVENT, subject=household)
    known = eligibility.Known(household.pk, on=since)
    person = next((person for person in known.concerned(item) if (person.pk if person else None) == person_id), household)
    if person is household:
        raise NotAllowed(_("%(item)s在这一天、这个地方没有执行，或者不是给此人的。") % {"item": item.title}, event=EVENT, subject=household)
    return item, known.candidate(item, person)


def _refuse_role(by):
    if by.role not in states.REGISTRARS:
        names = _("、").join(Role(role).label for role in sorted(states.REGISTRARS))
        raise NotAllowed(_("登记由%(roles)s办理，您当前的任职是%(role)s。") % {"roles": names, "role": Role(by.role).label}, event=EVENT)


def _refuse_place(place, by, household):
    if is_inside(place, by.division_code):
        return
    name = Jurisdiction.objects.filter(pk=place).values_list("name", flat=True).first() or place
    raise NotAllowed(_("这一事项由%(place)s登记，不在您的辖区内。") % {"place": name}, event=EVENT, subject=household)


def _refuse_answer(candidate, grounds, household):
    if candidate.answer == eligibility.NO:
        failed = next(finding.sentence for finding in candidate.findings if finding.answer == eligibility.NO)
        raise NotAllowed(_("不符合条件：%(why)s。档案有误时请先更正档案，再登记。") % {"why": failed}, event=EVENT, subject=household)
    if candidate.answer != eligibility.YES and not grounds:
        raise NotAllowed(_("这一事项不能只凭档案核定，请写明认定依据。"), event=EVENT, subject=household)


def _the_same(existing, asked):
    if {name: getattr(existing, name) for name in asked} != asked:
        raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开登记页填写。"), event=EVENT, subject=existing)
    return existing


def _next_id():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('benefits_registration', 'id'))")
        return cursor.fetchone()[0]
