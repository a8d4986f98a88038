"""Photos and papers of a project, kept as they were uploaded and handed out with a trace."""
import hashlib
import uuid

from django.db import transaction

from accounts.refusal import NotAllowed
from accounts.roles import COUNTY, Role
from accounts.stored import gettext as _
from audits import archive, journal
from audits.models import Download, Seal
from poverty.models import ProjectPaper
from poverty.projects.commands.common import holding

ADDS = COUNTY | {Role.TOWNSHIP_CLERK}


def add_paper(*, project_id, kind, title, content, by, at):
    """Keep the bytes of a photo or paper under the hash we compute; a ProjectPaper."""
    event = "project_paper.added"
    if by.role not in ADDS:
        raise NotAllowed(_("项目资料由乡镇经办和县级人员添加。"), event=event)
    if sentence := archive.why_not(content):
        raise NotAllowed(sentence, event=event)
    with holding(project_id, event, by=by, at=at) as project:
        media_type, ending = archive.kind_of(content)
        seal = Seal.objects.create(
            id=uuid.uuid4(), division_code=project.division_code, name=f"{title[:100]}.{ending}", media_type=media_type, content=content,
            sha256=hashlib.sha256(content).digest(), size=len(content), made_at=at, made_by=by.user,
        )  # fmt: skip
        paper = ProjectPaper.objects.create(
            division_code=project.division_code, project=project, kind=kind, title=title, seal=seal, added_by=by.user, added_at=at
        )
        after = {"project": project.number, "kind": kind, "title": title, "sha256": paper.sha256, "size": seal.size}
        journal.record(event, by=by, at=at, subject=paper, after=after)
    return paper


def download_paper(*, paper_id, by, at):
    """The bytes as they were uploaded, with a note of who took them. Inside the county's sight."""
    with transaction.atomic():
        paper = ProjectPaper.objects.select_related("seal").get(pk=paper_id)
        Download.objects.create(seal=paper.seal, division_code=paper.division_code, user=by.user, post_id=by.pk, at=at)
        after = {"title": paper.title, "sha256": paper.sha256}
        journal.record("project_paper.downloaded", by=by, at=at, subject=paper, after=after, division_code=paper.division_code)
    return paper
