"""A file is over: discarded, its rows that stayed out handed back, and forgotten after thirty days."""
from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts import moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs.models import Job
from poverty import tables
from poverty.exchange import queries, states
from poverty.exchange.columns import TABLE
from poverty.exchange.commands.common import locked
from poverty.models import Transfer, TransferredHousehold

ROWS_KEPT = timedelta(days=30)  # since the file came, for what has to go back to the sender
_Outcome = TransferredHousehold.Outcome


def discard(*, transfer_id, by, at):
    """A file that will not be registered. Where a job stopped half way, what was registered until then stays."""
    event = "transfer.discarded"
    with transaction.atomic():
        transfer = locked(transfer_id, states.DISCARD, event, by)
        if transfer.is_working:
            raise NotAllowed(_("这份文件的作业还没有结束，请等它结束后再作废。"), event=event, subject=transfer)
        _drop(transfer)
        after = {"number": transfer.number, "registered": queries.registered(transfer)}
        journal.record(event, by=by, at=at, subject=transfer, after=after)
    return transfer


def hand_back(*, transfer_id, reason, by, at):
    """The sender's own columns with the rows that stay out, and why; numbers in full as they came. What it is taken for is on record."""
    event = "transfer.rows_returned"
    with transaction.atomic():
        moves.require(by, states.ENTERS, event)
        transfer = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id, direction=Transfer.Direction.IN).first()
        if transfer is None:
            raise NotAllowed(_("没有这份文件，或它不属于本县。"), event=event)
        if _is_over(transfer, at):
            raise NotAllowed(_("这份文件的行已过保存期，请对方重新提供。"), event=event, subject=transfer)
        if not reason.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=transfer)
        rows = []
        with stored.in_chinese():
            for row in transfer.households.exclude(outcome__in=[_Outcome.READY, _Outcome.SAME]):
                rows += _returned(row)
        if not rows:
            raise NotAllowed(_("这份文件没有要退回的行。"), event=event, subject=transfer)
        journal.record(event, by=by, at=at, subject=transfer, after={"rows": len(rows)}, reason=reason)
    return tables.returned(TABLE, transfer.headings, rows)


def delete_expired_rows(*, at):
    """The rows of files that came long ago are forgotten, numbers and all; what was found and decided stays. A file nobody has finished is discarded.

    One that a job is working on is left until that ends. Under the sight of everything.
    """
    old = Transfer.objects.filter(direction=Transfer.Direction.IN, made_at__lte=at - ROWS_KEPT)
    old = old.exclude(job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
    held = TransferredHousehold.objects.filter(transfer__in=old).exclude(rows=b"")
    due = Q(pk__in=held.values("transfer")) | Q(pk__in=old, state__in=states.DISCARD.sources)
    for transfer in Transfer.objects.select_for_update(of=("self",)).filter(due):
        told = {"number": transfer.number, "households": held.filter(transfer=transfer).update(rows=b"")}
        if transfer.state in states.DISCARD.sources:
            _drop(transfer)
            told |= {"discarded": True, "registered": queries.registered(transfer)}
        journal.record("transfer.rows_deleted", by=None, at=at, subject=transfer, after=told, division_code=transfer.division_code)


def has_rows_to_return(transfer, *, at):
    """Whether rows of a file stay out and are still kept."""
    return not _is_over(transfer, at) and any(transfer.counts.get(name) for name in (_Outcome.DOUBTFUL, _Outcome.UNMATCHED, _Outcome.FAULTY))


def _is_over(transfer, at):
    return transfer.made_at <= at - ROWS_KEPT


def _drop(transfer):
    transfer.state, transfer.content = states.DISCARD.target, b""
    transfer.save(update_fields=["state", "content"])


def _returned(row):
    said = defaultdict(list)
    for number, heading, sentence in row.problems:
        said[number].append((heading, sentence))
    first = row.typed()[0][0] if row.typed() else 0
    said[first] += [("", doubt["words"]) for doubt in row.doubts]
    if row.outcome == _Outcome.UNMATCHED:
        said[first].append(("", _("本县家庭档案中没有这一户的人。")))
    return [(typed, said.get(number, said.get(0, []))) for number, typed in row.typed()]
