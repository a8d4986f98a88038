"""Workbooks for tests, filled as clerks fill them: one dict a row, by column key."""
import csv
import io
from datetime import date
from itertools import count

import xlsxwriter

from households import identity
from households.imports.columns import COLUMNS, SHEET
from households.imports.sheet import STAMP
from households.imports.template import heading

_serial = count(1)


def a_number(born, sex):
    """An ID number nobody has (area 999xxx), another one each time."""
    serial = next(_serial)
    seventeen = f"{999300 + serial // 400}{born:%Y%m%d}{serial % 400 * 2 + (sex == 'male'):03d}"
    return seventeen + identity.check_digit(seventeen)


def two_girls(serial=1, village="370303100201", **more):
    """Rows of a couple with two daughters; `more` goes on the householder's row."""
    year = 1960 + serial % 8
    born = [date(year, 3, 2), date(year + 1, 6, 1), date(year + 25, 5, 20), date(year + 28, 11, 2)]
    both = {"family": str(serial), "hukou": "1 农业户口", "state": "1 在世", "disability": "0 无", "living": "0 无"}
    child = both | {"origin": "1 亲生", "within_policy": "1 政策内"}
    return [
        both
        | {"village": village, "group": "3", "phone": "13900000000", "relation": "0 户主", "name": "刘志国"}
        | {"marital": "1 初婚", "married": "1984-05-01"}
        | {"number": a_number(born[0], "male"), "children": 2, "certificate": "0 无", "status": "无"}
        | {"bank": "张店农商银行", "account": f"62170000{serial:09d}"}
        | more,
        both | {"relation": "1 配偶", "name": "张桂兰", "marital": "1 初婚", "number": a_number(born[1], "female")},
        child | {"relation": "3 女", "name": "刘芳", "number": a_number(born[2], "female")},
        child | {"relation": "3 女", "name": "刘敏", "number": a_number(born[3], "female")},
    ]


def an_xlsx(rows, *, above=(STAMP,), columns=COLUMNS, extra=()):
    """The bytes of a filled workbook. `extra` headings stand last; rows may carry them by heading."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(SHEET)
    for place, words in enumerate(above):
        sheet.write_string(place, 0, words)
    keys = [column.key for column in columns] + list(extra)
    for place, words in enumerate([heading(column) for column in columns] + list(extra)):
        sheet.write_string(len(above), place, words)
    for number, row in enumerate(rows, len(above) + 1):
        for key, value in row.items():
            sheet.write(number, keys.index(key), value)
    book.close()
    return file.getvalue()


def a_csv(rows, *, encoding="utf-8", delimiter=",", columns=COLUMNS):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow([heading(column) for column in columns])
    for row in rows:
        writer.writerow([row.get(column.key, "") for column in columns])
    return file.getvalue().encode(encoding)
