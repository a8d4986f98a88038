"""The cells of a .csv file, in any of the encodings Excel and WPS write."""
import codecs
import csv
import io
import re

from households.imports.reading.guard import COLUMNS, ROWS
from households.imports.reading.refusal import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def rows(content):
    """[(line number, [cell])], empty lines left out; a cell is None or text."""
    text = _decoded(content)
    if _CONTROL.search(text):
        raise Refused("not_a_table")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    found = []
    try:
        for cells in reader:
            if len(cells) > COLUMNS or len(found) >= ROWS:
                raise Refused("far_line", line=reader.line_num, rows=ROWS, columns=COLUMNS)
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [cell if cell.strip() else None for cell in cells]))
    except csv.Error:
        raise Refused("broken_line", line=reader.line_num) from None
    return found


def _decoded(content):
    """UTF-8 with or without its mark, UTF-16, or GB 18030; strict, so that no character turns into another."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    readable = 0
    for encoding in [marked] if marked else [_utf16_without_mark(content)] if 0 in content else ["utf-8", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            readable = max(readable, error.start)
    if 0 in content and not marked:
        raise Refused("not_a_table")
    raise Refused("encoding", line=content[:readable].count(b"\n") + 1)


def _utf16_without_mark(content):
    """A zero byte is in no text but UTF-16, beside each digit and comma."""
    return "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"


def _delimiter(text):
    """Comma, tab or semicolon: the one that parts the most cells of the first ten lines."""
    head = "\n".join(text.splitlines()[:10])
    return max(",\t;", key=head.count)
