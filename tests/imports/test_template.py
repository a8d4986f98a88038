"""The blank workbook is made from the table of columns, and is read back by it."""
import hashlib
import io
import zipfile

import pytest
from openpyxl import load_workbook

from households.imports import sheet, template
from households.imports.columns import BY_KEY, COLUMNS, SHEET, VERSION
from households.imports.reading import reader

VILLAGES = [("370303100201", "青石镇柳沟村"), ("370303100202", "青石镇上坪村")]


@pytest.fixture(scope="module")
def content():
    return template.workbook(VILLAGES)


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content))


def headings(book):
    return [cell.value for cell in book[SHEET][2]]


def test_template_carries_every_column_and_its_version(book):
    assert headings(book) == [template.heading(column) for column in COLUMNS]
    assert f"版本 {VERSION}" in book[SHEET]["A1"].value
    assert book[SHEET].freeze_panes == "A3"


def test_version_is_raised_with_the_headings():
    """A filled workbook of last month must not be misread: other headings, another VERSION, and this digest with it."""
    digest = hashlib.sha256("\n".join(f"{column.heading} {column.key}" for column in COLUMNS).encode()).hexdigest()

    assert (VERSION, digest[:12]) == ("2026-11", "7294218058d1")


def test_long_numbers_are_text_columns(book):
    ranges = list(book[SHEET].column_dimensions.values())
    for key in ("number", "account", "phone", "hukou_book", "certificate_number"):
        place = COLUMNS.index(BY_KEY[key]) + 1
        (looks,) = [columns for columns in ranges if columns.min <= place <= columns.max]
        assert (BY_KEY[key].text, looks.number_format) == (True, "@")


def test_codes_have_drop_downs_and_headings_their_help(book):
    listed = {str(rule.sqref).split(":")[0] for rule in book[SHEET].data_validations.dataValidation}
    columns = {column.key: book[SHEET].cell(3, place).coordinate for place, column in enumerate(COLUMNS, 1)}
    lists = {column[0].value: [cell.value for cell in column] for column in book["代码"].columns}

    assert listed >= {columns[key] for key in ("village", "relation", "hukou", "living")}
    assert "0 户主" in lists
    assert "370303100201 青石镇柳沟村" in lists
    assert book["代码"].sheet_state == "hidden"
    assert all(book[SHEET].cell(2, place).comment.text == column.help for place, column in enumerate(COLUMNS, 1) if column.help)


def test_every_column_is_explained(book):
    explained = [row[0] for row in book["填写说明"].iter_rows(min_row=2, values_only=True)]

    assert explained == [column.heading for column in COLUMNS]


def test_blank_template_is_told_to_be_blank(content):
    with pytest.raises(reader.Unreadable, match="表头下面没有数据"):
        sheet.understood(reader.read(content))


def test_template_has_no_formula(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)


def test_template_without_villages_is_still_made():
    assert headings(load_workbook(io.BytesIO(template.workbook([])))) == [template.heading(column) for column in COLUMNS]
