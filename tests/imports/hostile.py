"""Files that are wrong, damaged or meant to do harm, made here byte by byte. Each with a word of the sentence it must end in."""
import io
import zipfile

import xlsxwriter

from tests.imports.workbooks import a_csv, an_xlsx, two_girls

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{}" Target="{}"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{_OFFICE}"><sheets><sheet name="家庭信息" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def a_raw_workbook(cells="", *, doctype="", extra=(), sheet=None):
    """A workbook written by hand: `cells` is the XML of its rows, `extra` more (name, bytes) entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(f"{_OFFICE}/officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", sheet if sheet is not None else _SHEET.format(doctype, cells))
        for name, content in extra:
            archive.writestr(name, content)
    return file.getvalue()


def _cell(reference, value, kind=""):
    row = "".join(character for character in reference if character.isdigit())
    return f'<row r="{row}"><c r="{reference}"{kind}>{value}</c></row>'


def _bomb():
    return a_raw_workbook(extra=[("xl/media/zeros.xml", b"<a>" + b" " * 60_000_000 + b"</a>")])


def _many_parts():
    return a_raw_workbook(extra=[(f"xl/media/{number}.bin", b"") for number in range(300)])


def _link():
    file = io.BytesIO(a_raw_workbook())
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("xl/link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def _formula_typed_by_excel():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("家庭信息").write_formula("C5", '=HYPERLINK("http://example.invalid","x")')
    book.close()
    return file.getvalue()


def _truncated():
    return an_xlsx(two_girls())[:-400]


def _utf16_parts():
    doctype = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return a_raw_workbook(sheet=("\ufeff" + _SHEET.replace("1.0", '1.0" encoding="UTF-16').format(doctype, "&b;")).encode("utf-16-le"))


_LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"

FILES = {
    "empty": (lambda: b"", "空的"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "不是 .xlsx 或 .csv"),
    "web page called xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "不是 .xlsx 或 .csv"),
    "program": (lambda: b"MZ\x90\x00\x03" + bytes(range(256)), "不是 .xlsx 或 .csv"),
    "old xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "Workbook".encode("utf-16-le"), ".xls 格式"),
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "truncated": (_truncated, "已损坏"),
    "another kind of zip": (lambda: _zip({"word/document.xml": b"<a/>"}), "不是 .xlsx 或 .csv"),
    "zip bomb": (_bomb, "展开后过大"),
    "many parts": (_many_parts, "超过 200 个"),
    "way out of the archive": (lambda: a_raw_workbook(extra=[("../../evil.xml", b"<a/>")]), "已损坏"),
    "link": (_link, "已损坏"),
    "macros": (lambda: a_raw_workbook(extra=[("xl/vbaProject.bin", b"x")]), "带有宏"),
    "far cell": (lambda: a_raw_workbook(_cell("XFD1048576", "<v>1</v>")), "XFD1048576"),
    "too many rows": (lambda: a_raw_workbook(_cell("A20001", "<v>1</v>")), "A20001"),
    "formula": (_formula_typed_by_excel, "C5 单元格是公式"),
    "formula without a reference": (lambda: a_raw_workbook("<row><c/><c><f>1+1</f><v>2</v></c></row>"), "B1 单元格是公式"),
    "excel error": (lambda: a_raw_workbook(_cell("B3", "<v>#N/A</v>", ' t="e"')), "B3 单元格是 Excel 的错误值"),
    "outside entity": (lambda: a_raw_workbook("&b;", doctype='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), "外部引用"),
    "outside entity in UTF-16": (_utf16_parts, "外部引用"),
    "billion laughs": (lambda: a_raw_workbook("&i;", doctype=_LAUGHS), "外部引用"),
    "broken xml": (lambda: a_raw_workbook(sheet="<worksheet><sheetData>"), "已损坏"),
    "sheet that is not there": (lambda: _zip({"xl/workbook.xml": _BOOK, "xl/_rels/workbook.xml.rels": _RELATIONS.format("x", "y")}), "已损坏"),
    "no data": (a_raw_workbook, "没有数据"),
    "bytes of no encoding": (lambda: a_csv(two_girls()) + b"\xff\xff\xff\n", "字符编码"),
    "csv with a wide line": (lambda: b"," * 500 + b"a\n", "超出了一次导入的范围"),
}


def _zip(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()
