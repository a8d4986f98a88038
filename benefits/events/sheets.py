"""Changes and hand-overs as workbooks. The day of a birth or of a corrected birth date is a birth date: no digit of a number stands in them."""
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.events import queries, states
from households.queries import places


def changes(found):
    """(content, rows) of the list as filtered."""
    columns = [
        (_("变更编号"), 22), (_("类别"), 14), (_("档案号"), 22), (_("户主"), 12), (_("当事人"), 12), (_("村（居）"), 24), (_("发生日期"), 12),
        (_("获知日期"), 12), (_("依据材料"), 30), (_("增加应发（元）"), 14), (_("减少应发（元）"), 14), (_("应追回（元）"), 14), (_("待核问题"), 10),
        (_("状态"), 12), (_("核算批次"), 22), (_("经办人"), 12), (_("办理时间"), 18),
    ]  # fmt: skip
    rows = list(found)
    heads, called = queries.heads(rows), places.names([row.division_code for row in rows])
    return workbooks.made(_("变更"), columns, (_line(row, heads.get(row.household_id), called[row.division_code]) for row in rows))


def hand_overs(found):
    """(content, rows) of the families handed over, as filtered."""
    columns = [
        (_("移交编号"), 22), (_("户主"), 12), (_("原县"), 16), (_("新县"), 16), (_("户口迁出日期"), 14), (_("人数"), 8), (_("依据材料"), 30),
        (_("移交人"), 12), (_("移交时间"), 18), (_("状态"), 10), (_("答复人"), 12), (_("答复时间"), 18), (_("退回的理由"), 30),
    ]  # fmt: skip
    return workbooks.made(_("外县移交"), columns, (_handed(*told) for told in queries.counties(list(found))))


def _handed(row, old, new):
    answered = [row.answered_by.name, _moment(row.answered_at)] if row.answered_at else ["", ""]
    offered = [row.offered_by.name, _moment(row.offered_at)]
    return [row.number, row.head, old, new, row.moved_on, row.people, row.source, *offered, row.get_state_display(), *answered, row.answer]


def _line(row, head, called):
    return [
        row.number, row.get_kind_display(), row.household.number, head.name if head else "", row.person.name if row.person else "", called,
        row.occurred, row.learnt, row.source, Yuan(row.added_fen), Yuan(row.taken_fen), Yuan(row.overpaid_fen), row.questions,
        states.of(row)[1], row.run.number if row.run else "", row.entered_by.name, _moment(row.entered_at),
    ]  # fmt: skip


def _moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
