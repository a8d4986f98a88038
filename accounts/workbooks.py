"""Lists as Excel workbooks of one sheet: a frozen heading row, text that stays text, money as numbers in yuan, never a formula or a link."""
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from accounts import downloads

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTH = 16


class Yuan(int):
    """Integer fen that stand in a cell as yuan."""


def made(name, columns, rows):
    """(content, number of rows) of one sheet; `columns` are headings or pairs of heading and width, cells are text, counts, Yuan or Decimal yuan."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS | {"constant_memory": True})
    sheet = book.add_worksheet(name)
    head, money = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for place, column in enumerate(columns):
        heading, width = column if isinstance(column, tuple) else (column, _WIDTH)
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, str(heading), head)
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, Yuan | Decimal):
                sheet.write_number(number, place, Decimal(cell) / 100 if isinstance(cell, Yuan) else cell, money)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            else:
                sheet.write_string(number, place, str(cell))
    book.close()
    return content.getvalue(), number


def attachment(content, name):
    """A workbook, to be saved under a name."""
    return downloads.attachment(content, name, MEDIA_TYPE)
