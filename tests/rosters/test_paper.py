"""The file itself: our fonts, nothing from outside, PDF/A marks, the same bytes every time."""
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from io import BytesIO

import pikepdf
import pytest

from benefits.rosters import paper, payout

OURS = {"Lidao-Song", "Lidao-Song-Bold", "Lidao-Hei", "Lidao-Rare"}
PRINT_HASH = """
import django, hashlib; django.setup()
from tests.rosters import builders
from benefits.rosters import payout
print(hashlib.sha256(payout.render(builders.a_replacement(), part_pages=1)).hexdigest())
"""


def make(html):
    whole = f'<html lang="zh-CN"><head><title>试</title></head><body>{html}</body></html>'
    return paper.make([(whole, 1)], widths_mm={}, identity="00" * 32)


@pytest.fixture
def document(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


def test_the_same_roster_gives_the_same_bytes_anywhere(bound_pdf):
    here = hashlib.sha256(bound_pdf).hexdigest()
    elsewhere = os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/Lima", "LC_ALL": "C", "FONTCONFIG_FILE": os.devnull}

    there = subprocess.run([sys.executable, "-c", PRINT_HASH], env=elsewhere, capture_output=True, text=True, check=True).stdout.strip()

    assert here == there


def test_only_our_fonts_are_embedded(document):
    fonts = [font for page in document.pages for font in page.Resources.Font.values()]

    assert {str(font.BaseFont).partition("+")[2] for font in fonts} == OURS
    for font in fonts:
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def test_it_carries_the_marks_of_an_archive_file(document, roster):
    with document.open_metadata() as metadata:
        assert metadata.pdfa_status == "2U"
        assert metadata["dc:title"] == roster.title
    assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert str(document.Root.Lang) == "zh-CN"
    assert document.Root.MarkInfo.Marked
    assert str(document.docinfo.CreationDate) == "D:20261120"
    assert document.check_pdf_syntax() == []


def test_the_code_can_be_read_without_a_pdf_reader(replacement, replacement_pdf, bound_pdf):
    said = f"验证码 {replacement.code}".encode()

    assert said in replacement_pdf and said in bound_pdf


def test_each_column_has_a_heading_in_the_structure(document):
    section = document.Root.StructTreeRoot.K[0].K[0]
    (table,) = [element for element in section.K if element.S == "/Table"]

    assert [cell.S for cell in table.K[0].K[0].K] == ["/TH"] * len(payout.COLUMNS)


def test_bound_pages_keep_their_own_structure_and_subsets(bound_pdf):
    with pikepdf.open(BytesIO(bound_pdf)) as volume:
        numbers = volume.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for page in volume.pages:
            elements = parents.pop(int(page.obj.StructParents))
            assert {element.Pg.objgen for element in elements} == {page.obj.objgen}
        subsets = [str(font.BaseFont) for page in volume.pages for font in page.Resources.Font.values()]

        assert parents == {}
        assert len(set(subsets)) == len(subsets)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:{port}/x"/>',
        '<link rel="stylesheet" href="http://127.0.0.1:{port}/x"/>',
        '<link rel="attachment" href="file:///etc/hostname"/>',
        '<object data="file:///etc/hostname"></object>',
        '<img src="data:image/svg+xml,%3Csvg/%3E"/>',
    ],
)
def test_nothing_is_fetched(listener, markup):
    port, asked = listener

    with pytest.raises(paper.Fetched):
        make(markup.replace("{port}", str(port)))

    assert asked == []


def test_fonts_of_the_machine_are_out_of_reach():
    with pytest.raises(paper.ForeignFont):
        make("<p>الاسم</p>")


def test_a_paper_that_does_not_fill_the_planned_pages_is_refused():
    html = "<section>一</section><section>二</section>"

    with pytest.raises(paper.PagesDisagree):
        make(html)


@pytest.fixture
def listener():
    """A port of this machine and the paths it was asked for."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, asked
        server.shutdown()
        thread.join()
