"""What policy values are called, and which of them a county's officials may enter."""
from functools import cache

from django.utils.translation import gettext as _

from benefits.rules import registry


@cache
def amounts():
    """{name: units} of the amounts some rule asks for."""
    asked = registry.policies()
    return {name: units for name, units in registry.money_names().items() if name in asked}


def title(name, schemes):
    """A value's name in words; `schemes` says what schemes are called."""
    plain = {
        "rural_minimum_living_line": _("农村低保标准"),
        "urban_minimum_living_line": _("城市低保标准"),
        "minimum_living_subsidy_tier": _("低保补助标准"),
    }
    if name in plain:
        return plain[name]
    scheme, _dot, part = name.partition(".")
    parts = {
        "rate": _("标准"), "supplement": _("地方提标"), "provincial_rate": _("省级标准"), "local_rate": _("本地标准"), "urban": _("城镇标准"),
        "rural": _("农村标准"), "flat": _("定额"), "category": _("分类标准"), "city": _("市级金额"), "province": _("省级金额"),
        "in_force": _("执行"), "age": _("年龄"), "wife_age": _("女方年龄"), "born_since": _("出生日期界限"), "floor": _("不低于"),
        "percent": _("比例"), "city_share": _("市级分担"), "kinds": _("低保类别"), "who": _("对象"), "base": _("计算基数"),
        "families": _("家庭类型"), "hukou_of": _("户口要求"), "rules_since": _("生育规定起"), "rules_until": _("生育规定止"),
        "mildest_grade": _("最轻残疾等级"), "disregards": _("不计入收入"),
    }  # fmt: skip
    schemes = {"minimum_living_income": _("低保收入核定"), **schemes}
    return f"{schemes.get(scheme, scheme)} {parts.get(part, part)}".strip()


def unit(code):
    """A unit in words."""
    words = {
        "yuan": _("元"), "yuan per person per month": _("元/人·月"), "yuan per person per year": _("元/人·年"), "percent": "%",
        "years": _("周岁"), "grade": _("级"),
    }  # fmt: skip
    return words.get(code, "")
