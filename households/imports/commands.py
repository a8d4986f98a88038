"""Writes of imports: upload, check, import chunk by chunk, give up, take back, hand the bad rows back."""
import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import locks, moves, scope
from accounts.refusal import NotAllowed
from audits import journal
from audits.jobs import commands as jobs
from households import commands as households
from households.imports import cells, checks, comparing, former, queries, repeated, returned, sheet, storage, undoing
from households.imports.families import families_of
from households.imports.models import GIVE_UP, IMPORT, TAKE_BACK, ImportBatch, ImportFamily
from households.imports.queries import RETURNED, tally
from households.imports.reading import reader
from households.queries import workbook

CHECKED_AT_ONCE = 200  # families
IMPORTED_AT_ONCE = 20
_OUTCOME = ImportFamily.Outcome
_STATE = ImportBatch.State


def upload(*, file_name, content, update_existing, by, at):
    """Keep a clerk's file, sealed, and have it checked. Nothing of it is read here."""
    sentence = reader.why_not(len(content))
    if sentence:
        raise NotAllowed(sentence, event="import.uploaded")
    with transaction.atomic():
        batch = ImportBatch(
            division_code=by.division_code,
            post=by,
            file_name=cells.without_numbers(file_name)[-120:],
            sha256=hashlib.sha256(content).digest(),
            update_existing=update_existing,
            uploaded_at=at,
        )
        batch.content = storage.seal_file(content, batch.key)
        batch.number = str(batch.key)[:20]
        batch.save(force_insert=True)
        batch.number = f"DR-{timezone.localdate(at):%Y}-{batch.pk:06d}"
        batch.job = _enqueue(batch, "checking", _("校验 %(name)s") % {"name": batch.file_name}, by=by, at=at)
        batch.save(update_fields=["number", "job"])
        after = {"number": batch.number, "file": batch.file_name, "bytes": len(content), "sha256": batch.sha256.hex(), "update": update_existing}
        journal.record("import.uploaded", by=by, at=at, subject=batch, after=after)
    return batch


def read_file(*, batch_id, by, at):
    """Read the file into rows; the number of rows, or None when it cannot be read and the batch says why."""
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.state != _STATE.CHECKING:
            return None
        try:
            layout, rows = sheet.understood(reader.read(storage.open_file(batch)))
        except reader.Unreadable as refusal:
            batch.state, batch.problem = _STATE.FAILED, refusal.sentence
            batch.save(update_fields=["state", "problem"])
            journal.record("import.checked", by=by, at=at, subject=batch, outcome="refused", reason=refusal.sentence)
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
        batch = _locked(batch_id)
        if batch.state != _STATE.CHECKING:
            return None
        kept = list(batch.families.filter(place__gt=after).order_by("place")[:CHECKED_AT_ONCE])
        if not kept:
            _finish(batch, _STATE.CHECKED, "import.checked", by=by, at=at)
            return None
        rows = _judge(batch, kept, by=by, at=at)
        return kept[-1].place, rows


def start_import(*, batch_id, by, at):
    """Have the good families taken in."""
    with transaction.atomic():
        batch = _moved(batch_id, IMPORT, "import.started", by=by)
        batch.job = _enqueue(batch, "importing", _("导入 %(name)s") % {"name": batch.file_name}, by=by, at=at, total=tally(batch).good_families)
        batch.save(update_fields=["state", "job"])
        journal.record("import.started", by=by, at=at, subject=batch, after={"families": batch.job.total})
    return batch


def import_families(*, batch_id, after, by, at):
    """Take in the next good families: (place of the last one, how many looked at), or None when all are in.

    Each is compared with the record once more; one that the record refuses by now turns into a bad one.
    """
    with transaction.atomic(), scope.entered(by.county_code):
        locks.shared(by.county_code)
        batch = _locked(batch_id)
        if batch.state != _STATE.IMPORTING:
            return None
        good = batch.families.filter(outcome__in=[_OUTCOME.NEW, _OUTCOME.UPDATE], place__gt=after).order_by("place")
        kept = list(good[:IMPORTED_AT_ONCE])
        if not kept:
            batch.imported_at = at
            _finish(batch, _STATE.IMPORTED, "import.imported", by=by, at=at)
            return None
        untouched = undoing.untouched(batch)
        _take_in(batch, kept, by=by, at=at)
        undoing.note_revisions([*untouched, *(family.pk for family in kept)])
        return kept[-1].place, len(kept)


