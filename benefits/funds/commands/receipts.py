"""The paper a family signs for when it is handed a grant: planned with the approval, made by the worker, handed out ever after."""
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from audits.models import Job
from benefits.funds import receipts
from benefits.funds.commands.common import BOOKS
from benefits.models import FundReceipt
from benefits.rosters import keeping

WORK = "benefits.funds.printing"


def plan_receipt(grant, *, by, at):
    """LK370303-2026-000012, with its job, in the transaction of the approval."""
    receipt = FundReceipt.objects.create(
        grant=grant, division_code=grant.division_code, number=f"LK{grant.division_code[:6]}-{timezone.localdate(at).year}-{grant.pk:06d}",
        title=receipts.title(grant), content=receipts.content(grant), total_fen=grant.amount_fen,
    )  # fmt: skip
    _enqueue(receipt, key=f"fund-receipt:{receipt.pk}", by=by, at=at)


def seal_receipt(*, receipt_id, pdf, code, by, at):
    """Keep the signed bytes for good."""
    with transaction.atomic():
        receipt = FundReceipt.objects.select_for_update().get(pk=receipt_id)
        keeping.seal(receipt, pdf=pdf, code=code, event="fund_receipt.sealed", by=by, at=at)
    return receipt


def make_receipt_again(*, receipt_id, by, at):
    """Try a receipt again whose making stopped, once its cause is put right."""
    event = "fund_receipt.requested"
    moves.require(by, BOOKS, event)
    with transaction.atomic():
        receipt = FundReceipt.objects.select_for_update(of=("self",)).select_related("job", "grant").get(pk=receipt_id)
        if receipt.seal_id or (receipt.job and receipt.job.is_open):
            raise NotAllowed(_("%(number)s 已封存或正在制作，不用重新制作。") % {"number": receipt.number}, event=event, subject=receipt)
        attempts = Job.objects.filter(key__startswith=f"fund-receipt:{receipt.pk}").count()
        _enqueue(receipt, key=f"fund-receipt:{receipt.pk}:{attempts + 1}", by=by, at=at)
        journal.record(event, by=by, at=at, subject=receipt, after={"number": receipt.number, "attempt": attempts + 1})
    return receipt


def download_receipt(*, receipt_id, by, at):
    """The sealed bytes, with a note of who took them."""
    with transaction.atomic():
        receipt = FundReceipt.objects.select_related("seal").get(pk=receipt_id)
        keeping.hand_out(receipt, event="fund_receipt.downloaded", by=by, at=at)
    return receipt


def _enqueue(receipt, *, key, by, at):
    receipt.job = jobs.enqueue(
        kind=WORK, title=stored.kept("制作 %(number)s", number=receipt.number), key=key, by=by, at=at, parameters={"receipt": receipt.pk}, total=1,
        division_code=by.county_code, page=reverse("benefits:fund", args=[receipt.grant.fund_id]),
    )  # fmt: skip
    receipt.save(update_fields=["job"])
