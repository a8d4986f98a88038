"""Facts in words, as pages and workbooks show them. Other apps' kinds bring their own `words`."""
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Jurisdiction
from accounts.templatetags.interface import yuan

ELSEWHERE = "000000000000"  # a place nobody named


def value(row):
    """What a row says, without its period: 农业户口（外地）, 肢体残疾二级."""
    return _WORDS[type(row)._meta.model_name](row)


def period(row):
    """Its days: 2012-05-01 起 or 2012-05-01 至 2015-06-30 (the last day it held); a single day for what happens once."""
    since, until = row.since, row.until
    if since is None and until is None:
        return _UNDATED.get(type(row)._meta.model_name, "")
    if type(row)._meta.model_name in _ON_A_DAY:
        return since.isoformat() if since else ""
    if type(row)._meta.model_name in _OF_A_YEAR:
        return _("%(year)s 年") % {"year": since.year}
    if until:
        return _("%(since)s 至 %(last)s") % {"since": since or _("起始日未录入"), "last": until - timedelta(days=1)}
    return _("%(since)s 起") % {"since": since}


def place_name(code):
    """青石镇柳沟村, as a clerk says it."""
    if code == ELSEWHERE:
        return _("外地")
    place = Jurisdiction.objects.select_related("parent").filter(pk=code).first()
    if place is None:
        return code
    above = place.parent.name if place.parent and place.level == Jurisdiction.Level.VILLAGE else ""
    return above + place.name


def grade(number):
    return [_("一级"), _("二级"), _("三级"), _("四级")][number - 1]


def _hukou(row):
    return row.get_kind_display() + (_("（户籍在外地）") if row.place else "")


def _disability(row):
    told = {"kind": row.get_kind_display(), "grade": grade(row.grade)}
    return (_("%(kind)s残疾%(grade)s") if row.kind else _("残疾%(grade)s")) % told


def _marriage(row):
    ending = _("，") + row.get_ended_how_display() if row.ended_how else ""
    return f"{row.husband.name} — {row.wife.name}{ending}"


def _parentage(row):
    """Whether a birth was within policy is said only in the reason of a condition that asks for it (docs/decisions/0007)."""
    origin = row.get_origin_display() if row.origin else _("来源未录入")
    unsaid = [_("政策属性未录入")] if row.within_policy is None else []
    return _("，").join([f"{row.parent.name} → {row.child.name}", origin, *unsaid])


def _membership(row):
    return row.get_relation_display() + ("" if row.home else _("（本人资格不在本户核定）"))


def _housing(row):
    said = [] if row.urban_area is None else [_("城镇人均住房 %(area)s 平方米") % {"area": row.urban_area}]
    if row.middle_lower_income is not None:
        said.append(_("中等偏下收入") if row.middle_lower_income else _("不属中等偏下收入"))
    return _("，").join(said)


_ON_A_DAY = {"death", "admission", "exam", "grant", "support"}
_OF_A_YEAR = {"income", "medicalcost"}
_UNDATED = {"marriage": gettext_lazy("结婚日未录入"), "certificate": gettext_lazy("发证日未录入"), "parentage": ""}
_WORDS = {
    "membership": _membership,
    "death": lambda row: _("死亡") + (_("，") + _(row.confirmed_by_unit) if row.confirmed_by_unit else ""),
    "hukou": _hukou,
    "residence": lambda row: _("住在%(place)s") % {"place": place_name(row.place)},
    "disability": _disability,
    "complication": lambda row: _("手术并发症%(grade)s") % {"grade": grade(row.grade)},
    "schooling": lambda row: _("在读%(stage)s") % {"stage": row.get_stage_display()},
    "admission": lambda row: _("录取%(level)s") % {"level": row.get_level_display()} + (_("（非全日制）") if row.full_time is False else ""),
    "pension": lambda row: row.get_kind_display(),
    "exam": lambda row: row.get_kind_display(),
    "income": lambda row: _("每人每月 %(yuan)s 元") % {"yuan": yuan(row.other_fen)},
    "housing": _housing,
    "medicalcost": lambda row: f"{row.person.name} " + _("合规自付 %(yuan)s 元") % {"yuan": yuan(row.own_fen)},
    "villagepost": lambda row: row.get_kind_display(),
    "certificate": lambda row: row.get_kind_display() + (f" {row.number}" if row.number else ""),
    "account": lambda row: f"{row.bank} **** {row.last_four()}" + _("，") + f"{_('户名')} {row.holder_name}",
    "marriage": _marriage,
    "parentage": _parentage,
    "householdstatus": lambda row: _("，").join(filter(None, [str(row.get_kind_display()), row.decided_by or _("认定单位未录入"), row.document])),
}
