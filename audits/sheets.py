"""The journal as an Excel workbook: every cell is text."""
from io import BytesIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_events(events):
    """Bytes of a workbook with one event a row."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
    sheet.freeze_panes(1, 0)
    titles = [_("时间"), _("姓名"), _("任职"), _("事项"), _("代码"), _("对象"), _("结果"), _("理由"), _("改前"), _("改后"), _("地址")]
    sheet.set_column(0, len(titles) - 1, 20)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, heading)
    for line, event in enumerate(events, 1):
        for column, text in enumerate(_row(event)):
            sheet.write_string(line, column, text)
    book.close()
    return target.getvalue()


def _row(event):
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")
    subject = f"{event.subject_kind} {event.subject_id}".strip()
    role = str(dict(Role.choices).get(event.role, event.role))
    said = [event.user_name, role, str(event.title), event.kind, subject, event.get_outcome_display(), event.reason]
    return [at, *said, _plain(event.before), _plain(event.after), event.address]


def _plain(values):
    return _("；").join(f"{name}={value}" for name, value in values.items())
