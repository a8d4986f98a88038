"""The log of files and what one of them changes, as workbooks: no ID number stands in them."""
from django.utils.translation import gettext as _

from accounts import stored, workbooks
from poverty.models import TransferredHousehold


def transfers(found):
    """(content, rows) of the log."""
    titles = [_("编号"), _("方向"), _("对方"), _("用途"), _("年度"), _("文件版本"), _("代码表版本"), _("行数"), _("文件摘要"), _("状态")]
    titles += [_("经手"), _("时间")]
    rows = [
        [
            row.number, row.get_direction_display(), row.get_counterpart_display(), row.purpose, str(row.year or ""), row.version, row.codes,
            rows_of(row), bytes(row.sha256).hex() if row.sha256 else "", row.get_state_display(), row.made_by.user.name,
            f"{row.made_at:%Y-%m-%d %H:%M}",
        ]
        for row in found
    ]  # fmt: skip
    return workbooks.made(_("文件交换"), titles, rows)


def households(found):
    """(content, rows) of the households of a file as filtered."""
    titles = [_("序号"), _("户编号"), _("姓名"), _("结果"), _("档案所记"), _("登记后"), _("问题")]
    rows = [
        [
            row.place, row.register_number, row.head, str(TransferredHousehold.Outcome(row.outcome).label), stored.ours(row.before),
            stored.ours(row.after), _("；").join([*(doubt["words"] for doubt in row.doubts), *(stored.ours(said[2]) for said in row.problems)]),
        ]
        for row in found
    ]  # fmt: skip
    return workbooks.made(_("户"), titles, rows)


def rows_of(transfer):
    """How many rows a file that went out has, or households one that came in."""
    counted = {name: count for name, count in transfer.counts.items() if name != "rows"}
    return transfer.counts.get("rows", sum(counted.values()))
