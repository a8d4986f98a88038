"""Results as workbooks: counts of families and means, nobody named."""
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.monitoring.sheets import percent
from benefits.results import counting


def incomes(rows, names, *, year):
    columns = [
        (_("截至年度"), 10), (_("地区"), 18), (_("可比户数"), 10),
        (_("初始（元/人·月）"), 18), (_("最近（元/人·月）"), 18), (_("增减（元/人·月）"), 18),
        (_("上升"), 8), (_("下降"), 8), (_("持平"), 8), (_("上升占比"), 10), (_("只有一年"), 10), (_("未录入"), 10),
    ]  # fmt: skip
    return workbooks.made(_("收入前后"), columns, (_income(row, names, year) for row in rows))


def statuses(lines):
    """`lines` [(place, year, counts)]."""
    columns = [(_("地区"), 18), (_("年度"), 8)]
    columns += [(_("年末在册"), 10), (_("当年纳入"), 10), (_("当年脱贫"), 10), (_("当年返贫"), 10), (_("年末已脱贫"), 12)]
    order = (counting.INSIDE, counting.ENTERED, counting.LEFT, counting.RETURNED, counting.OUT)
    rows = ([place, year, *(counts[name] for name in order)] for place, year, counts in lines)
    return workbooks.made(_("脱贫与返贫"), columns, rows)


def _income(row, names, year):
    money = ["" if fen is None else Yuan(fen) for fen in (row.before_fen, row.after_fen, row.more_fen)]
    counts = [row.counts.get(answer, 0) for answer in (counting.RISEN, counting.FALLEN, counting.SAME)]
    rest = [percent(row.risen_share), row.counts.get(counting.ONE_YEAR, 0), row.counts.get(counting.NONE, 0)]
    return [year, names.get(row.place, row.place), row.compared, *money, *counts, *rest]
