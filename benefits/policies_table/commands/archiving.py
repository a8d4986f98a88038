"""The document itself: archived by the county that cites it, handed out with a trace."""
import hashlib
import uuid

from django.db import transaction

from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import archive, journal
from audits.models import Download, Seal
from benefits.models import Citation, CitationFile
from benefits.policies_table import states


def archive_document(*, citation_id, content, by, at):
    """Keep the bytes of a document the county knows, under the hash we compute; a CitationFile."""
    event = "document.archived"
    if by.role != states.ENTERS:
        raise NotAllowed(_("文件由县级复核存档。"), event=event)
    if sentence := archive.why_not(content):
        raise NotAllowed(sentence, event=event)
    with transaction.atomic():
        citation = Citation.objects.filter(pk=citation_id, county__in=("", by.county_code)).first()
        if citation is None:
            raise NotAllowed(_("没有这份文件的登记，请刷新页面。"), event=event)
        media_type, ending = archive.kind_of(content)
        seal = Seal.objects.create(
            id=uuid.uuid4(), division_code=by.county_code, name=f"{citation.number[:100]}.{ending}", media_type=media_type, content=content,
            sha256=hashlib.sha256(content).digest(), size=len(content), made_at=at, made_by=by.user,
        )  # fmt: skip
        row = CitationFile.objects.create(division_code=by.county_code, citation=citation, seal=seal, archived_at=at, archived_by=by.user)
        after = {"number": citation.number, "sha256": row.sha256, "size": seal.size, "as_stated": row.is_as_stated}
        journal.record(event, by=by, at=at, subject=row, after=after)
    return row


def download_document(*, file_id, by, at):
    """The archived bytes, with a note of who took them."""
    with transaction.atomic():
        row = CitationFile.objects.select_related("seal", "citation").get(pk=file_id)
        Download.objects.create(seal=row.seal, division_code=row.division_code, user=by.user, post_id=by.pk, at=at)
        after = {"number": row.citation.number, "sha256": row.sha256}
        journal.record("document.downloaded", by=by, at=at, subject=row, after=after, division_code=row.division_code)
    return row
