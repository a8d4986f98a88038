"""Registers as workbooks: names and file numbers, no ID number and no birth date."""
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import workbooks
from households import kinds, words
from households.queries import places
from poverty.registers import queries


def minimum_livings(found):
    """(content, rows) of the 低保 register as filtered."""
    rows = list(found)
    heads, villages = queries.heads(rows), places.names({row.division_code for row in rows})
    titles = [_("档案号"), _("户主"), _("村（居）"), _("类别"), _("分类"), _("人数"), _("享受人员"), _("保障标准（元/人·月）"), _("补差（元/人·月）")]
    titles += [_("期间"), _("来源")]
    lines = (
        [
            row.household.number, heads.get(row.household_id, ""), villages[row.division_code], row.get_kind_display(),
            row.get_category_display(), len(row.members.all()), _("、").join(person.name for person in row.members.all()), yuan(row.line_fen),
            yuan(row.subsidy_fen), words.period(row), row.source,
        ]
        for row in rows
    )  # fmt: skip
    return workbooks.made(_("低保"), titles, lines)


def register(found):
    """(content, rows) of a register as filtered."""
    rows = list(found)
    heads, villages = queries.heads(rows), places.names({row.division_code for row in rows})
    titles = [_("档案号"), _("户主"), _("村（居）"), _("内容"), _("期间"), _("来源")]
    lines = (
        [row.household.number, heads.get(row.household_id, ""), villages[row.division_code], kinds.words_of(row), words.period(row), row.source]
        for row in rows
    )
    return workbooks.made(_("名册"), titles, lines)


def yuan(fen):
    """A cell of an amount, empty when it is not recorded."""
    return "" if fen is None else Decimal(fen) / 100
