"""The person-level list of an adjustment as a workbook; ID numbers by their last four digits, and no birth date beside them."""
from django.utils.translation import gettext as _

from accounts import workbooks
from benefits import beneficiaries
from benefits.runs import queries as runs
from households import identity


def rows(adjustment, found, *, titles):
    """(content, number of rows)."""
    columns = [
        (_("乡镇"), 14), (_("村（居）"), 14), (_("档案号"), 24), (_("姓名"), 12), (_("身份证号"), 22), (_("扶助项目"), 26), (_("年度"), 8),
        (_("现标准应发（元）"), 16), (_("新标准应发（元）"), 16), (_("差额（元）"), 14),
    ]  # fmt: skip
    places = runs.places(adjustment.division_code)
    return workbooks.made(adjustment.number, columns, (_cells(row, places, titles) for row in found.iterator(chunk_size=2000)))


def _cells(row, places, titles):
    number = row.person.number() if row.person else None
    return [
        places.get(row.division_code[:9] + "000", ""), places.get(row.division_code, ""), row.household.number, beneficiaries.owner(row, places),
        identity.mask(number, with_birth=False) if number else "", titles.get(row.scheme, row.scheme), str(row.year),
        workbooks.Yuan(row.before_fen), workbooks.Yuan(row.after_fen), workbooks.Yuan(row.difference_fen),
    ]  # fmt: skip
