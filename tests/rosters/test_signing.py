"""Signed papers: what was signed is told from what was changed, with our file alone and with pyHanko."""
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from benefits.rosters import payout, signing, verify_offline
from tests.rosters import builders

AT = datetime(2026, 11, 20, 7, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return signing.ensure_signer(tmp_path_factory.mktemp("county") / "signing")


@pytest.fixture(autouse=True)
def signing_folder(settings, folder):
    settings.LIDAO_SIGNING_DIR = folder


@pytest.fixture(scope="module")
def paper():
    return payout.render(builders.a_roster(1))


@pytest.fixture
def signed(paper):
    return signing.sign(paper, at=AT)


def judged_by_pyhanko(pdf, folder):
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    roots = ValidationContext(trust_roots=[load_cert_from_pemder(folder / signing.ROOT)], allow_fetching=False)
    with ThreadPoolExecutor(1) as thread:  # pyHanko starts an event loop, and a browser test may have left one in this thread
        return thread.submit(validate_pdf_signature, signature, roots).result()


def test_a_signed_paper_is_intact(signed):
    verdict = signing.verify(signed)

    assert verdict.intact and verdict.covers_whole
    assert verdict.signer == "利导 花名册签名"
    assert verdict.signed_at == AT
    assert verdict.sentence == "文件未被改动：自 2026-11-20 15:02:30 由“利导 花名册签名”签名以来，一个字节也没有变。"


def test_pyhanko_judges_the_same(signed, folder):
    status = judged_by_pyhanko(signed, folder)

    assert status.bottom_line and status.trusted
    assert status.docmdp_ok and status.coverage.name == "ENTIRE_FILE"
    assert status.signer_reported_dt == AT


def test_signing_twice_gives_the_same_bytes(paper, signed):
    assert signing.sign(paper, at=AT) == signed


def test_signing_changes_nothing_of_the_paper(paper, signed):
    assert signed.startswith(paper)
    with pikepdf.open(BytesIO(signed)) as document, document.open_metadata() as metadata:
        assert metadata.pdfa_status == "2U"
        assert str(document.docinfo.ModDate) == "D:20261120"


def test_every_changed_byte_is_found(signed):
    start, end, _ = verify_offline._hole(signed)
    places = [*range(start - 100, start + 4600, 5), *range(end - 100, len(signed), 5), *range(0, start, 1499)]

    for place in places:
        changed = bytearray(signed)
        changed[place] ^= 1
        assert not signing.verify(bytes(changed)).intact, place


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda pdf: pdf + b"\n", "签名之后又有内容追加"),
        (lambda pdf: pdf[:-1], "追加"),
        (lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRagne"), "没有完整的数字签名"),
        (lambda pdf: pdf[:500] + bytes([pdf[500] ^ 1]) + pdf[501:], "签名后被改动过"),
        (lambda pdf: b"", "没有完整的数字签名"),
        (lambda pdf: b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 9, "没有完整的数字签名"),
    ],
)
def test_a_spoilt_file_is_told_by_what_was_done(signed, spoil, sentence):
    verdict = signing.verify(spoil(signed))

    assert not verdict.intact and sentence in verdict.sentence


def test_an_edit_saved_over_the_signature_is_found(signed):
    with pikepdf.open(BytesIO(signed)) as document:
        saved = BytesIO()
        document.save(saved)

    assert not signing.verify(saved.getvalue()).intact


def test_an_added_revision_is_found(signed, folder):
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    added = BytesIO()
    writer.write(added)

    assert "追加" in signing.verify(added.getvalue()).sentence
    assert not judged_by_pyhanko(added.getvalue(), folder).bottom_line


def test_a_signer_of_another_county_is_not_ours(paper, signed, settings, tmp_path):
    settings.LIDAO_SIGNING_DIR = tmp_path / "elsewhere"
    signing.sign(paper, at=AT)

    assert "不是所给根证书签发的" in signing.verify(signed).sentence


def test_papers_of_a_retired_root_stay_good(paper, signed, settings, tmp_path, folder):
    settings.LIDAO_SIGNING_DIR = tmp_path / "renewed"
    signing.sign(paper, at=AT)
    (tmp_path / "renewed" / signing.RETIRED).mkdir()
    (tmp_path / "renewed" / signing.RETIRED / "2026.pem").write_bytes((folder / signing.ROOT).read_bytes())

    assert signing.verify(signed).intact


def test_without_a_root_nothing_is_trusted(signed, settings, tmp_path):
    settings.LIDAO_SIGNING_DIR = tmp_path / "nothing"

    assert not signing.verify(signed).intact


def test_the_key_is_for_its_owner_only(folder):
    assert stat.S_IMODE((folder / signing.KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_processes_agree_on_one_signer(tmp_path):
    racers = [Thread(target=signing.ensure_signer, args=(tmp_path / "signing",)) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert [path.name for path in tmp_path.iterdir()] == ["signing"]
    certificate = load_cert_from_pemder(tmp_path / "signing" / signing.CERTIFICATE)
    root = load_cert_from_pemder(tmp_path / "signing" / signing.ROOT)
    assert certificate.issuer == root.subject


def alone(*arguments):
    """The verifying file run by itself: no site packages, no project."""
    script = Path(verify_offline.__file__)
    return subprocess.run([sys.executable, "-I", "-S", str(script), *map(str, arguments)], cwd="/", capture_output=True, text=True)


def test_an_auditor_verifies_without_us(signed, folder, tmp_path):
    (tmp_path / "清册.pdf").write_bytes(signed)

    said = alone(tmp_path / "清册.pdf", folder / signing.ROOT)

    assert said.returncode == 0
    assert "一个字节也没有变" in said.stdout and signing.sha256(signed) in said.stdout
    assert verify_offline.fingerprint((folder / signing.ROOT).read_text()) in said.stdout


def test_an_auditor_is_told_of_a_change(signed, folder, tmp_path):
    (tmp_path / "清册.pdf").write_bytes(signed.replace(b"endobj", b"endojb", 1))

    said = alone(tmp_path / "清册.pdf", folder / signing.ROOT)

    assert said.returncode == 1 and "签名后被改动过" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [([], "用法"), (["没有.pdf", "没有.pem"], "读不到文件"), ([__file__, "/proc/version"], "不是 PEM")],
)
def test_wrong_use_ends_in_a_sentence(arguments, sentence):
    said = alone(*arguments)

    assert said.returncode == 2 and sentence in said.stdout and "Traceback" not in said.stderr
