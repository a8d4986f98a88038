"""Recoveries as a workbook. No birth date stands in it, and no number."""
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits import beneficiaries


def cases(found, *, places, titles):
    """(content, rows) of the list of cases."""
    columns = [
        (_("案件编号"), 22), (_("姓名"), 14), (_("档案号或错发编号"), 22), (_("乡镇"), 14), (_("村（居）"), 18), (_("扶助项目"), 30),
        (_("立案时多发（元）"), 16), (_("尚未追回（元）"), 16), (_("状态"), 10), (_("立案日期"), 12),
    ]  # fmt: skip
    rows = (
        [
            case.number, beneficiaries.owner(case, places), case.wrong_payment.number if case.wrong_payment else case.household.number,
            places.get(case.division_code[:9] + "000", ""), places.get(case.division_code, ""), titles.get(case.scheme, case.scheme),
            Yuan(case.opened_fen), Yuan(case.open_fen), case.get_state_display(), f"{case.opened_at:%Y-%m-%d}",
        ]
        for case in found.iterator(chunk_size=500)
    )  # fmt: skip
    return workbooks.made(_("多发待追回"), columns, rows)
