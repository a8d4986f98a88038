"""The journal as an Excel workbook: every cell is text."""
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.roles import Role
from audits import said


def of_events(events):
    """(content, number of rows) of a workbook with one event a row."""
    titles = [_("时间"), _("姓名"), _("任职"), _("事项"), _("代码"), _("对象"), _("结果"), _("理由"), _("改前"), _("改后"), _("地址")]
    return workbooks.made(_("留痕"), [(title, 20) for title in titles], map(_row, events))


def _row(event):
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")
    role = str(dict(Role.choices).get(event.role, event.role))
    told = [event.user_name, role, str(event.title), event.kind, said.subject(event), event.get_outcome_display(), event.reason]
    return [at, *told, _plain(said.values(event, event.before)), _plain(said.values(event, event.after)), event.address]


def _plain(values):
    return _("；").join(f"{name} {value}" for name, value in values)
