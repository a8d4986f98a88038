"""What a month's list changes, as a workbook: no number and no birth date stands in it."""
from django.utils.translation import gettext as _

from accounts import stored, workbooks
from poverty.models import ListedFamily


def families(found):
    """(content, rows) of the families of a list as filtered."""
    titles = [_("序号"), _("结果"), _("姓名"), _("档案号"), _("档案所记"), _("登记后"), _("问题")]
    rows = [
        [
            family.place, str(ListedFamily.Outcome(family.outcome).label), family.head, family.household.number if family.household else "",
            stored.ours(family.before), stored.ours(family.after),
            _("；").join(stored.ours(sentence) for _row, _heading, sentence in family.problems),
        ]
        for family in found
    ]  # fmt: skip
    return workbooks.made(_("户"), titles, rows)


def lists(found):
    """(content, rows) of the lists."""
    outcomes = [(value, str(label)) for value, label in ListedFamily.Outcome.choices]
    titles = [_("编号"), _("名单"), _("月份"), _("来源"), *(label for _value, label in outcomes), _("状态"), _("上传"), _("上传时间")]
    rows = [
        [
            row.number, row.get_kind_display(), f"{row.month:%Y-%m}", row.source, *(row.counts[value] for value, _label in outcomes),
            row.get_state_display(), row.uploaded_by.user.name, f"{row.uploaded_at:%Y-%m-%d}",
        ]
        for row in found
    ]  # fmt: skip
    return workbooks.made(_("低保月度名单"), titles, rows)
