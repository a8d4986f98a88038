"""The blank workbook a clerk downloads, made from the table of columns."""
import io

import xlsxwriter

from accounts import workbooks
from households.imports.columns import COLUMNS, PERSON, SHEET
from households.imports.sheet import STAMP

TEXT_FORMAT = 49  # Excel's own “文本”
ROWS = 3000  # prepared with formats and drop-downs
_TITLE, _HEADING, _FIRST = 0, 1, 2  # rows of the sheet, from 0
_HOW = "一行填一个人；同一户的人排在一起，户主在前。不清楚的格子留空，视为“未录入”，不等于“没有”。带 * 的列必填。"


def workbook(villages):
    """The bytes of the template; `villages` are (code, name) pairs of the clerk's place for the drop-down."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, workbooks.OPTIONS | {"in_memory": True})
    looks = _looks(book)
    sheet = book.add_worksheet(SHEET)
    lists = _write_options(book.add_worksheet("代码"), villages)
    _write_frame(sheet, looks)
    for place, column in enumerate(COLUMNS):
        _write_column(sheet, looks, lists, place, column)
    _write_guide(book.add_worksheet("填写说明"), looks)
    _write_sample(book.add_worksheet("样例"), looks)
    book.close()
    return file.getvalue()


def _looks(book):
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    return {
        "title": book.add_format(base | {"bold": True}),
        "family": book.add_format(base | {"bold": True, "bg_color": "#E7EFF9", "border": 1, "text_wrap": True, "align": "center"}),
        "person": book.add_format(base | {"bold": True, "bg_color": "#EEF2F6", "border": 1, "text_wrap": True, "align": "center"}),
        "cell": book.add_format(base),
        "text": book.add_format(base | {"num_format": TEXT_FORMAT}),
        "wrapped": book.add_format(base | {"text_wrap": True, "valign": "top"}),
    }


def _write_frame(sheet, looks):
    sheet.set_row(_TITLE, 20)
    sheet.write_string(_TITLE, 0, f"{STAMP}。{_HOW}", looks["title"])
    sheet.set_row(_HEADING, 32)
    sheet.freeze_panes(_FIRST, 0)


def _write_column(sheet, looks, lists, place, column):
    sheet.set_column(place, place, column.width, looks["text" if column.text else "cell"])
    sheet.write_string(_HEADING, place, heading(column), looks["person" if column.of == PERSON else "family"])
    if column.help:
        sheet.write_comment(_HEADING, place, column.help, {"x_scale": 1.4, "y_scale": 0.7})
    if column.key in lists:
        rule = {"validate": "list", "source": lists[column.key], "error_type": "information", "error_title": column.heading}
        sheet.data_validation(_FIRST, place, _FIRST + ROWS - 1, place, rule | {"error_message": "请从下拉列表选，或只填前面的代码。"})


def _write_options(sheet, villages):
    """The hidden sheet behind the drop-downs; {key: its range}."""
    sheet.hide()
    lists = {}
    options = {column.key: [str(option) for option in column.parse.options] for column in COLUMNS if _has_list(column)}
    options["village"] = [f"{code} {name}" for code, name in villages]
    for place, (key, lines) in enumerate(options.items()):
        sheet.write_column(0, place, lines)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        if lines:
            lists[key] = f"=代码!${letter}$1:${letter}${len(lines)}"
    return lists


def _has_list(column):
    return column.of == PERSON and hasattr(column.parse, "options")


def _write_guide(sheet, looks):
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 3, 60)
    for place, words in enumerate(("列名", "必填", "怎样填", "可填的代码")):
        sheet.write_string(0, place, words, looks["family"])
    for row, column in enumerate(COLUMNS, 1):
        options = "；".join(str(option) for option in getattr(column.parse, "options", ()))
        for place, words in enumerate((column.heading, "是" if column.required else "", column.help, options)):
            sheet.write_string(row, place, words, looks["wrapped"])


def _write_sample(sheet, looks):
    """One filled line, so that nobody has to guess what a cell looks like."""
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, looks["text" if column.text else "cell"])
        sheet.write_string(0, place, heading(column), looks["person" if column.of == PERSON else "family"])
        sheet.write_string(1, place, column.sample, looks["text" if column.text else "cell"])


def heading(column):
    return f"{column.heading}*" if column.required else column.heading
