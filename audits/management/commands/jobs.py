"""How far the jobs are, in the terminal."""
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import scope, stored
from audits.models import Job


class Command(BaseCommand):
    help = "Lists the jobs that are not finished: percent, time left, what it is. With --follow ID, one of them until it is finished."

    def add_arguments(self, parser):
        parser.add_argument("--follow", metavar="ID", help="the job's id or how it begins; leaving with Ctrl-C does not stop the job")

    def handle(self, *, follow, **options):
        if follow:
            self._follow(follow)
            return
        jobs = _unfinished()
        for job in jobs:
            self.stdout.write(f"{job.pk}  {_told(job)}  {stored.shown(job.title)}")
        if not jobs:
            self.stdout.write("没有未完成的作业。")

    def _follow(self, begins):
        job, before = _begins(begins), None
        self.stdout.write(stored.shown(job.title))
        while True:
            if (job.state, job.done) != before:
                self.stdout.write(_told(job))
                self.stdout.flush()
            if not job.is_open:
                break
            before = job.state, job.done
            time.sleep(0.5)
            job = _begins(str(job.pk))
        if job.state != Job.State.DONE:
            raise CommandError(stored.shown(job.error) or _told(job))


def _unfinished():
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        return list(Job.objects.filter(finished_at=None).order_by("created_at"))


def _begins(text):
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        found = list(Job.objects.filter(pk__startswith=text)[:2])
    if len(found) != 1:
        raise CommandError(f"没有编号以 {text} 开头的作业，或不止一项；不带 --follow 可列出未完成的作业。")
    return found[0]


def _told(job):
    left = job.seconds_left(at=timezone.now())
    return f"{job.get_state_display()} {job.percent:3d}%" + ("" if left is None else f"，约剩 {left} 秒")
