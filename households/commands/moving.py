"""A family moves inside its county."""
from django.utils.translation import gettext as _

from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from audits import journal
from households import kinds, words
from households.commands.county import changing, touch
from households.commands.pen import place_person
from households.models import Household, Membership, Statement
from households.queries.family import county_of, family
from households.queries.places import is_inside


def move_household(*, household_id, village, by, at, why):
    """The family belongs to another village of the county: its record goes there with the facts of those at home in it.

    What was owed stays where it was owed. Refused outside the post's place: moves between townships are the county's.
    """
    event = "household.moved"
    before = Household.objects.values_list("division_code", flat=True).get(pk=household_id)
    with changing(before, event=event, by=by, at=at):
        household = Household.objects.select_for_update().get(pk=household_id)
        _refuse(household, village, by, event)
        known = family(household_id)
        ids = [person.pk for person in known.people]
        for kind in kinds.FAMILY:
            kind.place([row for row in kind.rows([household_id], ids) if row.division_code == household.division_code], village)
        Membership.objects.filter(household=household).update(division_code=village)
        Statement.objects.filter(household=household).update(division_code=village)
        for membership in known.memberships:
            if membership.home:
                place_person(membership.person_id, village)
        told = {"from": words.place_name(household.division_code), "to": words.place_name(village)}
        household.division_code = village
        household.save(update_fields=["division_code"])
        touch({household.pk}, ids)
        journal.record(event, by=by, at=at, subject=household, after={"household": household.number, **told}, reason=why, division_code=village)
    return household


def _refuse(household, village, by, event):
    known = Jurisdiction.objects.filter(pk=village, level=Jurisdiction.Level.VILLAGE).exists()
    if not known or county_of(village) != county_of(household.division_code):
        raise NotAllowed(_("请选择本县的一个村（居）；迁往外县请办理“迁往外县”。"), event=event, subject=household)
    if village == household.division_code:
        raise NotAllowed(_("这一户就在这个村（居），不必迁移。"), event=event, subject=household)
    if not (is_inside(village, by.division_code) and is_inside(household.division_code, by.division_code)):
        raise NotAllowed(_("跨乡镇迁移由县级初核办理，您只能在本辖区内迁移。"), event=event, subject=household)
