"""A clerk's file is kept, and leaves again: the list of imports, and the rows that stay out."""
import hashlib

from django.db import transaction
from django.utils import timezone

from accounts import stored, workbooks
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.imports import cells, queries, returned, storage
from households.imports.commands import batches
from households.imports.models import ImportBatch
from households.imports.reading import reader
from households.queries import workbook


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
        batch.job = batches.enqueue(batch, "checking", stored.kept("校验 %(name)s", name=batch.file_name), by=by, at=at)
        batch.save(update_fields=["number", "job"])
        after = {"number": batch.number, "file": batch.file_name, "bytes": len(content), "sha256": batch.sha256.hex(), "update": update_existing}
        journal.record("import.uploaded", by=by, at=at, subject=batch, after=after)
    return batch


def hand_back(*, batch_id, by, at):
    """The bytes of the clerk's own workbook with the rows that are not on the record; the one file with full numbers."""
    with transaction.atomic():
        batch = ImportBatch.objects.get(pk=batch_id)
        rows = list(queries.returned_rows(batch))
        if not rows:
            raise NotAllowed(_("这份文件没有要退回的行。"), event="import.rows_returned", subject=batch)
        journal.record("import.rows_returned", by=by, at=at, subject=batch, after={"rows": len(rows)})
    return returned.workbook(batch, rows)


def export_list(*, state, mine, by, at):
    """The bytes of the filtered list of imports; one event says what was filtered and how many left."""
    rows = list(queries.imports_of(by, state=state, mine=mine)[: workbook.MOST_ROWS])
    with transaction.atomic():
        journal.record("imports.exported", by=by, at=at, after={"state": state, "mine": mine, "rows": len(rows)})
    titles = [_("导入单号"), _("文件"), _("上传时间"), _("上传人"), _("更新已建档的户"), _("状态")]
    return workbooks.made(_("导入"), titles, map(_cells_of, rows))[0]


def _cells_of(batch):
    uploaded = f"{timezone.localtime(batch.uploaded_at):%Y-%m-%d %H:%M}"
    update = _("是") if batch.update_existing else _("否")
    return [batch.number, batch.file_name, uploaded, batch.post.user.name, update, batch.get_state_display()]
