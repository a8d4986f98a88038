from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts import scope
from benefits.adjustments import commands as adjustments


@shared_task(name="benefits.adjustments.ring")
def ring_adjustments():
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        adjustments.ring(at=timezone.now())
