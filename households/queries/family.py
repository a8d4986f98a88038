"""One family as it is recorded: its rows, and the same as an entry or as a case for the rules."""
from itertools import chain

from accounts import scope
from households import case, kinds
from households import entry as entries
from households.entry import UNRECORDED
from households.models import Household
from households.queries import recorded


def family(household_id):
    """The Family of this record. Read with the county's sight: a grown child may be recorded in another township."""
    household = Household.objects.select_related("registered_by__user").get(pk=household_id)
    with scope.entered(county_of(household.division_code)):
        return read_family(household)


def read_family(household):
    """The Family of a household, under a scope that shows all its members."""
    return recorded.families([household])[household.pk]


def several(household_ids):
    """{household id: Family}, read together under a scope that shows all their members."""
    return recorded.families(list(Household.objects.select_related("registered_by__user").filter(pk__in=household_ids)))


def entry_of(known):
    """The Family as an entry; keys are person-<id>."""
    keys = {person.pk: f"person-{person.pk}" for person in known.people}
    return entries.FamilyEntry(
        village=known.household.division_code,
        people=tuple(_person_entry(known, membership, keys) for membership in known.memberships),
        accounts=tuple(_account_entries(known, keys)),
        **{name: getattr(known.household, name) for name in ("group", "address", "hukou_book", "phone", "notes")},
        **{kind.name: _family_value(known, kind, keys) for kind in kinds.FAMILY},
    )


def family_as_case(household_id):
    """The household of the evaluation format, from what is recorded; kinds nobody recorded are absent."""
    known = family(household_id)
    return case.household_of(entry_of(known))


def standing_row(known, model, row_id):
    """The row of this model and id among what stands of the family, or None."""
    everything = [
        *known.memberships,
        *known.statements.values(),
        *chain.from_iterable(known.person_facts.values()),
        *chain.from_iterable(known.family_facts.values()),
        *chain.from_iterable(known.accounts.values()),
    ]
    return next((row for row in everything if row._meta.model_name == model and row.pk == row_id), None)


def county_of(division_code):
    return division_code[:6] + "000000"


def _person_entry(known, membership, keys):
    person = membership.person
    return entries.PersonEntry(
        key=keys[person.pk],
        person_id=person.pk,
        name=person.name,
        relation=membership.relation,
        sex=person.sex,
        born=person.born,
        born_in_hukou_book=person.born_in_hukou_book,
        marital=person.marital,
        has_number=person.number_hash is not None,
        home=membership.home,
        **{kind.name: _person_value(known, kind, person) for kind in kinds.PERSON},
    )


def _person_value(known, kind, person):
    rows = known.person_facts.get((kind.name, person.pk))
    if rows:
        return kind.read(rows)
    stated = (kind.name, person.pk) in known.statements
    return kind.none if stated else UNRECORDED


def _family_value(known, kind, keys):
    rows = known.family_facts[kind.name]
    if rows:
        return kind.read(rows, keys)
    return () if (kind.name, None) in known.statements else UNRECORDED


def _account_entries(known, keys):
    for person in known.people:
        for row in known.accounts.get(person.pk, ())[-1:]:
            yield entries.AccountEntry(holder=keys[person.pk], holder_name=row.holder_name, bank=row.bank, number=None, since=row.since)

