"""A file that goes between departments: one list of columns gives its template, its reader, the workbook of rows that come back, and what is sent.

No layout here was published by anybody: each is marked 样例 in its first line, with the version a reader insists on.
Headings are what stands in a file, so they are Chinese in every language of the interface.
"""
import io
import re
from dataclasses import dataclass, field

import xlsxwriter
from django.utils.translation import gettext as _

from accounts import workbooks
from households.imports.cells import Wrong, text_of
from households.imports.reading.reader import Unreadable

EXPLANATION = "错误说明"  # the column of a workbook that came back, passed over when it is read again
_LOOK_AT = 10  # rows that may stand above the headings
_TEXT_FORMAT = 49  # Excel's own “文本”


@dataclass(frozen=True)
class Column:
    """A column: the key of its values, its heading, how a cell is read, and whether it speaks of the family rather than of the person of the row."""

    key: str
    heading: str
    parse: object
    width: int = 14
    required: bool = False
    of_family: bool = False
    sample: str = ""
    help: str = ""
    why: str = ""  # why it leaves the house, of a file that goes out


@dataclass
class Line:
    """A row as it was typed, what it says, and what is wrong with it: (heading or "", sentence)."""

    number: int
    cells: list
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A layout: what the file is called, its version, its columns."""

    title: str
    version: str
    columns: tuple

    @property
    def stamp(self):
        return f"利导{self.title}（样例，版本 {self.version}）"

    @property
    def headings(self):
        return [column.heading for column in self.columns]

    def template(self):
        """An empty workbook with its guide and one filled line."""
        return _workbook(self, [], guide=True)

    def written(self, records):
        """The workbook of records {key: text}, which `understood` reads again."""
        return _workbook(self, [[record.get(column.key, "") for column in self.columns] for record in records])

    def understood(self, rows):
        """(headings of the file, [Line]) of the rows a reader gives; Unreadable when they are not of this layout."""
        place = max(range(min(_LOOK_AT, len(rows))), key=lambda index: len(self.places(rows[index][1])))
        places = self.places(rows[place][1])
        self._refuse_other_version(rows[:place])
        missing = [column.heading for column in self.columns if column.required and column.key not in places]
        if missing:
            told = {"headings": _("、").join(missing), "title": self.title}
            raise Unreadable(_("没有找到“%(headings)s”列。请下载%(title)s模板，把数据粘贴过去后再上传。") % told)
        below = [(number, cells) for number, cells in rows[place + 1 :] if any(_said(cells, at) for at in places.values())]
        if not below:
            raise Unreadable(_("表头下面没有数据。请填好后再上传。"))
        headings = [text_of(cell) if cell is not None else "" for cell in rows[place][1]]
        return headings, [self.line(number, cells, places) for number, cells in below]

    def places(self, cells):
        """{key: position} of a row of headings; blanks and the mark of a required column do not count."""
        known = {_bare(column.heading): column.key for column in self.columns}
        found = {}
        for place, cell in enumerate(cells):
            heading = _bare(text_of(cell)) if cell is not None else ""
            if heading in known:
                found.setdefault(known[heading], place)
        return found

    def line(self, number, cells, places):
        """One row read; `places` {key: position}."""
        line = Line(number, cells)
        for column in self.columns:
            cell = _said(cells, places.get(column.key))
            if cell is None:
                if column.required and not column.of_family:
                    line.problems.append((column.heading, _("没有填写。")))
                continue
            try:
                line.values[column.key] = column.parse(cell)
            except Wrong as wrong:
                line.problems.append((column.heading, str(wrong)))
        return line

    def _refuse_other_version(self, above):
        pattern = re.compile(rf"利导{re.escape(self.title)}（样例，版本 ([\w.-]+)）")
        for _number, cells in above:
            for cell in cells:
                found = pattern.search(text_of(cell)) if cell is not None else None
                if found and found[1] != self.version:
                    told = {"old": found[1], "new": self.version}
                    raise Unreadable(_("这份文件用的是 %(old)s 版模板，现用 %(new)s 版。请下载新模板，把数据粘贴过去后再上传。") % told)


def _bare(heading):
    return re.sub(r"[\s*＊]", "", heading)


def families(lines, *, key):
    """{value of the key: [Line]} in the order of the file; rows without the key stand under None."""
    found = {}
    for line in lines:
        found.setdefault(line.values.get(key), []).append(line)
    return found


def of_family(table, lines):
    """{key: value} of what the rows say of their family; rows that say different things are told so, and a required value nobody says too."""
    said = {}
    for column in table.columns:
        if not column.of_family:
            continue
        told = {line.values[column.key] for line in lines if column.key in line.values}
        if len(told) > 1:
            for line in lines:
                line.problems.append((column.heading, _("同一户各行填得不一样，请核对后填成一样的。")))
        elif told:
            said[column.key] = told.pop()
        elif column.required and not any(heading == column.heading for line in lines for heading, _sentence in line.problems):
            lines[0].problems.append((column.heading, _("没有填写。")))
    return said


def returned(table, headings, rows):
    """The sender's own columns and cells with a last column that says why a row came back; rows are (cells, [(heading, sentence)])."""
    own = headings.index(EXPLANATION) if EXPLANATION in headings else len(headings)
    made = [*headings[:own], EXPLANATION]
    lines = [[*("" if cell is None else text_of(cell) for cell in _padded(cells, own)), _why(problems)] for cells, problems in rows]
    return _workbook(table, lines, headings=made)


def _why(problems):
    return "\n".join(f"{heading}：{sentence}" if heading else sentence for heading, sentence in problems)


def _padded(cells, length):
    return [*cells, *[None] * length][:length]


def _said(cells, place):
    """The cell, None when nothing stands in it."""
    cell = cells[place] if place is not None and place < len(cells) else None
    return None if cell is None or (isinstance(cell, str) and not cell.strip()) else cell


def _workbook(table, lines, *, headings=None, guide=False):
    """Every cell is text: nothing a cell says becomes a formula, and no number loses its last digits."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, workbooks.OPTIONS | {"in_memory": True})
    text, bold = book.add_format({"num_format": _TEXT_FORMAT}), book.add_format({"bold": True, "bg_color": "#EEF2F6", "border": 1, "text_wrap": True})
    sheet = book.add_worksheet(table.title[:31])
    sheet.write_string(0, 0, table.stamp)
    widths = {column.heading: column.width for column in table.columns} | {EXPLANATION: 60}
    for place, words in enumerate(headings or [_marked(column) for column in table.columns]):
        sheet.set_column(place, place, widths.get(words.rstrip("*"), 14), text)
        sheet.write_string(1, place, words, bold)
    sheet.freeze_panes(2, 0)
    for at, cells in enumerate(lines, 2):
        for place, words in enumerate(cells):
            sheet.write_string(at, place, words, text)
    if guide:
        _write_guide(book.add_worksheet("填写说明"), table, bold)
    book.close()
    return file.getvalue()


def _write_guide(sheet, table, bold):
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 3, 44)
    for place, words in enumerate(("列名", "怎样填", "可填的代码", "样例")):
        sheet.write_string(0, place, words, bold)
    for at, column in enumerate(table.columns, 1):
        options = "；".join(str(option) for option in getattr(column.parse, "options", ()))
        for place, words in enumerate((_marked(column), column.help, options, column.sample)):
            sheet.write_string(at, place, words)


def _marked(column):
    return f"{column.heading}*" if column.required else column.heading
