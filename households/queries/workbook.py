"""Lists as Excel workbooks: every cell is text or a number, never a formula."""
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from households import identity
from households.queries import listing, places

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
_CHUNK = 500


def of_households(post, filters):
    """(bytes, number of rows) of the filtered list. Four digits of an ID number stand there, and therefore no birth date."""
    couple = [_("户主"), _("户主身份证号"), _("配偶"), _("配偶身份证号")]
    titles = [_("档案号"), _("村（居）"), _("组"), *couple, _("家庭类型"), _("生育"), _("现存"), _("待补待核")]
    with listing.sight(post):
        found = listing.households(post, filters)[: MOST_ROWS + 1]
        rows = list(found)
        return write(titles, _rows(rows[:MOST_ROWS])), len(rows)


def write(titles, rows):
    """A workbook of one sheet with a frozen heading. Cells are text, counts (int) or yuan (Decimal)."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    heading, money = book.add_format({"bold": True, "bg_color": "#EEF2F6"}), book.add_format({"num_format": "#,##0.00"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(titles) - 1, 16)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, str(title), heading)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, column, value)
            elif isinstance(value, Decimal):
                sheet.write_number(at, column, value, money)
            else:
                sheet.write_string(at, column, value)
    book.close()
    return target.getvalue()


def _rows(households):
    villages = places.names({household.division_code for household in households})
    for start in range(0, len(households), _CHUNK):
        for line in listing.lines(households[start : start + _CHUNK]):
            yield _row(line, villages[line.division_code])


def _row(line, village):
    couple = [*line.people[:2], None, None][:2]
    people = [text for person in couple for text in (person.name if person else "", _masked(person))]
    counts = ["" if count is None else count for count in (line.births, line.living)]
    return [line.number, village, line.group, *people, line.kind, *counts, _("、").join(map(str, line.missing))]


def _masked(person):
    number = person.number() if person else None
    return identity.mask(number, with_birth=False) if number else ""
