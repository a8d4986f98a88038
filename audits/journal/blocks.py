"""Seals events into hashed blocks outside the write path, and proves that nothing sealed was changed.

Only events of transactions below pg_snapshot_xmin are sealed: no transaction still running can add one before them.
The caller has entered the whole nation's scope.
"""
import hashlib
import json
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from audits.journal.models import Block, SealedEvent

BLOCK_SIZE = 10_000
_COLUMNS = (
    "id, xid::text, at, kind, user_id, user_name, post_id, role, address, division_code, "
    "subject_kind, subject_id, before::text, after::text, outcome, reason"
)
_LOCK = 0x4C494441  # one sealer at a time


def seal_block(*, at):
    """Seal the events that are settled; the new Block, or None when there is nothing to seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT coalesce(max(high_event), 0) FROM audits_block WHERE at < %s", [at - timedelta(days=1)])
        (floor,) = cursor.fetchone()
        cursor.execute(
            f"SELECT {_COLUMNS} FROM audits_event e WHERE e.id > %s AND e.xid < pg_snapshot_xmin(pg_current_snapshot()) "
            "AND NOT EXISTS (SELECT FROM audits_sealedevent s WHERE s.event_id = e.id) ORDER BY e.id LIMIT %s",
            [floor, BLOCK_SIZE],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    hashes = [row_hash(row) for row in rows]
    previous = Block.objects.order_by("-id").first()
    root = hashlib.sha256(b"".join(hashes)).digest()
    block = Block.objects.create(
        previous=previous, at=at, events=len(rows), high_event=rows[-1][0], root=root, head=_head(previous, root)
    )
    SealedEvent.objects.bulk_create(
        [SealedEvent(event_id=row[0], block=block, row_hash=digest) for row, digest in zip(rows, hashes, strict=True)], batch_size=2000
    )
    return block


def head():
    """(block id, head as hex) of the last block, or (None, "")."""
    block = Block.objects.order_by("-id").only("id", "head").first()
    return (block.pk, bytes(block.head).hex()) if block else (None, "")


def broken():
    """Sentences about every sealed event that is missing or changed and every block that does not fit; empty when all is well."""
    sentences = []
    previous = None
    for block in Block.objects.order_by("id"):
        if (block.previous_id or None) != (previous.pk if previous else None):
            sentences.append(_("区块 %(block)s 不接在上一区块之后。") % {"block": block.pk})
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.row_hash, s.event_id, e.* FROM audits_sealedevent s LEFT JOIN (SELECT {_COLUMNS} FROM audits_event) e "
                "ON e.id = s.event_id WHERE s.block_id = %s ORDER BY s.event_id",
                [block.pk],
            )
            rows = cursor.fetchall()
        for stored, event_id, *row in rows:
            if row[0] is None:
                sentences.append(_("留痕 %(event)s 已不在留痕簿中（区块 %(block)s）。") % {"event": event_id, "block": block.pk})
            elif row_hash(tuple(row)) != bytes(stored):
                sentences.append(_("留痕 %(event)s 封存后被改动（区块 %(block)s）。") % {"event": event_id, "block": block.pk})
        root = hashlib.sha256(b"".join(bytes(row[0]) for row in rows)).digest()
        if len(rows) != block.events or root != bytes(block.root) or _head(previous, root) != bytes(block.head):
            sentences.append(_("区块 %(block)s 的摘要与其内容不符。") % {"block": block.pk})
        previous = block
    return sentences


def row_hash(row):
    """SHA-256 of one event in canonical JSON."""
    values = [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).digest()


def _head(previous, root):
    return hashlib.sha256((bytes(previous.head) if previous else b"") + root).digest()
