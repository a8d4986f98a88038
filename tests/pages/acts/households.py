import uuid
from datetime import date

from households import commands
from households.entry import HukouEntry
from households.models import Account, Hukou, Marriage
from tests.builders import AT
from tests.households.families import two_girls
from tests.households.test_cells import cells
from tests.pages.acts import Sent, act

SOURCE = {"source": "户口簿"}


def a_family(county, **more):
    """(household, householder) of a family on record."""
    with county.inside():
        household = commands.register_household(entry=two_girls(**more), by=county.clerk, at=AT, source="户口簿")
        return household, household.memberships.get(relation="0").person


def a_draft(county):
    draft = uuid.uuid4()
    with county.inside():
        commands.save_draft(draft_id=draft, cells=cells(), elsewhere={}, ask=(), by=county.clerk, at=AT)
    return draft


@act("households:export", event="households.exported")
def export(county):
    a_family(county)
    return Sent(county.clerk, query="?kind=two_girls")


@act("households:draft", event="draft.saved")
def draft(county):
    return Sent(county.clerk, [uuid.uuid4()], cells())


@act("households:submit", event="household.registered")
def submit(county):
    return Sent(county.clerk, [a_draft(county)], cells())


@act("households:discard", event="draft.discarded")
def discard(county):
    return Sent(county.clerk, [a_draft(county)])


@act("households:fact", event="death.recorded")
def fact(county):
    household, head = a_family(county)
    return Sent(county.clerk, [household.pk, head.pk, "death"], {"since": "20250203", "unit": "公安部门"} | SOURCE)


@act("households:account", event="account.changed")
def account(county):
    household, head = a_family(county)
    return Sent(county.clerk, [household.pk, head.pk], {"holder_name": head.name, "bank": "农商银行", "number": "6217000000000127"} | SOURCE)


@act("households:book_birth", event="household.amended")
def book_birth(county):
    household, head = a_family(county)
    return Sent(county.clerk, [household.pk, head.pk], {"born": "1967-08-04"} | SOURCE)


@act("households:marriage_end", event="marriage.ended")
def marriage_end(county):
    household, _head = a_family(county)
    with county.inside():
        marriage = Marriage.objects.get()
    return Sent(county.clerk, [household.pk, marriage.pk], {"since": "2020-01-01"} | SOURCE)


@act("households:withdraw", event="hukou.withdrawn")
def withdraw(county):
    household, head = a_family(county)
    with county.inside():
        item = HukouEntry("urban", date(2024, 3, 1))
        commands.record_fact(household_id=household.pk, person_id=head.pk, kind="hukou", item=item, by=county.clerk, at=AT, source="证明")
        row = Hukou.objects.get(person=head, since=date(2024, 3, 1))
    return Sent(county.clerk, [household.pk, "hukou", row.pk], {"reason": "登记错人"})


@act("households:reveal", event="person.number_revealed")
def reveal(county):
    household, head = a_family(county)
    return Sent(county.clerk, [household.pk, head.pk], {"reason": "核对证件原件"})


@act("households:reveal_account", event="account.number_revealed")
def reveal_account(county):
    household, head = a_family(county)
    with county.inside():
        given = {"holder_name": head.name, "bank": "农商银行", "number": "6217000000000127", "source": "存折"}
        commands.change_account(household_id=household.pk, person_id=head.pk, by=county.clerk, at=AT, **given)
        number = Account.objects.get().pk
    return Sent(county.clerk, [household.pk, number], {"reason": "核对存折"})
