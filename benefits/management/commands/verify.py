"""Recomputes everything that is sealed and says what does not fit: journal blocks, sealed files, runs, payout runs and wrong payments."""
import hashlib
import sys

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from accounts import scope
from audits.journal import blocks
from audits.models import Block, Seal
from benefits.models import Payout, PayoutRun, Run, WrongPayment


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        with transaction.atomic(), scope.entered(scope.EVERYWHERE):
            faults = [*blocks.broken(), *_changed_files(), *_changed_runs(), *_changed_payouts(), *_wrong_sums(), *_half_booked()]
            counts = [Block.objects.count(), Seal.objects.count(), _approved_runs().count(), _hashed_payout_runs().count()]
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write("留痕区块 {} 个、封存件 {} 份、核算批次 {} 个、发放批次 {} 个，逐一重算，均与封存时一致。".format(*counts))


def _changed_files():
    for seal in Seal.objects.iterator(chunk_size=20):
        if hashlib.sha256(bytes(seal.content)).digest() != bytes(seal.sha256):
            yield f"封存件 {seal.name} 的内容与摘要不符。"


def _changed_runs():
    for run in _approved_runs():
        if _answer("SELECT lidao_run_lines_hash(%s)", run.pk) != run.lines_hash:
            yield f"核算批次 {run.number} 的明细与审批时的摘要不符。"


def _changed_payouts():
    for run in _hashed_payout_runs():
        if _answer("SELECT lidao_payout_run_hash(%s)", run.pk) != run.content_hash:
            yield f"发放批次 {run.number} 的发放记录与其摘要不符。"


def _wrong_sums():
    for run in PayoutRun.objects.filter(state__in=PayoutRun.APPROVED_STATES):
        paid = run.payouts.filter(decision=Payout.Decision.APPROVE)
        found = (sum(paid.values_list("amount_fen", flat=True)), paid.count(), paid.values("person").distinct().count())
        if found != (run.total_fen, run.lines, run.people):
            yield f"发放批次 {run.number} 的合计与其发放记录不符。"


def _half_booked():
    for wrong in WrongPayment.objects.filter(state=WrongPayment.State.BOOKED):
        if not _answer("SELECT lidao_is_booked_whole(w) FROM benefits_wrongpayment w WHERE w.id = %s", wrong.pk):
            yield f"错发 {wrong.number} 的收付明细与所登记的不符。"


def _approved_runs():
    return Run.objects.filter(state__in=[Run.State.APPROVED, Run.State.PUBLISHED])


def _hashed_payout_runs():
    return PayoutRun.objects.exclude(content_hash="")


def _answer(question, number):
    with connection.cursor() as cursor:
        cursor.execute(question, [number])
        return cursor.fetchone()[0]
