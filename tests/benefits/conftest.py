import pytest

from accounts.roles import Role
from audits.jobs import engine
from benefits.policies_table import commands
from households.commands.county import next_revision
from poverty.models import VillageYear
from tests.builders import AT, ZHANGDIAN, a_post


@pytest.fixture
def an_official_value():
    """A county's value entered by one official, simulated, and confirmed by another; inside the county's scope."""

    def made(name, value, *, since, place=ZHANGDIAN, unit="yuan per person per year", until=None, confirmed=True, number="样例〔2026〕1号"):
        row = commands.enter_value(
            name=name, value=value, unit=unit, since=since, until=until, number=number, title="样例通知", issuer="样例县", issued="2026",
            clause="一", by=a_post(Role.COUNTY_REVIEWER, place), at=AT,
        )  # fmt: skip
        return confirm(row) if confirmed else row

    return made


def simulated(row):
    """The last simulation of a value, its job done in this process."""
    simulation = row.simulations.first()
    if simulation.job_id:
        engine.work(simulation.job_id)
    return simulation


def confirm(row, by=None):
    """The value simulated and confirmed by another official."""
    return commands.confirm_value(value_id=row.pk, simulation_id=simulated(row).pk, by=by or a_post(Role.COUNTY_SIGNER, row.place), at=AT)


def a_village_year(year, village, **said):
    """A village's record of a year, which a second official stands behind."""
    entered, confirmed = (a_post(role, f"{village[:6]}000000") for role in (Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER))
    return VillageYear.objects.create(
        division_code=village, year=year, source="村级登记簿", revision=next_revision(), entered_at=AT, entered_by=entered.user,
        entered_staff_no=entered.staff_no, confirmed_at=AT, confirmed_by=confirmed.user, confirmed_staff_no=confirmed.staff_no, **said,
    )  # fmt: skip
