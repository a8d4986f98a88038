"""The document itself: kept under the hash we compute, compared with what is stated, handed out with a trace, and no figure changed by it."""
import hashlib
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits import archive
from audits.models import Download, Event
from benefits import policies
from benefits.models import Citation, CitationFile, PolicyValue
from benefits.policies_table import commands, queries
from tests.builders import AT, GUANSHANHU, ZHANGDIAN, a_post, inside

pytestmark = pytest.mark.django_db

PDF, PICTURE = b"%PDF-1.7 a document", b"\x89PNG\r\n\x1a\n a scan"


@pytest.fixture
def reviewer():
    return a_post(Role.COUNTY_REVIEWER)


@pytest.fixture
def value():
    return PolicyValue.objects.filter(place="000000000000", quality="normative").select_related("citation").first()


def keep(citation, content=PDF, by=None):
    with inside(ZHANGDIAN):
        return commands.archive_document(citation_id=citation.pk, content=content, by=by or a_post(Role.COUNTY_REVIEWER), at=AT)


def upload(client, value, content):
    address = reverse("benefits:archive_document", args=[value.pk, value.citation_id])
    return client.post(address, {"file": SimpleUploadedFile("任意名.txt", content)}, follow=True)


def test_a_document_is_kept_as_it_came_and_handed_out_with_a_trace(client, reviewer, value):
    client.force_login(reviewer.user)
    page = upload(client, value, PICTURE).content.decode()
    with inside(ZHANGDIAN):
        row = CitationFile.objects.get()
        assert row.sha256 == hashlib.sha256(PICTURE).hexdigest() and row.sha256[:16] in page

    auditor = a_post(Role.AUDITOR)
    client.force_login(auditor.user)
    sent = client.get(reverse("benefits:download_document", args=[row.pk]))

    assert sent.content == PICTURE and sent.headers["Content-Type"] == "image/png"
    assert sent.headers["Content-Disposition"].startswith("attachment")
    with inside(ZHANGDIAN):
        assert Download.objects.get().user == auditor.user
        assert set(Event.objects.filter(kind__startswith="document.").values_list("kind", flat=True)) == {"document.archived", "document.downloaded"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "是空的"), (b"MZ\x90 a program", "只能存 PDF"), (b"%PDF-" + bytes(archive.MOST_BYTES), "超过 20 MB")],
)
def test_what_is_no_scan_or_too_big_is_refused_whatever_its_name(client, reviewer, value, content, sentence):
    client.force_login(reviewer.user)

    answer = upload(client, value, content)

    assert answer.status_code == 422 and sentence in answer.content.decode()
    with pytest.raises(NotAllowed, match=sentence):
        keep(value.citation, content)
    with inside(ZHANGDIAN):
        assert not CitationFile.objects.exists()


def test_the_hash_is_compared_with_the_one_the_files_state(value):
    values, documents = policies.read()
    number = value.citation.number
    found = []
    for stated in ("", hashlib.sha256(PDF).hexdigest()):
        commands.load(values, documents | {number: replace(documents[number], sha256=stated)}, at=AT)
        citation = Citation.objects.get(pk=value.citation_id)
        found += [keep(citation, content).is_as_stated for content in (PDF, PICTURE)]

    assert found == [None, None, True, False]


def test_a_scan_makes_no_reported_figure_payable():
    reported = PolicyValue.objects.filter(quality="reported").select_related("citation").first()

    keep(reported.citation)

    with inside(ZHANGDIAN):
        assert {one.quality for one in queries.in_force(reported.place).book.values if one.cite == reported.citation.number} == {"reported"}


def test_only_the_reviewer_archives_and_another_county_sees_none_of_it(client, value):
    with pytest.raises(NotAllowed, match="县级复核"):
        keep(value.citation, by=a_post(Role.COUNTY_SIGNER))
    row = keep(value.citation)

    client.force_login(a_post(Role.COUNTY_REVIEWER, GUANSHANHU).user)

    assert client.get(reverse("benefits:download_document", args=[row.pk])).status_code == 404


def test_an_archived_document_is_never_replaced(value):
    row = keep(value.citation)

    with pytest.raises(DatabaseError), inside(ZHANGDIAN), transaction.atomic():
        CitationFile.objects.filter(pk=row.pk).update(archived_at=AT)
