"""One family as it is recorded: its rows, and the same as an entry or as a case for the rules."""
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from accounts import scope
from households import case, kinds
from households import entry as entries
from households.entry import UNRECORDED
from households.models import Account, Household, Membership, Statement


@dataclass(frozen=True)
class Family:
    """What stands recorded of a family: nothing withdrawn, whatever its period."""

    household: Household
    memberships: tuple[Membership, ...]  # householder first
    person_facts: dict  # (kind name, person id) -> rows
    family_facts: dict  # kind name -> rows
    statements: dict  # (kind name, person id, None for the family) -> Statement
    accounts: dict  # person id -> Account rows

    @property
    def people(self):
        return tuple(membership.person for membership in self.memberships)


def family(household_id):
    """The Family of this record. Read with the county's sight: a grown child may be recorded in another township."""
    household = Household.objects.select_related("registered_by__user").get(pk=household_id)
    with scope.entered(county_of(household.division_code)):
        return read_family(household)


def read_family(household):
    """The Family of a household, under a scope that shows all its members."""
    memberships = tuple(
        Membership.objects.filter(household=household, withdrawn_at=None).select_related("person").order_by("relation", "person__born", "id")
    )
    ids = [membership.person_id for membership in memberships]
    return Family(
        household=household,
        memberships=memberships,
        person_facts=_person_facts(ids),
        family_facts={kind.name: list(kind.rows([household.pk], ids).filter(withdrawn_at=None)) for kind in kinds.FAMILY},
        statements=_statements(household, ids),
        accounts=_grouped(Account.objects.filter(person_id__in=ids, withdrawn_at=None).order_by("since", "id")),
    )


def new_family(household):
    """The Family of a household of which nothing is recorded yet."""
    return Family(household, (), {}, {kind.name: [] for kind in kinds.FAMILY}, {}, {})


def person_facts(person_ids):
    """(rows a kind and person, statements a kind and person) that stand of people wherever they are recorded."""
    return _person_facts(person_ids), {
        (statement.kind, statement.person_id): statement for statement in Statement.objects.filter(person_id__in=person_ids, withdrawn_at=None)
    }


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


def _person_facts(ids):
    return {(kind.name, person): rows for kind in kinds.PERSON for person, rows in _grouped(kind.rows(ids).filter(withdrawn_at=None)).items()}


def _grouped(rows):
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.person_id].append(row)
    return dict(grouped)


def _statements(household, ids):
    of_family = Statement.objects.filter(household=household, withdrawn_at=None)
    of_people = Statement.objects.filter(person_id__in=ids, withdrawn_at=None)
    return {(statement.kind, statement.person_id): statement for statement in of_family.union(of_people)}


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

