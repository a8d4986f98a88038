"""Opening balances and their entries as workbooks: no birth date and no number stands in them."""
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits import beneficiaries


def balances(found):
    """(content, rows) of the list of opening balances."""
    columns = [
        (_("编号"), 18), (_("数据来源"), 40), (_("笔数"), 10), (_("应发（元）"), 16), (_("实发（元）"), 16), (_("财政局对账单"), 24), (_("状态"), 12),
        (_("录入"), 20),
    ]  # fmt: skip
    rows = (
        [
            balance.number, balance.source, balance.entries_count, Yuan(balance.due_fen), Yuan(balance.paid_fen), balance.finance_document,
            balance.get_state_display(), f"{balance.entered_by.name} {balance.entered_at:%Y-%m-%d}",
        ]
        for balance in found
    )  # fmt: skip
    return workbooks.made(_("期初结转"), columns, rows)


def entries(balance, found, *, places, titles):
    """(content, rows) of the entries of one."""
    columns = [
        (pgettext("栏目", "行"), 8),
        (_("姓名"), 12), (_("档案号"), 22), (_("村（居）"), 22), (_("扶助项目"), 30), (_("类别"), 16), (_("享受起始月"), 12),
        (_("起"), 10), (_("止（不含）"), 10), (_("应发（元）"), 14), (_("实发（元）"), 14),
    ]  # fmt: skip
    rows = (
        [
            entry.row, beneficiaries.owner(entry, places), entry.household.number, places.get(entry.division_code, ""),
            titles.get(entry.scheme, entry.scheme), entry.category, f"{entry.enjoying_since:%Y-%m}", f"{entry.since:%Y-%m}", f"{entry.until:%Y-%m}",
            Yuan(entry.due_fen), Yuan(entry.paid_fen),
        ]
        for entry in found.iterator(chunk_size=500)
    )  # fmt: skip
    return workbooks.made(balance.number, columns, rows)
