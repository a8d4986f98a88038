"""A file is read into rows, and its families are looked over. Nothing is written to the record."""
from django.db import transaction
from django.utils import timezone

from accounts import scope, stored
from audits import journal
from households.imports import checks, repeated, sheet, storage
from households.imports.commands import batches, findings
from households.imports.families import families_of
from households.imports.models import ImportBatch
from households.imports.reading import reader

CHECKED_AT_ONCE = 200  # families
_STATE = ImportBatch.State


def read_file(*, batch_id, by, at):
    """Read the file into rows; the number of rows, or None when it cannot be read and the batch says why."""
    with transaction.atomic():
        batch = batches.locked(batch_id)
        if batch.state != _STATE.CHECKING:
            return None
        try:
            layout, rows = sheet.understood(reader.read(storage.open_file(batch)))
        except reader.Unreadable as refusal:
            batch.state, batch.problem = _STATE.FAILED, stored.chinese(refusal.sentence)
            batch.save(update_fields=["state", "problem"])
            journal.record("import.checked", by=by, at=at, subject=batch, outcome="refused", reason=stored.chinese(refusal.sentence))
            return None
        families = families_of(rows, layout.keys, on=timezone.localdate(at))
        repeated.refuse(families)
        batch.layout = storage.layout_of(layout)
        batch.save(update_fields=["layout"])
        storage.keep(batch, families, dict(rows))
        return len(rows)


def check_families(*, batch_id, after, by, at):
    """Look over the next families: (place of the last one, rows looked at), or None when all have been and the preview is ready."""
    with transaction.atomic(), scope.entered(by.county_code):
        batch = batches.locked(batch_id)
        if batch.state != _STATE.CHECKING:
            return None
        kept = list(batch.families.filter(place__gt=after).order_by("place")[:CHECKED_AT_ONCE])
        if not kept:
            batches.finish(batch, _STATE.CHECKED, "import.checked", by=by, at=at)
            return None
        rows = _judge(batch, kept, by=by, at=at)
        return kept[-1].place, rows


def _judge(batch, kept, *, by, at):
    """Write outcome and messages of these families; how many rows they have."""
    opened = storage.families_of(batch, kept, on=timezone.localdate(at))
    for _family, family, rows in opened:
        for line in family.lines:
            noted = [(message["column"], message["text"]) for message in rows[line.number].messages]  # what only the whole file could tell
            line.problems += [problem for problem in noted if problem not in line.problems]
        checks.look_over(family)
    sound = [family for _family, family, _rows in opened if family.is_sound]
    findings.refuse_unknown_villages([family for _family, family, _rows in opened if not family.is_sound], by)
    found = {id(finding.family): finding for finding in findings.of(batch, sound, by)}
    for row, family, rows in opened:
        findings.write_down(row, family, rows, found.get(id(family)))
    return findings.save(opened)
