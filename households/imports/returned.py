"""The clerk's own workbook with the rows that did not go in: their columns and cells as they were, and why.

The one file that shows numbers in full, to the clerk who typed them. Every text is written as text, so that nothing a
cell says becomes a formula.
"""
import io
from datetime import date, datetime, time

import xlsxwriter

from accounts import workbooks
from households.imports import storage
from households.imports.columns import BY_KEY, EXPLANATION, SHEET
from households.imports.template import TEXT_FORMAT


def workbook(batch, rows):
    """The bytes of the workbook: the rows above the headings, the headings, the bad rows, 错误说明 as the last column."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, workbooks.OPTIONS | {"in_memory": True})
    pen = _Pen(book, book.add_worksheet(SHEET))
    keys = storage.keys_of(batch)
    headings = batch.layout["headings"]
    reasons = headings.index(EXPLANATION) if EXPLANATION in headings else len(headings)
    for place, cells in enumerate(batch.layout["above"]):
        pen.write_row(place, cells, {}, set())
    top = len(batch.layout["above"])
    _write_headings(pen, top, headings, reasons, keys)
    for place, row in enumerate(rows, top + 1):
        errors = [message for message in row.messages if message["kind"] == "error"]
        bad = {position for position, key in keys.items() if key in {message["column"] for message in errors}}
        pen.write_row(place, storage.cells_of(row), keys, bad)
        pen.text(place, reasons, "\n".join(_sentence(message) for message in errors), "reason")
    book.close()
    return file.getvalue()


def _write_headings(pen, top, headings, reasons, keys):
    for position, words in enumerate(headings):
        width = BY_KEY[keys[position]].width if position in keys else 12
        pen.sheet.set_column(position, position, width, pen.look("text" if _is_text(keys.get(position)) else "plain"))
        if words:
            pen.text(top, position, words, "heading")
    pen.sheet.set_column(reasons, reasons, 60)
    pen.text(top, reasons, EXPLANATION, "heading")
    pen.sheet.freeze_panes(top + 1, 0)


def _sentence(message):
    heading = BY_KEY[message["column"]].heading if message["column"] else ""
    return f"{heading}：{message['text']}" if heading and heading not in message["text"] else message["text"]


def _is_text(key):
    return key is not None and BY_KEY[key].text


class _Pen:
    """Writes cells by their type, never by what they look like."""

    _LOOKS = {
        "plain": {},
        "text": {"num_format": TEXT_FORMAT},
        "quoted": {"num_format": TEXT_FORMAT, "quote_prefix": True},
        "date": {"num_format": "yyyy-mm-dd"},
        "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
        "heading": {"bold": True, "border": 1, "bg_color": "#EEF2F6", "text_wrap": True},
        "reason": {"text_wrap": True, "font_color": "#B42318"},
    }

    def __init__(self, book, sheet):
        self.sheet = sheet
        self._made = {}
        self._book = book

    def look(self, name, *, bad=False):
        """A format, red where the cell is wrong."""
        if (name, bad) not in self._made:
            red = {"bg_color": "#FDECEA", "font_color": "#B42318"} if bad else {}
            self._made[name, bad] = self._book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter"} | self._LOOKS[name] | red)
        return self._made[name, bad]

    def text(self, row, column, words, name="text", *, bad=False):
        """Words as words; those that would read as a formula if retyped carry Excel's text mark."""
        risky = name == "text" and words[:1] in tuple("=+-@\t\r")
        self.sheet.write_string(row, column, words, self.look("quoted" if risky else name, bad=bad))

    def write_row(self, row, cells, keys, bad):
        for column, cell in enumerate(cells):
            self._cell(row, column, cell, bad=column in bad, is_text=_is_text(keys.get(column)))
        for column in bad:
            if column >= len(cells):
                self.sheet.write_blank(row, column, None, self.look("plain", bad=True))

    def _cell(self, row, column, cell, *, bad, is_text):
        if cell is None:
            self.sheet.write_blank(row, column, None, self.look("text" if is_text else "plain", bad=bad))
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell, self.look("plain", bad=bad))
        elif isinstance(cell, (int, float)):
            self.sheet.write_number(row, column, cell, self.look("plain", bad=bad))
        elif isinstance(cell, list):
            self._day(row, column, cell[1], bad=bad)
        else:
            self.text(row, column, cell, bad=bad)

    def _day(self, row, column, text, *, bad):
        for kind, name in ((date, "date"), (datetime, "moment"), (time, "moment")):
            try:
                moment = kind.fromisoformat(text)
            except ValueError:
                continue
            return self.sheet.write_datetime(row, column, moment, self.look(name, bad=bad))
        return self.text(row, column, text, bad=bad)