def give_up(*, batch_id, by, at):
    """Give up a checked file, or one whose work stopped: what it wrote is taken back, its content forgotten."""
    with transaction.atomic():
        batch = _locked(batch_id)
        _refuse_move(batch, GIVE_UP, "import.given_up", by=by)
        _forget(batch, by=by, at=at)
        journal.record("import.given_up", by=by, at=at, subject=batch)
    return batch


def abandon(*, batch_id, by, at):
    """What cancelling a job leaves of its batch; the job's own event tells of it."""
    with transaction.atomic():
        _forget(_locked(batch_id), by=by, at=at)


def start_taking_back(*, batch_id, by, at):
    """Have everything the batch wrote taken back; refused when something of it is in use."""
    with transaction.atomic(), scope.entered(by.county_code):
        batch = _moved(batch_id, TAKE_BACK, "import.taking_back_started", by=by)
        sentence = undoing.why_not(batch)
        if sentence:
            raise NotAllowed(sentence, event="import.taking_back_started", subject=batch)
        title = _("撤销 %(number)s") % {"number": batch.number}
        batch.job = _enqueue(batch, "taking_back", title, by=by, at=at)
        batch.problem = ""
        batch.save(update_fields=["state", "job", "problem"])
        journal.record("import.taking_back_started", by=by, at=at, subject=batch)
    return batch


def take_back(*, batch_id, by, at):
    """Take back everything the batch wrote, or nothing when something of it came into use meanwhile."""
    with transaction.atomic(), scope.entered(by.county_code):
        locks.shared(by.county_code)
        batch = _locked(batch_id)
        if batch.state != _STATE.TAKING_BACK:
            return
        sentence = undoing.why_not(batch)
        if sentence:
            batch.state, batch.problem = _STATE.IMPORTED, sentence
            batch.save(update_fields=["state", "problem"])
            journal.record("import.taken_back", by=by, at=at, subject=batch, outcome="refused", reason=sentence)
            return
        batch.closed_at = at
        families = undoing.undo(batch, by=by, at=at)
        batch.state = _STATE.TAKEN_BACK
        batch.save(update_fields=["state", "closed_at"])
        journal.record("import.taken_back", by=by, at=at, subject=batch, after={"families": families})


def hand_back(*, batch_id, by, at):
    """The bytes of the clerk's own workbook with the rows that are not on the record; the one file with full numbers."""
    with transaction.atomic():
        batch = ImportBatch.objects.get(pk=batch_id)
        rows = list(queries.returned_rows(batch))
        if not rows:
            raise NotAllowed(_("这份文件没有要退回的行。"), event="import.rows_returned", subject=batch)
        journal.record("import.rows_returned", by=by, at=at, subject=batch, after={"rows": len(rows)})
    return returned.workbook(batch, rows)


def _forget(batch, *, by, at):
    """Leave nothing of a batch but that it was: its families off the record, its rows and its file away."""
    with scope.entered(by.county_code):
        locks.shared(by.county_code)
        sentence = undoing.why_not(batch)
        if sentence:
            raise NotAllowed(sentence, event="import.given_up", subject=batch)
        undoing.undo(batch, by=by, at=at)
    batch.rows.all().delete()
    batch.families.all().delete()
    batch.state, batch.content, batch.closed_at = _STATE.CANCELLED, b"", at
    batch.save(update_fields=["state", "content", "closed_at"])


def export_list(*, state, mine, by, at):
    """The bytes of the filtered list of imports; one event says what was filtered and how many left."""
    rows = list(queries.imports_of(by, state=state, mine=mine)[: workbook.MOST_ROWS])
    with transaction.atomic():
        journal.record("imports.exported", by=by, at=at, after={"state": state, "mine": mine, "rows": len(rows)})
    titles = [_("导入单号"), _("文件"), _("上传时间"), _("上传人"), _("更新已建档的户"), _("状态")]
    return workbook.write(titles, map(_cells_of, rows))


def _cells_of(batch):
    uploaded = f"{timezone.localtime(batch.uploaded_at):%Y-%m-%d %H:%M}"
    update = _("是") if batch.update_existing else _("否")
    return [batch.number, batch.file_name, uploaded, batch.post.user.name, update, batch.get_state_display()]


def _locked(batch_id):
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("job", "post").get(pk=batch_id)


def _moved(batch_id, move, event, *, by):
    """The locked batch in the state the move leads to."""
    batch = _locked(batch_id)
    _refuse_move(batch, move, event, by=by)
    batch.state = move.target
    return batch


