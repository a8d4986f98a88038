"""The counter of a county where families register what they may claim: officials with posts, families, and the steps of a registration."""
import uuid
from datetime import date, timedelta

from accounts.roles import Role
from benefits.register import commands
from households.commands import register_household
from tests.builders import AT, ELSEWHERE, GUANSHANHU, a_post, inside
from tests.households.families import two_girls

TOWNSHIP = ELSEWHERE[:9] + "000"
CITY = "520100000000"
TODAY = AT.date()
WATER, HOME, LOAN = "waiver.tap_water", "care.old_age_home", "priority.guaranteed_loan"


class Counter:
    """Officials of 观山湖: a clerk and a reviewer of a township, a preparer and a reviewer of the county."""

    def __init__(self, county=GUANSHANHU, township=TOWNSHIP, city=CITY, village=ELSEWHERE):
        self.county, self.city, self.village = county, city, village
        self.clerk, self.reviewer = a_post(Role.TOWNSHIP_CLERK, township), a_post(Role.TOWNSHIP_REVIEWER, township)
        self.preparer, self.answerer = a_post(Role.COUNTY_PREPARER, county), a_post(Role.COUNTY_REVIEWER, county)

    def inside(self):
        return inside(self.county)

    def family(self, entry=None, **more):
        with self.inside():
            return register_household(entry=entry or two_girls(village=self.village, **more), by=self.clerk, at=AT, source="户口簿")

    def registered(self, household, code=WATER, *, person=None, since=TODAY, until=None, grounds="村委会证明", wish="", by=None, key=None, at=AT):
        with self.inside():
            return commands.register_item(
                key=key or uuid.uuid4(), household_id=household.pk, person_id=person and person.pk, code=code, stated_by=self.city, since=since,
                until=until, grounds=grounds, wish=wish, by=by or self.clerk, at=at,
            )  # fmt: skip

    def referred(self, row, *, by=None):
        """The row after its department was handed the list."""
        with self.inside():
            since, until = TODAY - timedelta(days=30), TODAY + timedelta(days=1)
            commands.refer(department=row.department, since=since, until=until, by=by or self.reviewer, at=AT)
        return self.now(row)

    def given(self, row, *, insured=(), by=None, **details):
        with self.inside():
            return commands.give(
                registration_id=row.pk, details=details, outcome="已办理", document="样例〔2026〕3 号", insured=[person.pk for person in insured],
                by=by or self.answerer, at=AT,
            )  # fmt: skip

    def now(self, row):
        with self.inside():
            return type(row).objects.select_related("referral").get(pk=row.pk)

    def member(self, household, name):
        with self.inside():
            return household.memberships.select_related("person").get(person__name=name).person


def day(text):
    return date.fromisoformat(text)
