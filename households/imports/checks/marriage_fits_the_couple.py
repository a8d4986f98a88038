from django.utils.translation import gettext as _

from households.models import Marital

_DAYS = ("married", "marriage_ended")


def check(family):
    """Marriage cells belong to householder and spouse, who are a man and a woman and say the same."""
    head, spouse = family.head, family.spouse
    for line in family.lines:
        if line not in (head, spouse) or spouse is None:
            _refuse_days(line)
    if head is None or spouse is None:
        return
    if head.sex and head.sex == spouse.sex:
        spouse.refuse("sex", _("户主与配偶性别相同，请核对两人的身份证号、性别和关系。"))
    for key in _DAYS:
        if key in head.values and spouse.values.get(key, head.values[key]) != head.values[key]:
            spouse.refuse(key, _("与户主第 %(row)s 行填的日期不同，请改成一致或清空一格。") % {"row": head.number})
    for line in (head, spouse):
        _check_days(family, line)
        if line.values.get("marital") == Marital.UNMARRIED:
            line.refuse("marital", _("填了未婚，同户却有户主的配偶。请改婚姻状况或关系。"))


def _refuse_days(line):
    for key in _DAYS:
        if line.says(key):
            line.refuse(key, _("结婚、终止日期只填在户主或配偶的行，而且同户须有配偶一行。请改正或清空。"))


def _check_days(family, line):
    couple = (family.head, family.spouse)
    for key in _DAYS:
        day = line.values.get(key)
        if day and day > family.on:
            line.refuse(key, _("晚于今天，请核对。"))
        elif day and any(person.born and day < person.born for person in couple):
            line.refuse(key, _("早于夫妻一方的出生日期，请核对。"))
    is_over = any(person.values.get("marital") in (Marital.WIDOWED, Marital.DIVORCED) or person.is_dead for person in couple)
    if line.says("marriage_ended") and not is_over:
        line.refuse("marriage_ended", _("填了婚姻终止日期，婚姻状况却不是丧偶或离异，请核对。"))
