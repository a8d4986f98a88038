"""A ranking as a workbook. It leaves the house, so of a family stand the file number and a masked name."""
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.stored import ours
from accounts.workbooks import Yuan
from households import identity

_ANSWERS = {"yes": "✓", "no": "", "unknown": "?"}


def ranking(rules, places):
    """(content, rows): place, family, an answer for each rule with its clause, the questions, what was granted or lent."""
    columns = [(_("位次"), 8), (_("户主"), 12), (_("档案号"), 22), (_("村（居）"), 20), (_("申请序号"), 10), (_("申请日期"), 12)]
    columns += [(_("%(rule)s（%(cite)s）") % {"rule": ours(rule["title"]), "cite": rule["cite"]}, 24) for rule in rules]
    columns += [(_("待补资料（项）"), 14), (_("资金物资（元）"), 14), (_("物资"), 20), (_("状态"), 10)]
    return workbooks.made(_("排序"), columns, (_row(place) for place in places))


def _row(place):
    about = [place.row["place"], identity.mask_name(place.name), place.household.number, place.village, place.row["number"], place.row["applied_on"]]
    answers = [_ANSWERS[because["answer"]] for _rule, because in place.reasons]
    given = place.grant or place.loan
    given = [Yuan(given.amount_fen), place.grant.goods if place.grant else "", given.get_state_display()] if given else ["", "", ""]
    return [*about, *answers, len(place.row["questions"]) or "", *given]
