"""Verification codes and their QR squares."""
from base64 import b64decode
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from benefits.rosters import codes
from tests.rosters import builders, qr


def test_a_code_is_twelve_characters_nobody_misreads():
    code = codes.code(b"k", "7", "ab")

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= set(codes.ALPHABET + "-")


def test_a_code_depends_on_key_document_and_content():
    assert len({codes.code(key, document, content) for key in (b"k", b"l") for document in ("7", "8") for content in ("ab", "ac")}) == 8


@settings(max_examples=40)
@given(some.binary(min_size=1, max_size=32), some.text(max_size=8))
def test_what_is_typed_from_paper_is_the_code(key, document):
    code = codes.code(key, document, "")
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert codes.normalised(sloppy) == codes.normalised(code) == code


@pytest.mark.parametrize("address", ["https://lidao.example.cn/verify/", "http://10.1.2.3/v/", "https://jihuashengyu-jintaxian.gov.example.cn/verification/"])
def test_the_square_on_every_page_leads_to_the_code(address):
    roster = builders.a_roster(0).coded(key=builders.KEY, address=address)
    png = codes.qr_image(roster.url)

    assert qr.decoded(modules_of_png(png)) == roster.url


def test_the_square_in_the_file_is_the_code_of_the_roster(pdf, roster):
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            (image,) = [drawn for drawn in page.Resources.XObject.values() if drawn.Subtype == "/Image"]
            assert qr.decoded(modules(pikepdf.PdfImage(image).as_pil_image())) == roster.url


def modules(picture):
    """Dark squares of a picture of eight dots a module."""
    dots = picture.convert("L")
    return [[dots.getpixel((column * 8 + 4, row * 8 + 4)) < 128 for column in range(dots.width // 8)] for row in range(dots.height // 8)]


def modules_of_png(address):
    """The same for a picture written as a data address."""
    return modules(Image.open(BytesIO(b64decode(address.partition("base64,")[2]))))
