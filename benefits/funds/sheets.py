"""Funds and their statements as workbooks. They leave the house, so of a family stand the file number and a masked name."""
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.funds import words
from households import identity


def funds(found):
    """(content, rows) of the list of funds."""
    columns = [(_("基金名称"), 30), (_("类别"), 18), (_("设立文件及文号"), 24), (_("余额（元）"), 16), (_("待审批（元）"), 16)]
    rows = ([fund.name, fund.get_kind_display(), fund.document, Yuan(fund.balance_fen), Yuan(fund.asked_fen)] for fund in found)
    return workbooks.made(_("基金"), columns, rows)


def statement(lines, householders):
    """(content, rows) of a fund's lines in their order."""
    columns = [
        (_("序号"), 8), (_("日期"), 12), (_("摘要"), 14), (_("资金来源或家庭"), 24), (_("档案号"), 22), (_("救助或发放事项"), 36),
        (_("金额（元）"), 14), (_("余额（元）"), 16), (_("凭证或依据"), 30), (_("说明"), 30), (_("经办"), 10),
    ]  # fmt: skip
    return workbooks.made(_("基金收支"), columns, (_line(line, householders) for line in lines))


def _line(line, householders):
    family = line.grant.household if line.grant else None
    whom = identity.mask_name(householders.get(family.pk, "")) if family else line.donor
    measure = words.granted_for(line.grant) if line.grant else ""
    told = line.why or (_("已被第 %(number)s 笔冲正") % {"number": line.reversal.number} if hasattr(line, "reversal") else "")
    return [
        line.number, line.on, words.summary(line), whom, family.number if family else "", measure, Yuan(line.amount_fen), Yuan(line.balance_fen),
        line.document, told, line.entered_by.name,
    ]  # fmt: skip
