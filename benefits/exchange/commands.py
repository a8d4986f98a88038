"""Everything that writes of a file that goes out: asked for, made, handed out by another person with a reason, deleted when its time is over."""
import hashlib
from datetime import timedelta

from django.db import transaction

from accounts import moves, scope, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from benefits.exchange import gathering
from benefits.exchange.columns import OUT
from poverty.exchange import commands, states
from poverty.models import Transfer

KEPT = timedelta(days=7)


def ask(*, key, counterpart, year, purpose, by, at):
    """Have a file made for a department about a year. The same key is the same page: asked about something else it is refused."""
    event = "transfer.asked"
    moves.require(by, states.ENTERS, event)
    with transaction.atomic():
        known = Transfer.objects.filter(key=key).first()
        if known:
            if (known.direction, known.counterpart, known.year, known.purpose) != (Transfer.Direction.OUT, counterpart, year, purpose):
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=known)
            return known
        transfer = commands.begin(
            direction=Transfer.Direction.OUT, counterpart=counterpart, key=key, purpose=purpose, year=year, version=OUT[counterpart].version,
            file_name=f"{OUT[counterpart].title}-{year}.xlsx", state=states.State.MAKING, delete_on=at + KEPT, by=by, at=at,
        )  # fmt: skip
        transfer.job = jobs.enqueue(
            kind="benefits.exchange.work", title=stored.kept("制作 %(number)s", number=transfer.number), key=f"transfer:{transfer.pk}:making", by=by,
            at=at, parameters={"transfer": transfer.pk}, division_code=transfer.division_code, page=f"/transfers/{transfer.pk}",
        )  # fmt: skip
        transfer.save()
        journal.record(event, by=by, at=at, subject=transfer, after=_told(transfer))
    return transfer


def make(*, transfer_id, by, at):
    """The file, sealed; made twice it is made once."""
    with transaction.atomic(), scope.entered(by.county_code):
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.MAKING:
            return
        records = list(gathering.records(transfer.counterpart, county=transfer.division_code, year=transfer.year))
        rows = [record for record in records if record["number"]]
        transfer.left_out = [{name: record[name] for name in ("household", "person", "fen")} for record in records if not record["number"]]
        content = OUT[transfer.counterpart].written(rows)
        transfer.seal(content)
        transfer.counts = {"rows": len(rows), "left_out": len(transfer.left_out)}
        transfer.sha256, transfer.state = hashlib.sha256(content).digest(), states.MAKE.target
        transfer.save()
        journal.record("transfer.made", by=by, at=at, subject=transfer, after=_told(transfer))


def hand_out(*, transfer_id, reason, by, at):
    """(name, bytes) of the file with its full numbers, to another person than who asked for it; the reason is on record."""
    event = "transfer.handed_out"
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id, direction=Transfer.Direction.OUT).first()
        if transfer is None:
            raise NotAllowed(_("没有这份文件，或它不属于本县。"), event=event)
        sentence = moves.why_not(transfer, states.HAND_OUT, by=by)
        if sentence or at >= transfer.delete_on:
            raise NotAllowed(sentence or _("这份文件已过保存期，请重新制作。"), event=event, subject=transfer)
        if not reason.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=transfer)
        journal.record(event, by=by, at=at, subject=transfer, after=_told(transfer), reason=reason)
    return transfer.file_name, transfer.opened()


def delete_expired(*, at):
    """Files whose time is over are forgotten; the log keeps that they were. Under the sight of everything, an event each."""
    for transfer in Transfer.objects.select_for_update(of=("self",)).filter(state=states.State.READY, delete_on__lte=at):
        transfer.state, transfer.content = states.DELETE.target, b""
        transfer.save(update_fields=["state", "content"])
        journal.record("transfer.deleted", by=None, at=at, subject=transfer, after={"number": transfer.number}, division_code=transfer.division_code)


def _told(transfer):
    return {
        "number": transfer.number, "counterpart": transfer.counterpart, "year": transfer.year, "purpose": transfer.purpose,
        "version": transfer.version, "sha256": bytes(transfer.sha256).hex() if transfer.sha256 else "", **transfer.counts,
    }  # fmt: skip
