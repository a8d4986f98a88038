"""A file comes in: kept sealed, read into its households, and these matched with the record."""
import hashlib
from collections import defaultdict

from django.db import transaction

from accounts import moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.commands.county import changing
from households.imports import cells
from households.imports.reading import reader
from poverty import tables
from poverty.exchange import states
from poverty.exchange.columns import TABLE
from poverty.exchange.commands.common import CHUNK, begin, contested, count, enqueue, note_matches, told_of
from poverty.models import Transfer, TransferredHousehold


def receive(*, key, purpose, file_name, content, by, at):
    """Keep a file of the poverty system, sealed, and have it read and matched. The same key is the same page."""
    event = "transfer.received"
    moves.require(by, states.ENTERS, event)
    sentence = reader.why_not(len(content))
    if sentence:
        raise NotAllowed(sentence, event=event)
    with transaction.atomic():
        known = Transfer.objects.filter(key=key).first()
        sha256 = hashlib.sha256(content).digest()
        if known:
            if known.direction != Transfer.Direction.IN or bytes(known.sha256) != sha256:
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=known)
            return known
        transfer = begin(
            direction=Transfer.Direction.IN, counterpart=Transfer.Counterpart.POVERTY, key=key, purpose=purpose, version=TABLE.version,
            file_name=cells.without_numbers(file_name)[-120:], sha256=sha256, state=states.State.READING, by=by, at=at,
        )  # fmt: skip
        transfer.seal(content)
        enqueue(transfer, "reading", stored.kept("读取 %(name)s", name=transfer.file_name), by=by, at=at)
        journal.record(event, by=by, at=at, subject=transfer, after=told_of(transfer))
    return transfer


def read(*, transfer_id, by, at):
    """Read the file into its households; how many, None when it cannot be read. Its bytes are not kept any longer."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.READING:
            return None
        try:
            transfer.headings, lines = TABLE.understood(reader.read(transfer.opened()))
        except reader.Unreadable as refusal:
            transfer.state, transfer.content, transfer.problem = states.FAIL.target, b"", stored.chinese(refusal.sentence)
            transfer.save()
            journal.record("transfer.read", by=by, at=at, subject=transfer, outcome="refused", reason=transfer.problem)
            return None
        transfer.content = b""
        transfer.save()
        households = _keep(transfer, lines)
        journal.record("transfer.read", by=by, at=at, subject=transfer, after={"households": len(households), "rows": len(lines)})
    return len(households)


def match(*, transfer_id, after, by, at):
    """Match the next households with the record; (last place, how many), None when none is left and the file waits for a person."""
    with changing(by.county_code, event="transfer.matched", by=by, at=at):
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.READING:
            return None
        chunk = list(transfer.households.filter(place__gt=after)[:CHUNK])
        if chunk:
            note_matches(transfer, chunk, at)
            return chunk[-1].place, len(chunk)
        note_matches(transfer, contested(transfer), at)
        count(transfer)
        transfer.state = states.READ.target
        transfer.save(update_fields=["state", "counts"])
        journal.record("transfer.matched", by=by, at=at, subject=transfer, after=told_of(transfer))
    return None


def abandon(*, transfer_id, at):
    """What cancelling its job leaves of a file that was being read: nothing but that it came. The job's own event tells of it."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        transfer.state, transfer.content, transfer.problem = states.FAIL.target, b"", stored.kept("读取已取消。")
        transfer.save()
        transfer.households.update(rows=b"")


def _keep(transfer, lines):
    groups = tables.families(lines, key="family")
    of_person = defaultdict(set)
    for line in lines:
        if "number" in line.values:
            of_person[line.values["number"].number].add(line.values.get("family"))
    alone = [(None, [line]) for line in groups.pop(None, ())]
    rows = []
    for place, (register, group) in enumerate([*groups.items(), *alone], 1):
        twice = [line.number for line in group if "number" in line.values and len(of_person[line.values["number"].number]) > 1]
        row = TransferredHousehold(
            division_code=transfer.division_code, transfer=transfer, place=place, register_number=register or "", twice=twice,
            head=next((line.values["name"] for line in group if "name" in line.values), ""),
        )  # fmt: skip
        row.seal([[line.number, line.cells] for line in group])
        rows.append(row)
    return TransferredHousehold.objects.bulk_create(rows, batch_size=500)
