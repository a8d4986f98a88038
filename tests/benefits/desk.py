"""A county's desk for runs: families entered by a clerk, ledgers opened, runs walked along their real commands."""
import uuid
from collections import Counter
from datetime import date
from random import Random

from django.db import connection, transaction

from accounts.models import Jurisdiction
from accounts.roles import Role
from audits.jobs import engine
from benefits.models import Entitlement, EntitlementLine, Opening, Run
from benefits.runs import commands, queries
from benefits.sample import families as sample
from benefits.sample import loading, rows
from households.commands import register_household
from households.entry import UNRECORDED, HukouEntry
from households.models import Household, Person
from tests.builders import AT, ZHANGDIAN, a_post, inside
from tests.fixtures.databases import as_owner
from tests.households.families import changed, two_girls

REWARD, LOSS, UPLIFT, LUMP = "rural_reward", "special_assistance_death", "minimum_living_uplift", "bereavement_lump_sum"
SINCE, UNTIL = date(2024, 1, 1), date(2027, 1, 1)


class Desk:
    """The officials of a county, with the ledger of every scheme open from 2024-01."""

    def __init__(self, county=ZHANGDIAN, *, open_from=SINCE):
        self.county = county
        roles = (Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER)
        self.clerk, self.preparer, self.reviewer = (a_post(role, county) for role in roles)
        if open_from:
            common = {"division_code": county, "since": open_from, "opened_by": self.preparer.user, "opened_at": AT}
            with self.inside():  # two dozen commands a test would take a third of the suite's questions
                Opening.objects.bulk_create(Opening(scheme=scheme, **common) for scheme in queries.titles())

    def inside(self):
        return inside(self.county)

    def register(self, entry):
        with self.inside():
            return register_household(entry=entry, by=self.clerk, at=AT, source="户口簿")

    def prepare(self, *schemes, since=SINCE, until=UNTIL, key=None, by=None):
        with self.inside():
            return commands.prepare_run(
                key=key or uuid.uuid4(), schemes=list(schemes or [REWARD]), since=since, until=until, by=by or self.preparer, at=AT
            )

    def compute(self, run):
        """The run's job, done in this process."""
        engine.work(run.job_id)
        return self.now(run)

    def simulate(self, *schemes, **window):
        return self.compute(self.prepare(*schemes, **window))

    def approve(self, run, *, by=None, lines_hash=None):
        with self.inside():
            return commands.approve_run(run_id=run.pk, lines_hash=lines_hash or self.now(run).lines_hash, by=by or self.reviewer, at=AT)

    def publish(self, run, *, by=None):
        with self.inside():
            return commands.publish_run(run_id=run.pk, by=by or self.reviewer, at=AT)

    def published(self, *schemes, **window):
        """A run from beginning to end."""
        run = self.simulate(*schemes, **window)
        self.approve(run)
        return self.publish(run)

    def now(self, run):
        with self.inside():
            return Run.objects.select_related("job", "prepared_by", "approved_by", "published_by").get(pk=run.pk)

    def lines(self, run):
        """{(name, scheme, year): due in fen} of a run."""
        with self.inside():
            found = Counter()
            for line in run.lines.select_related("person"):
                found[line.person.name if line.person else "", line.scheme, line.since.year] += line.due_fen
            return dict(found)

    def book(self):
        """{(beneficiary, scheme, first day, part): sum in fen} of the first book."""
        with self.inside():
            found = Counter()
            for line in EntitlementLine.objects.select_related("entitlement"):
                key = line.entitlement
                found[key.beneficiary, key.scheme, key.since, key.component] += line.amount_fen
            return {key: amount for key, amount in found.items() if amount}

    def count(self, model, **where):
        with self.inside():
            return model.objects.filter(**where).count()

    def person(self, name):
        with self.inside():
            return Person.objects.get(name=name)


def with_hukou_unrecorded(entry, key):
    """The entry with nothing said of one person's hukou."""
    return changed(entry, key, hukou=UNRECORDED)


def wife_urban(entry):
    """The entry with an urban hukou for the wife."""
    return changed(entry, "adult-1", hukou=(HukouEntry("urban"),))


def sample_families(desk, count):
    """Families as the sample data has them, every kind once and then at random, all in the desk's county."""
    village_codes = list(
        Jurisdiction.objects.filter(code__startswith=desk.county[:6], level=Jurisdiction.Level.VILLAGE).values_list("code", flat=True)
    )
    random, kinds = Random(7), list(sample.KINDS)
    with as_owner(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE lidao_load")
        batch = rows.Rows(at=AT, first=1000)  # after what a test has entered
        for number in range(count):
            family = sample.Family(
                id=batch.next_id("households_household"), village=random.choice(village_codes), clerk=desk.clerk.pk, urban=False, group=1
            )
            sample.write(batch, random, family, kind=kinds[number] if number < len(kinds) else None)
        filled = list(batch.tables)
        loading.copy(batch)
        loading.set_sequences(filled)


__all__ = [
    "AT", "LOSS", "LUMP", "REWARD", "SINCE", "UNTIL", "UPLIFT", "ZHANGDIAN", "Desk", "Entitlement", "Household", "Opening",
    "sample_families", "two_girls", "wife_urban", "with_hukou_unrecorded",
]  # fmt: skip
