"""Looks through the XML of a workbook, by expat alone, before the reader of cells sees it.

No part may declare a DOCTYPE, so there are no entities to reach out or to multiply. On the sheet that will be read no
value lies outside the limits, none is a formula and none an Excel error.
"""
import posixpath
import re
from collections import namedtuple
from xml.parsers import expat

from households.imports.reading.refusal import Refused

ROWS = 20_000
COLUMNS = 100
SHEET_NAME = "家庭信息"

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"

Sheet = namedtuple("Sheet", "name relation hidden")


def sheet_to_read(archive):
    """The name of the sheet 家庭信息, or of the first one shown, after a look at every part; Refused when something is wrong."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_table")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("macros")
    for name in names:
        if name.endswith((".xml", ".rels")):
            _walk(archive, name)
    sheets = _sheets(archive)
    sheet = next((sheet for sheet in sheets if sheet.name == SHEET_NAME), None) or next((sheet for sheet in sheets if not sheet.hidden), None)
    if sheet is None:
        raise Refused("empty")
    _check_cells(archive, sheet.name, _part_of(archive, sheet))
    return sheet.name


def _sheets(archive):
    found = []

    def start(tag, attributes):
        if _local(tag) == "sheet":
            relation = attributes.get(f"{_RELATION} id") or attributes.get(f"{_STRICT_RELATION} id") or ""
            found.append(Sheet(attributes.get("name", ""), relation, attributes.get("state", "visible") != "visible"))

    _walk(archive, "xl/workbook.xml", start=start)
    return found


def _part_of(archive, sheet):
    """The path of a sheet's XML, by the workbook's relations."""
    targets = {}

    def start(tag, attributes):
        if _local(tag) == "Relationship":
            targets[attributes.get("Id")] = attributes.get("Target", "")

    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        raise Refused("damaged")
    _walk(archive, "xl/_rels/workbook.xml.rels", start=start)
    part = posixpath.normpath(posixpath.join("/xl", targets.get(sheet.relation, "")))[1:]
    if part not in archive.namelist():
        raise Refused("damaged")
    return part


def _check_cells(archive, sheet_name, part):
    row = column = 0
    is_error = False

    def start(tag, attributes):
        nonlocal row, column, is_error
        tag = _local(tag)
        if tag == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif tag == "c":
            row, column = _position(attributes["r"]) if "r" in attributes else (row, column + 1)
            is_error = attributes.get("t") == "e"
        elif tag in ("v", "is", "f"):
            where = {"sheet": sheet_name, "cell": _name(row, column)}
            if row > ROWS or column > COLUMNS:
                raise Refused("far_cell", rows=ROWS, columns=COLUMNS, **where)
            if tag == "f":
                raise Refused("formula", **where)
            if is_error:
                raise Refused("error_value", **where)

    _walk(archive, part, start=start)


def _walk(archive, part, start=None):
    """Parse one part with expat, refusing a DOCTYPE; `start` is told of every element as `namespace local-name`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as file:
        parser.ParseFile(file)


def _refuse_doctype(*declaration):
    raise Refused("entities")


def _local(tag):
    return tag.rpartition(" ")[2]


def _position(reference):
    letters, digits = re.fullmatch(r"([A-Z]{1,3})([1-9]\d{0,6})", reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def _name(row, column):
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
