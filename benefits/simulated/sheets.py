"""The person-level list of a simulation as a workbook; ID numbers by their last four digits, and no birth date beside them."""
from django.utils.translation import gettext as _

from accounts import workbooks
from benefits import beneficiaries
from benefits.runs import queries as runs
from households import identity


def rows(title, found, *, county, titles, time, told):
    """(content, number of rows). `time` is what the column of time is called, `told(row)` what stands in it."""
    columns = [
        (_("乡镇"), 14), (_("村（居）"), 14), (_("档案号"), 24), (_("姓名"), 12), (_("身份证号"), 22), (_("扶助项目"), 26), (time, 20),
        (_("现标准应发（元）"), 16), (_("新标准应发（元）"), 16), (_("差额（元）"), 14),
    ]  # fmt: skip
    places = runs.places(county)
    return workbooks.made(title, columns, (_cells(row, places, titles, told(row)) for row in found.iterator(chunk_size=2000)))


def _cells(row, places, titles, time):
    number = row.person.number() if row.person else None
    return [
        places.get(row.division_code[:9] + "000", ""), places.get(row.division_code, ""), row.household.number, beneficiaries.owner(row, places),
        identity.mask(number, with_birth=False) if number else "", titles.get(row.scheme, row.scheme), time,
        workbooks.Yuan(row.shown_before_fen), workbooks.Yuan(row.shown_after_fen), workbooks.Yuan(row.shown_difference_fen),
    ]  # fmt: skip
