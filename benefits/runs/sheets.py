"""A run's lines as a workbook."""
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from benefits.runs import queries
from households import identity

_WIDTHS = (14, 14, 18, 12, 22, 26, 12, 12, 10, 14, 14, 14, 8)


def lines(run, found, *, titles):
    """(content, number of rows). No birth date stands in the workbook, so the last four digits of a number may."""
    names = queries.places(run.division_code)
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    sheet = book.add_worksheet(run.number)
    head, money = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for column, (title, width) in enumerate(zip(_headings(), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 0)
    rows = 0
    for line in found.iterator(chunk_size=2000):
        rows += 1
        for column, text in enumerate(_words(line, names, titles)):
            sheet.write_string(rows, column, text)
        for column, amount_fen in enumerate((line.booked_fen, line.due_fen, line.difference_fen), start=9):
            sheet.write_number(rows, column, Decimal(amount_fen) / 100, money)
        sheet.write_string(rows, 12, change(line))
    book.close()
    return content.getvalue(), rows


def change(line):
    """What happens to the key, in a word."""
    if line.due_fen == line.booked_fen:
        return _("不变")
    if line.booked_fen == 0:
        return _("新列")
    if line.due_fen == 0:
        return _("退出")
    return _("调增") if line.due_fen > line.booked_fen else _("调减")


def _headings():
    return [
        _("乡镇"), _("村（居）"), _("档案号"), _("姓名"), _("身份证号"), _("扶助项目"), _("起"), _("止（不含）"), _("资金来源"),
        _("原应发（元）"), _("现应发（元）"), _("差额（元）"), _("变动"),
    ]  # fmt: skip


def _words(line, names, titles):
    number = line.person.number() if line.person else None
    return [
        names.get(line.division_code[:9] + "000", ""),
        names.get(line.division_code, ""),
        line.household.number,
        line.person.name if line.person else _("本户"),
        identity.mask(number, with_birth=False) if number else "",
        str(titles.get(line.scheme, line.scheme)),
        line.since.isoformat(),
        line.until.isoformat(),
        line.component,
    ]
