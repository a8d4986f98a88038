from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts import scope
from benefits.adjustments import commands as adjustments
from benefits.exchange import commands as exchange
from poverty.exchange import commands as incoming
from poverty.monthly import commands as monthly


@shared_task(name="benefits.adjustments.ring")
def ring_adjustments():
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        adjustments.ring(at=timezone.now())


@shared_task(name="benefits.exchange.delete_expired")
def delete_expired_files():
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        exchange.delete_expired(at=timezone.now())
        incoming.delete_expired_rows(at=timezone.now())
        monthly.delete_expired_rows(at=timezone.now())
