"""Policy values as a workbook: one row a value, with its document and who answers for it."""
from django.utils.translation import gettext as _

from accounts import workbooks
from benefits.policies_table import names


def values(entries, *, places, schemes):
    """(content, number of rows) of the values of these Entries."""
    columns = [
        (_("地方"), 16), (_("扶助项目"), 30), (_("标准"), 30), (_("数值"), 16), (_("单位"), 12), (_("自"), 12), (_("至（不含）"), 12),
        (_("状态"), 10), (_("文号"), 28), (_("标题"), 40), (_("发文机关"), 24), (_("发文日期"), 12),
        (_("条款"), 16), (_("条款原文"), 60), (_("来源"), 12),
        (_("确认文件"), 24), (_("录入"), 12), (_("确认"), 12), (_("采用"), 8),
    ]  # fmt: skip
    rows = [_cells(entry, row, places, schemes) for entry in entries for row in entry.rows]
    return workbooks.made(_("政策标准"), columns, rows)


def _cells(entry, row, places, schemes):
    value, citation = row.value, row.value.citation
    return [
        places.get(value.place, value.place), schemes.get(entry.scheme, entry.scheme), names.title(value.name, schemes), names.stated(value),
        names.unit(value.unit), value.since.isoformat(), value.until.isoformat() if value.until else "", value.get_state_display(), citation.number,
        citation.title, citation.issuer, citation.issued, value.clause, row.quote, value.get_quality_display(),
        row.confirmation.citation.number if row.confirmation else "", value.entered_by.name if value.entered_by else _("政策文件库"),
        value.confirmed_by.name if value.confirmed_by else "", _("是") if hasattr(value, "use") else "",
    ]  # fmt: skip
