"""Projects as a workbook."""
from django.utils.translation import gettext as _

from accounts import workbooks
from poverty.years.sheets import yuan


def projects(rows, money, names):
    """(content, number of rows)."""
    titles = [_("项目编号"), _("项目名称"), _("类别"), _("年度"), _("实施地点"), _("立项文件及文号"), _("帮扶标准（元/户）"), _("申请户数")]
    titles += [_("计划（元）"), _("到位（元）"), _("支出（元）"), _("已批准（元）"), _("状态"), _("会商答复日期"), _("验收结论")]
    return workbooks.made(_("项目"), titles, (_row(row, money[row.pk], names) for row in rows))


def _row(row, sums, names):
    places = _("、").join(names.get(code, code) for code in row.places)
    amounts = [yuan(fen) for fen in (sums.planned_fen, sums.received_fen, sums.spent_fen, sums.granted_fen)]
    consulted = row.consulted_on.isoformat() if row.consulted_on else ""
    about = [row.number, row.name, row.get_kind_display(), row.year, places, row.document, yuan(row.standard_fen), row.applicants]
    return [*about, *amounts, row.get_state_display(), consulted, row.acceptance]
