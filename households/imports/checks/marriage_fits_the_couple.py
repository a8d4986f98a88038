from django.utils.translation import gettext as _

from households.models import Marital

_KEYS = ("married", "marriage_ended")


def check(family):
    """Marriage cells belong to householder and spouse, who are a man and a woman and say the same."""
    head, spouse = family.head, family.spouse
    for line in family.lines:
        if line not in (head, spouse) or spouse is None:
            for key in _KEYS:
                if line.says(key):
                    line.refuse(key, _("结婚、终止日期只填在户主或配偶的行，而且同户须有配偶一行。请改正或清空。"))
    if head is None or spouse is None:
        return
    if head.sex and head.sex == spouse.sex:
        spouse.refuse("sex", _("户主与配偶性别相同，请核对两人的身份证号、性别和关系。"))
    for line in (head, spouse):
        if line.values.get("marital") == Marital.UNMARRIED:
            line.refuse("marital", _("填了未婚，同户却有户主的配偶。请改婚姻状况或关系。"))
    for key in _KEYS:
        if key in head.values and spouse.values.get(key, head.values[key]) != head.values[key]:
            spouse.refuse(key, _("与户主第 %(row)s 行填的日期不同，请改成一致或清空一格。") % {"row": head.number})
    _refuse_ended_and_standing(head, spouse)


def _refuse_ended_and_standing(head, spouse):
    over = any(line.values.get("marital") in (Marital.WIDOWED, Marital.DIVORCED) or line.is_dead for line in (head, spouse))
    for line in (head, spouse):
        if line.says("marriage_ended") and not over:
            line.refuse("marriage_ended", _("填了婚姻终止日期，婚姻状况却不是丧偶或离异，请核对。"))
