"""Recomputes everything that is sealed and says what does not fit: journal blocks, sealed files, payout runs."""
import hashlib
import sys

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from accounts import scope
from audits.journal import blocks
from audits.models import Block, Seal
from benefits.models import PayoutRun


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        with transaction.atomic(), scope.entered(scope.EVERYWHERE):
            faults = [*blocks.broken(), *_changed_files(), *_changed_runs()]
            counts = Block.objects.count(), Seal.objects.count(), PayoutRun.objects.exclude(content_hash="").count()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write("留痕区块 {} 个、封存件 {} 份、发放批次 {} 个，逐一重算，均与封存时一致。".format(*counts))


def _changed_files():
    for seal in Seal.objects.iterator(chunk_size=20):
        if hashlib.sha256(bytes(seal.content)).digest() != bytes(seal.sha256):
            yield f"封存件 {seal.name} 的内容与摘要不符。"


def _changed_runs():
    with connection.cursor() as cursor:
        for run in PayoutRun.objects.exclude(content_hash=""):
            cursor.execute("SELECT lidao_payout_run_hash(%s)", [run.pk])
            if cursor.fetchone()[0] != run.content_hash:
                yield f"发放批次 {run.number} 的发放记录与其摘要不符。"
