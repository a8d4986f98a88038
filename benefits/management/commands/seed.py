"""Sample data: four counties of invented families, their officials and two years of work."""
import os
import secrets
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Jurisdiction
from accounts.queries import villages_of
from accounts.roles import Role
from audits.jobs import engine
from benefits.sample import families, history, loading, posts, rows, years
from households.models import Household

SEED = 20261122
RECORDED_AT = datetime(2023, 12, 20, 2, tzinfo=UTC)
PEOPLE = 9600  # about three thousand households
_PEOPLE_A_FAMILY = 3.15
_BATCH = 5000
_ON_EVERY_DESK = (families.hukou_not_recorded, families.no_usable_account)  # one of each in the township of every county's clerk


@contextmanager
def _seeing_everything():
    """A transaction of the owner's as the role that writes rows of every place."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE lidao_load")
        yield


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=PEOPLE, help="about how many people in the four counties together")
        parser.add_argument("--finish", action="store_true", help="walk two years of work here and now, instead of leaving them to the worker")

    def handle(self, people, finish, **options):
        with _seeing_everything():
            if Household.objects.exists():
                self.stderr.write("样例数据已在，未再生成。")
                return
            officials = posts.make(os.environ.get("LIDAO_SAMPLE_PASSWORD") or secrets.token_hex(8))
            count = self._families(officials, round(people / _PEOPLE_A_FAMILY))
            self._years(officials)
            self._gather_statistics()
            jobs = history.enqueue(officials, at=timezone.now())
        if finish:
            with _seeing_everything():
                for job in jobs:
                    engine.work(job.pk)
        self.stderr.write(f"已生成 {count} 户样例家庭。")

    def _families(self, officials, wanted):
        random, now = Random(SEED), RECORDED_AT
        places = [self._places(county) for county in officials]
        clerks = [officials[county][Role.TOWNSHIP_CLERK] for county in officials]
        desks = [villages_of(clerk).first().pk for clerk in clerks]
        kinds = [kind for kind in _ON_EVERY_DESK for _county in places] + list(families.KINDS)
        made, serials = 0, defaultdict(int)
        for chunk in loading.batched(range(wanted), _BATCH):
            batch = rows.Rows(at=now, first_ids=loading.next_ids(TABLES), serials=serials)
            for number in chunk:
                county = number % len(places)
                family = families.Family(
                    id=batch._next["households_household"],
                    village=desks[county] if made < len(_ON_EVERY_DESK) * len(places) else random.choice(places[county]),
                    clerk=clerks[county].pk,
                    urban=county < 3,
                    group=random.randrange(1, 9),
                )
                families.write(batch, random, family, kind=kinds[made] if made < len(kinds) else None)
                made += 1
            loading.copy(batch)
        return made

    @staticmethod
    def _years(officials):
        batch = rows.Rows(at=RECORDED_AT, first_ids={}, serials=defaultdict(int))
        years.write(batch, Random(SEED), officials)
        loading.copy(batch)

    @staticmethod
    def _gather_statistics():
        """Without them the planner takes tables just filled for empty ones, and every later step is slow."""
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")  # the owner's right
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL ROLE lidao_load")

    @staticmethod
    def _places(county):
        return list(
            Jurisdiction.objects.filter(code__startswith=county[:6], level=Jurisdiction.Level.VILLAGE).values_list("code", flat=True)
        )


TABLES = (
    "households_household", "households_person", "households_membership", "households_householdstatus", "households_statement",
    "households_death", "households_hukou", "households_disability", "households_certificate", "households_account",
    "households_marriage", "households_parentage", "households_complication", "households_schooling", "households_admission", "households_exam",
    "households_villagepost", "households_residence", "households_income", "households_housing", "households_medicalcost",
    "poverty_minimumliving", "poverty_minimumlivingmember", "poverty_grant",
)  # fmt: skip
