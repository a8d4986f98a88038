"""Registers: what other departments decided of a family and gave it stands on its record through time."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from benefits.monitoring import sources
from households.commands import amend_household, record_family_fact, register_household, state_none_of_family, withdraw_fact
from households.entry import HelperEntry, RegistrationEntry, StatusEntry, SupportEntry
from households.models import HouseholdStatus, Person
from households.queries.family import entry_of, family
from households.queries.record import changes
from poverty.models import PovertyRegistration, Support
from poverty.registers.forms import RegistrationForm
from tests.builders import AT, ZHANGDIAN, inside
from tests.households.families import a_clerk, two_girls

pytestmark = pytest.mark.django_db
APRIL, OUT = date(2014, 4, 1), date(2018, 12, 1)


class Desk:
    def __init__(self):
        self.clerk = a_clerk()
        self.household = register_household(entry=two_girls(), by=self.clerk, at=AT)

    def record(self, kind, item, *, follows=False):
        told = {"household_id": self.household.pk, "kind": kind, "follows": follows, "source": "手册"}
        return record_family_fact(item=item, **told, by=self.clerk, at=AT)


@pytest.fixture
def desk():
    with inside(ZHANGDIAN):
        yield Desk()


def test_a_registration_follows_the_one_before_and_stands_on_the_record_through_time(desk, client):
    desk.record("poverty_register", RegistrationEntry("3703-1", "registered", APRIL, attribute="general", cause="illness"), follows=True)
    desk.record("poverty_register", RegistrationEntry("3703-1", "out", OUT), follows=True)

    standing = PovertyRegistration.objects.filter(withdrawn_at=None).order_by("since")
    assert [(row.status, row.since, row.until) for row in standing] == [("registered", APRIL, OUT), ("out", OUT, None)]
    client.force_login(desk.clerk.user)
    then = client.get(reverse("households:record", args=[desk.household.pk]), {"on": "2015-01-01"}).content.decode()
    assert "在册贫困，一般贫困户，因病，户编号 3703-1" in then
    assert [change.title for change in changes(desk.household.pk)].count("建档立卡") == 3
    listed = client.get(reverse("poverty:register", args=["registrations"]), {"on": "2015-01-01", "only": "registered"}).content.decode()
    assert "刘志国" in listed
    assert "刘志国" not in client.get(reverse("poverty:register", args=["registrations"]), {"only": "registered"}).content.decode()


def test_an_id_number_typed_as_the_number_of_a_household_is_refused_beside_its_field(desk):
    said = {"status": "registered", "since": "2014-04-01", "source": "手册"}

    refused = RegistrationForm(said | {"number": Person.objects.get(name="刘志国").number()})

    assert refused.errors == {"number": ["填的是身份证号，不是编号。请改填对方系统里这一户的编号。"]}
    assert RegistrationForm(said | {"number": "370303196513020021"}).is_valid()


def test_none_is_stated_and_falls_away_when_something_is_recorded(desk):
    state_none_of_family(household_id=desk.household.pk, kind="poverty_register", by=desk.clerk, at=AT, source="比对")
    assert entry_of(family(desk.household.pk)).poverty_register == ()

    desk.record("poverty_register", RegistrationEntry("1", "registered", APRIL), follows=True)

    assert entry_of(family(desk.household.pk)).poverty_register == (RegistrationEntry("1", "registered", APRIL),)
    with pytest.raises(NotAllowed, match="不必重复"):
        state_none_of_family(household_id=desk.household.pk, kind="poverty_register", by=desk.clerk, at=AT, source="比对")


def test_a_family_is_registered_one_way_at_a_time(desk):
    row = desk.record("poverty_register", RegistrationEntry("1", "registered", APRIL))

    with pytest.raises(NotAllowed, match="起止日期重叠"):
        desk.record("poverty_register", RegistrationEntry("2", "out", OUT))
    with pytest.raises(IntegrityError), transaction.atomic():
        PovertyRegistration.objects.filter(pk=row.pk).update(number="3")


def test_a_finding_says_who_decided_and_an_amendment_of_something_else_keeps_it(desk):
    desk.record("status", StatusEntry("fp_hardship", date(2020, 1, 1), None, "县卫健局", "张卫字〔2020〕3 号"))
    entry = entry_of(family(desk.household.pk))
    amend_household(household_id=desk.household.pk, entry=entry, by=desk.clerk, at=AT, why="核对")

    row = HouseholdStatus.objects.get(withdrawn_at=None)
    assert (row.decided_by, row.document) == ("县卫健局", "张卫字〔2020〕3 号")


def test_a_day_to_come_and_the_same_twice_are_refused(desk):
    helper = HelperEntry("paired", "农业局", "周帮扶", date(2020, 1, 1))
    desk.record("helpers", helper)
    with pytest.raises(NotAllowed, match="不必重复"):
        desk.record("helpers", helper)
    with pytest.raises(NotAllowed, match="不能晚于今天"):
        desk.record("helpers", HelperEntry("paired", "农业局", "周帮扶", date(2027, 1, 1)))


def test_cash_a_department_gave_counts_as_support_of_its_year_until_it_is_withdrawn(desk):
    desk.record("department_support", SupportEntry("供销社", date(2025, 6, 1), 50_000))
    desk.record("department_support", SupportEntry("供销社", date(2025, 7, 1), None, "化肥 2 袋"))
    assert sources.of_household(desk.household.pk) == [(2025, 500_00)]

    row = Support.objects.get(cash_fen=50_000)
    withdraw_fact(household_id=desk.household.pk, model="support", row_id=row.pk, by=desk.clerk, at=AT, why="记错")
    assert sources.of_household(desk.household.pk) == []


def test_support_says_what_was_given(desk, client):
    client.force_login(desk.clerk.user)
    fields = {"department": "供销社", "since": "2025-06-01", "source": "台账"}

    response = client.post(reverse("poverty:register_entry", args=[desk.household.pk, "supports"]), fields)

    assert response.status_code == 422
    assert "请填现金或物资" in response.content.decode()
