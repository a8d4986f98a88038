"""Lists as Excel workbooks: a heading row, text that stays text, money as numbers in yuan."""
from decimal import Decimal
from io import BytesIO

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Yuan(int):
    """Integer fen that stand in a cell as yuan."""


def made(name, columns, rows):
    """(content, number of rows) of one sheet; `columns` are pairs of heading and width, cells are text or Yuan."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    sheet = book.add_worksheet(name)
    head, money = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Yuan):
                sheet.write_number(number, column, Decimal(cell) / 100, money)
            else:
                sheet.write_string(number, column, str(cell))
    book.close()
    return content.getvalue(), number
