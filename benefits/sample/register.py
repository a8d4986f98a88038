"""A few registrations in every county, at every stage: claimed at the counter, handed to departments, answered."""
import uuid
from datetime import date, timedelta

from accounts.roles import Role
from benefits.models import Registration
from benefits.register import commands, eligibility
from households.models import Household

_KINDS = Registration.Kind
_EACH = 4


def walk(posts, *, families, on, until=None, at):
    """Families of the clerk's township register what the record suggests on a day; two departments out of three get their list, one has answered."""
    rows = list(_registered(posts[Role.TOWNSHIP_CLERK], families, on=on, until=until, at=at))
    departments = list(dict.fromkeys(row.department for row in rows))
    for order, department in enumerate(departments):
        if order % 3 == 2:
            continue
        day = at.date()
        commands.refer(department=department, since=day, until=day + timedelta(days=1), by=posts[Role.TOWNSHIP_REVIEWER], at=at + timedelta(days=2))
        if order % 3 == 0:
            for row in [row for row in rows if row.department == department]:
                _answer(row, by=posts[Role.COUNTY_REVIEWER], at=at + timedelta(days=20))


def _registered(clerk, families, *, on, until, at):
    households = Household.objects.filter(division_code__startswith=clerk.division_code[:9]).order_by("id")
    taken = set()
    for household in households[:families]:
        made = 0
        for suggestion in eligibility.suggestions(household.pk, on=on):
            candidate = suggestion.candidates[0]
            if candidate.answer == eligibility.NO or made == _EACH or suggestion.item.code in taken:
                continue
            taken.add(suggestion.item.code)
            made += 1
            yield commands.register_item(
                key=uuid.uuid5(uuid.NAMESPACE_OID, f"{household.pk}/{suggestion.item.code}"), household_id=household.pk,
                person_id=candidate.person and candidate.person.pk, code=suggestion.item.code, stated_by=suggestion.item.place, since=on, until=until,
                grounds="" if candidate.answer == eligibility.YES else "村委会证明", wish=_wish(suggestion.item), by=clerk, at=at,
            )  # fmt: skip


def _wish(item):
    if item.kind != _KINDS.CARE:
        return ""
    return Registration.Wish.HOME_CARE if item.code == "care.home_care" else Registration.Wish.CARE_PLACE


def _answer(row, *, by, at):
    """Every fourth is refused, the others are given."""
    if row.pk % 4 == 0:
        commands.refuse(registration_id=row.pk, outcome="名额已满，列入下年", document="", by=by, at=at)
        return
    details, insured = _given(row)
    commands.give(registration_id=row.pk, details=details, outcome="已办理", document="样例回执", insured=insured, by=by, at=at)


def _given(row):
    """(details, people insured) in the kind of the registration."""
    if row.kind == _KINDS.INSURANCE:
        members = list(row.household.memberships.filter(withdrawn_at=None).values_list("person_id", flat=True))
        year = row.until or date(row.since.year + 1, row.since.month, 1)
        return {"insurer": "样例保险公司", "cost_fen": 3000, "until": year}, members
    plain = {_KINDS.POINTS: {"points": 10}, _KINDS.AREA: {"area": "260.00"}, _KINDS.WAIVER: {"cost_fen": 38000}, _KINDS.PENSION: {"cost_fen": 10000}}
    return plain.get(row.kind, {"given": "已按次序安排"}), ()
