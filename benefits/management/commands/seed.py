"""Sample data: four counties of invented families, their officials and two years of work."""
import gc
import os
import secrets
import traceback
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from audits.jobs import engine
from audits.jobs.models import Job
from benefits.sample import counties, loading, posts
from households.models import Household

PEOPLE = 9600  # about three thousand households
_PEOPLE_A_FAMILY = 3.15


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=PEOPLE, help="about how many people in the four counties together")
        parser.add_argument("--families-only", action="store_true", help="leave out the two years of work")

    def handle(self, people, families_only, **options):
        """What an interrupted seed left to do is done by the next one."""
        with _seeing_everything():
            if Household.objects.exists() and not posts.held_at_all():
                self.stderr.write("库中已有家庭，未生成样例数据。")
                return
            officials = posts.held() if posts.held_at_all() else posts.make(os.environ.get("LIDAO_SAMPLE_PASSWORD") or secrets.token_hex(8))
            empty = [county for county in counties.of(officials) if not Household.objects.filter(division_code__startswith=county.code[:6]).exists()]
        if empty:
            _side_by_side(_load, [(county, round(people / _PEOPLE_A_FAMILY / county.of)) for county in empty])
            self._follow_on()
        jobs = [] if families_only else self._open_jobs(officials)
        if jobs:
            _side_by_side(_walk, jobs)
        with _seeing_everything():
            self.stderr.write(f"已生成 {Household.objects.count()} 户样例家庭。" if empty or jobs else "样例数据已在，未再生成。")

    @staticmethod
    def _follow_on():
        """Sequences go on after the copied rows. Without statistics the planner takes tables just filled for empty ones."""
        with _seeing_everything():
            loading.set_sequences(TABLES)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL default_statistics_target = 20")  # a fifth of the rows tell enough of families made by the dozen
            cursor.execute(f"ANALYZE {', '.join(TABLES)}")

    @staticmethod
    def _open_jobs(officials):
        from benefits.sample import history

        with _seeing_everything():
            return [job.pk for job in history.enqueue(officials, at=timezone.now()) if job.is_open]


@contextmanager
def _seeing_everything():
    """A transaction of the owner's as the role that writes rows of every place."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE lidao_load")
        yield


def _side_by_side(work, things):
    """Do the work on each of them, in as many processes as the machine has cores; whoever is done takes the next."""
    connections.close_all()  # each process has its own
    # Without garbage collection: some seconds in which nearly everything made is kept, and to look for rubbish again and again is a tenth of them.
    with ProcessPoolExecutor(min(len(things), os.cpu_count() or 1), get_context("fork"), gc.disable) as pool:
        begun = [pool.submit(work, thing) for thing in things]
        _import_what_walks()
    try:
        for one in begun:
            one.result()
    except Exception as error:
        traceback.print_exception(error)
        raise CommandError("样例数据没有生成完，原因见上；再运行一次会接着做。") from error


def _import_what_walks():
    """While families are written: the processes that walk would each import it for themselves."""
    from benefits.sample import history  # noqa: F401

    reverse("desk")


def _load(asked):
    county, wanted = asked
    with _seeing_everything():
        counties.load(county, wanted)


def _walk(job_id):
    """A county's two years, each step a real command in a transaction of its own, as the role of web and worker."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # what a crash loses is walked again: the job's own row says how far it came
        cursor.execute("SET ROLE lidao_web")
    engine.work(job_id)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE lidao_load")
    job = Job.objects.get(pk=job_id)
    if job.state != Job.State.DONE:
        raise RuntimeError(f"{job.title}: {job.error}")


TABLES = (
    "households_household", "households_person", "households_membership", "households_householdstatus", "households_statement",
    "households_death", "households_hukou", "households_disability", "households_certificate", "households_account",
    "households_marriage", "households_parentage", "households_complication", "households_schooling", "households_admission", "households_exam",
    "households_villagepost", "households_residence", "households_income", "households_housing", "households_medicalcost",
    "poverty_minimumliving", "poverty_minimumlivingmember", "poverty_grant", "poverty_povertyregistration", "poverty_helper", "poverty_support",
    "poverty_villageyear", "poverty_cityyear", "poverty_budgetyear", "poverty_firstsecretary",
)  # fmt: skip
