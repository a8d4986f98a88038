"""The register and its referral lists as workbooks. No birth date stands in them, so last four digits may.

What begins on the day somebody comes of an age begins on a birthday: beside digits a period is told by its months.
"""
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.register import queries, words
from households import identity
from households.queries import places


def registrations(found):
    """(content, rows) of the list as filtered."""
    columns = [
        (_("登记号"), 24), (_("档案号"), 22), (_("户主"), 12), (_("给谁"), 12), (_("村（居）"), 24), (_("事项"), 36), (_("类别"), 14),
        (_("责任部门"), 18), (_("起"), 12), (_("止（不含）"), 12), (_("状态"), 10), (_("落实内容"), 30), (_("部门答复"), 30), (_("依据"), 36),
        (_("已发放（元）"), 14), (_("发放文件"), 36),
    ]  # fmt: skip
    return workbooks.made(_("登记"), columns, (_line(*told) for told in _told(found)))


def referral(referral, found):
    """(content, rows) of 移交名单: what the department is asked, with columns for its answer."""
    columns = [
        (_("序号"), 8), (_("登记号"), 24), (_("户主"), 12), (_("给谁"), 12), (_("身份证号"), 20), (_("村（居）"), 24), (_("事项"), 36),
        (_("类别"), 14), (_("本人意愿"), 14), (_("认定"), 16), (_("认定依据"), 30), (_("起始月"), 12), (_("截止月"), 12), (_("文件依据"), 40),
        (_("联系电话"), 16), (_("落实情况"), 14), (_("落实内容或理由"), 30),
    ]  # fmt: skip
    rows = (_referred(number, *told) for number, told in enumerate(_told(found), 1))
    return workbooks.made(referral.number, columns, rows)


def _told(found):
    """[(registration, householder, what its village is called, its approved grants)]."""
    rows = list(found)
    called, heads, granted = places.names([row.division_code for row in rows]), queries.householders(rows), queries.granted(rows)
    return [(row, heads.get(row.household_id), called[row.division_code], granted.get(row.pk, ())) for row in rows]


def _line(row, head, called, granted):
    return [
        row.number, row.household.number, head.name if head else "", row.person.name if row.person else "", called, words.title(row),
        row.get_kind_display(), row.get_department_display(), row.since, row.until or "", row.get_state_display(), words.given(row), row.outcome,
        words.cite(row), Yuan(sum(grant.amount_fen for grant in granted)) if granted else "",
        _("、").join(dict.fromkeys(grant.document for grant in granted)),
    ]  # fmt: skip


def _referred(number, row, head, called, granted):
    whose = row.person or head
    known = whose is not None and whose.number_sealed
    answered = "" if row.state == row.State.REFERRED else row.get_state_display()
    return [
        number, row.number, head.name if head else "", row.person.name if row.person else _("全户"),
        identity.mask(whose.number(), with_birth=False) if known else "", called, words.title(row), row.get_kind_display(),
        row.get_wish_display(), row.get_answer_display(), row.grounds, f"{row.since:%Y-%m}", _last_month(row),
        words.cite(row), row.household.phone, answered, words.became(row, granted) or row.outcome,
    ]  # fmt: skip


def _last_month(row):
    return f"{row.until - timedelta(days=1):%Y-%m}" if row.until else ""
