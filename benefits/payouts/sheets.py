"""差异明细: who came, left or changed since the previous run, as a workbook."""
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from benefits.payouts import anomalies, queries
from households import identity

_WIDTHS = (8, 12, 20, 14, 22, 30, 10, 14, 14, 14, 34, 10, 24)
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def differences(run):
    """(content, number of rows). No birth date stands in the workbook, so the last four digits of a number may."""
    places, titles = queries.places(run.division_code), queries.titles()
    content = BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    sheet = book.add_worksheet(run.number)
    head, money = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for column, (title, width) in enumerate(zip(_headings(), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 0)
    number = 0
    for number, (payout, change, before_fen, now_fen) in enumerate(_rows(run), 1):
        for column, text in _texts(payout, change, places, titles).items():
            sheet.write_string(number, column, text)
        for column, fen in ((7, before_fen), (8, now_fen), (9, now_fen - before_fen)):
            sheet.write_number(number, column, Decimal(fen) / 100, money)
    book.close()
    return content.getvalue(), number


def _rows(run):
    """(payout, change, fen before, fen now) of everybody the two runs do not pay alike, then of those who left."""
    for payout in queries.payouts(run).exclude(change="same", decision="approve").iterator(chunk_size=2000):
        yield payout, payout.get_change_display(), payout.previous_fen or 0, 0 if payout.decision in ("hold", "remove") else payout.amount_fen
    for payout in queries.left(run).iterator(chunk_size=2000):
        yield payout, _("退出"), payout.amount_fen, 0


def _headings():
    return [
        _("序号"), _("姓名"), _("身份证号"), _("乡镇"), _("村组"), _("扶助项目"), _("变动"), _("上期（元）"), _("本期（元）"), _("差额（元）"),
        _("异常"), _("处理意见"), _("理由"),
    ]  # fmt: skip


def _texts(payout, change, places, titles):
    number = payout.identity_number()
    return {
        0: str(payout.line_no),
        1: payout.name,
        2: identity.mask(number, with_birth=False) if number else "",
        3: places.get(payout.division_code[:9] + "000", ""),
        4: payout.place_name,
        5: titles.get(payout.scheme, payout.scheme),
        6: change,
    } | ({} if change == _("退出") else _judgement(payout))


def _judgement(payout):
    return {
        10: _("；").join(_("%(where)s：%(what)s") % {"where": kind.title, "what": sentence} for kind, sentence in anomalies.told(payout)),
        11: payout.get_decision_display(),
        12: payout.reason,
    }
