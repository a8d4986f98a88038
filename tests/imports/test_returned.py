"""Whatever a cell says, it is never a formula in the workbook that goes back, and comes back as it was."""
import io
import json
import re
import zipfile
from datetime import date
from types import SimpleNamespace

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts import crypto
from households.imports import returned
from households.imports.columns import COLUMNS, SHEET
from households.imports.models import ImportRow
from households.imports.reading import workbook

_TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32)]))), max_size=40)
_DAY = st.dates(min_value=date(1900, 3, 1)).map(lambda day: ["date", day.isoformat()])
_CELL = st.one_of(st.none(), _TEXT, st.integers(-(10**9), 10**9), st.booleans(), _DAY)


def a_workbook(*rows, key="name"):
    """The returned workbook of rows of one of our columns and one of the clerk's own."""
    batch = SimpleNamespace(layout={"above": [["摸底表"]], "headings": ["姓名", "自编"], "keys": {"0": key}})
    made = []
    for number, cells in enumerate(rows, 3):
        row = ImportRow(number=number, messages=[{"kind": "error", "column": key, "text": cells[0] if isinstance(cells[0], str) else "错"}])
        row.content = crypto.seal(json.dumps(cells), about=row.id)
        made.append(row)
    return returned.workbook(batch, made)


def sheets(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))


_RISKY = ["=1+1", '=HYPERLINK("http://example.invalid","x")', "@SUM(A1)", "+86 139", "-2+3", "{=1}", "http://example.invalid", "internal:A1", "\t=1"]


@settings(max_examples=8, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=40))
@example(_RISKY)
def test_no_text_becomes_a_formula_or_a_link(texts):
    found = sheets(a_workbook(*[[text, text] for text in texts]))

    assert not re.search(rb"<f[ >/]|<hyperlink", found)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=40))
@example([(text, text) for text in _RISKY])
def test_cells_come_back_as_they_were(rows):
    read = dict(workbook.rows(a_workbook(*map(list, rows))))

    for number, cells in enumerate(rows, 3):
        assert read[number][:2] == [_as_excel_keeps(cell) for cell in cells]


def test_text_that_reads_as_a_formula_carries_the_text_mark():
    sheet = load_workbook(io.BytesIO(a_workbook(["=1+1", "张三"])))[SHEET]

    assert sheet["A3"].quotePrefix
    assert not sheet["B3"].quotePrefix


def test_bad_cells_are_red_even_when_empty():
    sheet = load_workbook(io.BytesIO(a_workbook([None, "x"])))[SHEET]

    assert sheet["A3"].fill.fgColor.rgb == "FFFDECEA"
    assert sheet["B3"].fill.fgColor.rgb != "FFFDECEA"


def test_long_numbers_go_back_as_text():
    number = next(column for column in COLUMNS if column.key == "number")
    sheet = load_workbook(io.BytesIO(a_workbook(["999001196503020021", None], key=number.key)))[SHEET]

    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].number_format) == ("999001196503020021", "s", "@")


def _as_excel_keeps(cell):
    """Blanks are nothing."""
    return None if isinstance(cell, str) and not cell.strip() else cell
