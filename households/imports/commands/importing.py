"""The good families of a checked file go onto the record, chunk by chunk."""
from django.db import transaction
from django.utils import timezone

from accounts import locks, scope, stored
from audits import journal
from households import commands as households
from households.imports import former, storage, undoing
from households.imports.commands import batches, findings
from households.imports.models import IMPORT, ImportBatch, ImportFamily
from households.imports.queries import tally

IMPORTED_AT_ONCE = 100  # families
_GOOD = (ImportFamily.Outcome.NEW, ImportFamily.Outcome.UPDATE)
_STATE = ImportBatch.State


def start_import(*, batch_id, by, at):
    """Have the good families taken in."""
    with transaction.atomic():
        batch = batches.moved(batch_id, IMPORT, "import.started", by=by)
        title = stored.kept("导入 %(name)s", name=batch.file_name)
        batch.job = batches.enqueue(batch, "importing", title, by=by, at=at, total=tally(batch).good_families)
        batch.save(update_fields=["state", "job"])
        journal.record("import.started", by=by, at=at, subject=batch, after={"families": batch.job.total})
    return batch


def import_families(*, batch_id, after, by, at):
    """Take in the next good families: (place of the last one, how many looked at), or None when all are in.

    Each is compared with the record once more; one that the record refuses by now turns into a bad one.
    """
    with transaction.atomic(), scope.entered(by.county_code):
        locks.shared(by.county_code)
        batch = batches.locked(batch_id)
        if batch.state != _STATE.IMPORTING:
            return None
        good = batch.families.filter(outcome__in=_GOOD, place__gt=after).order_by("place")
        kept = list(good[:IMPORTED_AT_ONCE])
        if not kept:
            batch.imported_at = at
            batches.finish(batch, _STATE.IMPORTED, "import.imported", by=by, at=at)
            return None
        untouched = undoing.untouched(batch)
        _take_in(batch, kept, by=by, at=at)
        undoing.note_revisions([*untouched, *(family.pk for family in kept)])
        return kept[-1].place, len(kept)


def _take_in(batch, kept, *, by, at):
    opened = storage.families_of(batch, kept, on=timezone.localdate(at))
    found = findings.of(batch, [family for _family, family, _rows in opened], by)
    _file([(row, finding) for (row, _family, _rows), finding in zip(opened, found, strict=True) if finding.outcome in _GOOD], batch, by, at)
    for (row, family, rows), finding in zip(opened, found, strict=True):
        findings.write_down(row, family, rows, finding)
    findings.save(opened)


def _file(good, batch, by, at):
    """Register or amend families; one that the record refuses becomes a bad one."""
    of_filing = {id(filing := _filing(finding, batch)): (filing, row, finding) for row, finding in good}
    for group in households.apart([filing for filing, _row, _finding in of_filing.values()], county_code=by.county_code):
        together = [of_filing[id(filing)] for filing in group]
        before = former.states_of([finding for _filing, _row, finding in together], by.county_code)
        households.file_together(group, by=by, at=at)
        for (filing, row, finding), state in zip(together, before, strict=True):
            _note(filing, row, finding, state, at)


def _filing(finding, batch):
    source = stored.kept("Excel 导入 %(number)s 第 %(row)s 行", number=batch.number, row=finding.family.lines[0].number)
    if finding.outcome == ImportFamily.Outcome.NEW:
        return households.Filing(finding.entry, source)
    why = stored.kept("按 %(number)s 更新", number=batch.number)
    return households.Filing(finding.entry, source, household_id=finding.household.pk, why=why)


def _note(filing, row, finding, state, at):
    if filing.refusal:
        finding.refuse(finding.family.head, "", filing.refusal.sentence)
        return
    finding.household = filing.household
    row.imported_at = at
    row.former = former.sealed(state, row.key)
