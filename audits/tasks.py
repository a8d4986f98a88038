from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts import scope
from audits.jobs import commands, engine
from audits.journal import blocks


@shared_task(name="audits.jobs.work")
def work(job_id):
    engine.work(job_id)


@shared_task(name="audits.jobs.ring_lost")
def ring_lost():
    for job_id in engine.lost(at=timezone.now()):
        commands.ring(job_id)


@shared_task(name="audits.journal.seal")
def seal():
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        blocks.seal_block(at=timezone.now())