def _refuse_move(batch, move, event, *, by):
    sentence = moves.why_not(batch, move, by=by)
    if sentence is None and batch.is_working:
        sentence = _("这份导入单的作业还在进行，请等它完成，或先取消作业。")
    if sentence:
        raise NotAllowed(sentence, event=event, subject=batch)


def _enqueue(batch, work, title, *, by, at, total=0):
    return jobs.enqueue(
        kind=f"households.imports.work.{work}",
        title=title,
        key=f"import-{batch.pk}-{work}-{at:%Y%m%d%H%M%S%f}",
        by=by,
        at=at,
        parameters={"batch": batch.pk},
        total=total,
        page=reverse("imports:batch", args=[batch.pk]),
    )


def _finish(batch, state, event, *, by, at):
    batch.state = state
    batch.save(update_fields=["state", "imported_at"])
    counts = tally(batch)
    journal.record(event, by=by, at=at, subject=batch, after={"families": counts.families, "rows": counts.rows, "imported": counts.imported_families})


def _judge(batch, kept, *, by, at):
    """Write outcome and messages of these families; how many rows they have."""
    opened = storage.families_of(batch, kept, on=timezone.localdate(at))
    for _family, family, rows in opened:
        for line in family.lines:
            noted = [(message["column"], message["text"]) for message in rows[line.number].messages]  # what only the whole file could tell
            line.problems += [problem for problem in noted if problem not in line.problems]
        checks.look_over(family)
    sound = [family for _family, family, _rows in opened if family.is_sound]
    found = {id(finding.family): finding for finding in _findings(batch, sound, by)}
    for row, family, rows in opened:
        _write_down(row, family, rows, found.get(id(family)))
    storage.save([row for row, _family, _rows in opened], _rows_of(opened))
    return len(_rows_of(opened))


def _findings(batch, families, by):
    return comparing.findings(families, villages=queries.villages_for(by), by=by, update_existing=batch.update_existing)


def _write_down(row, family, rows, finding):
    """What was found, on the family's row and the rows of its people. `finding` is None when the rows themselves are wrong."""
    messages = {line.number: [_message("error", *problem) for problem in line.problems] for line in family.lines}
    row.outcome = finding.outcome if finding else _OUTCOME.ERROR
    row.household = finding.household if finding else None
    for line, kind, column, sentence in finding.notes if finding else ():
        messages[line.number].append(_message(kind, column, sentence))
    if row.outcome in RETURNED:
        _point_at_bad_rows(messages)
    for number, imported in rows.items():
        imported.messages = messages[number]


def _message(kind, column, sentence):
    return {"kind": kind, "column": column, "text": cells.without_numbers(sentence)}


def _point_at_bad_rows(messages):
    """A family goes in whole or not at all: its good rows say which row holds them back."""
    bad = [number for number, said in messages.items() if any(message["kind"] == "error" for message in said)]
    told = {"rows": _("、").join(map(str, bad))}
    for number, said in messages.items():
        if number not in bad:
            said.append(_message("error", "", _("同一户的第 %(rows)s 行未能导入，改正后整户一起导入。") % told))


def _rows_of(opened):
    return [row for _family, _lines, rows in opened for row in rows.values()]


def _take_in(batch, kept, *, by, at):
    opened = storage.families_of(batch, kept, on=timezone.localdate(at))
    findings = _findings(batch, [family for _family, family, _rows in opened], by)
    for (row, family, rows), finding in zip(opened, findings, strict=True):
        if finding.outcome in (_OUTCOME.NEW, _OUTCOME.UPDATE):
            _write_family(batch, row, finding, by=by, at=at)
        _write_down(row, family, rows, finding)
    storage.save([row for row, _family, _rows in opened], _rows_of(opened))


def _write_family(batch, row, finding, *, by, at):
    """Register or amend one family; refused by the record it becomes a bad one."""
    before = former.state_of(finding, by.county_code)
    source = _("Excel 导入 %(number)s 第 %(row)s 行") % {"number": batch.number, "row": finding.family.lines[0].number}
    try:
        if finding.outcome == _OUTCOME.NEW:
            finding.household = households.register_household(entry=finding.entry, by=by, at=at, source=source)
        else:
            why = _("按 %(number)s 更新") % {"number": batch.number}
            households.amend_household(household_id=finding.household.pk, entry=finding.entry, by=by, at=at, why=why, source=source)
    except NotAllowed as refusal:
        finding.refuse(finding.family.head, "", refusal.sentence)
        return
    row.imported_at = at
    row.former = former.sealed(before, row.key)
