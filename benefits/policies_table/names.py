"""What policy values are called, and which of them a county's officials may enter."""
from decimal import Decimal
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benefits.rules import registry, support_target

LINES = "lines"  # values that are no scheme's own: lines of the minimum living allowance, premiums, incomes


@cache
def amounts():
    """{name: units} of the amounts some rule or target asks for."""
    asked = registry.policies().keys() | support_target.INCOMES.values()
    return {name: units for name, units in registry.money_names().items() if name in asked}


def title(name, schemes):
    """A value's name in words; `schemes` says what schemes are called."""
    scheme, dot, _part = name.partition(".")
    if not dot:
        return part(name)
    return f"{schemes.get(scheme) or calculations().get(scheme, scheme)} {part(name)}".strip()


def calculations():
    """{code: title} of what values are stated for and is no scheme: calculations, and the values that are nobody's own."""
    return {
        "minimum_living_income": _("低保收入核定"), "support_target": _("补助照顾资金目标"), "budget_share": _("圆梦行动专项经费"),
        "dynamic_adjustment": _("标准动态调整"), "project_priority": _("扶贫项目优先次序"),
        LINES: _("低保标准、参保缴费和收入水平"),
    }  # fmt: skip


def part(name):
    """A value's name without its scheme; a plain name is whole."""
    named = _named(get_language())
    return named.get(name.partition(".")[2] or name, name.partition(".")[2] or name)


@cache
def _named(_language):
    """Names in a language: a page of standards shows hundreds."""
    return _plain() | _parts()


def _plain():
    return {
        "rural_minimum_living_line": _("农村低保标准"),
        "urban_minimum_living_line": _("城市低保标准"),
        "minimum_living_subsidy_tier": _("低保补助标准"),
        "medical_premium": _("参合（参保）个人缴费"),
        "city_income_per_person": _("全市人均收入"),
        "rural_net_income_per_person": _("农民人均纯收入"),
        "urban_disposable_income_per_person": _("城镇居民人均可支配收入"),
    }


def _parts():
    return {
        "rate": _("标准"), "supplement": _("地方提标"), "provincial_rate": _("省级标准"), "local_rate": _("本地标准"), "urban": _("城镇标准"),
        "rural": _("农村标准"), "flat": _("定额"), "category": _("分类标准"), "city": _("市级金额"), "province": _("省级金额"),
        "in_force": _("执行"), "age": _("年龄"), "wife_age": _("女方年龄"), "born_since": _("出生日期界限"), "floor": _("不低于"),
        "percent": _("比例"), "city_share": _("市级分担"), "kinds": _("低保类别"), "who": _("对象"), "base": _("计算基数"),
        "families": _("家庭类型"), "hukou_of": _("户口要求"), "rules_since": _("生育规定起"), "rules_until": _("生育规定止"),
        "grade": _("等级"), "mildest_grade": _("最轻等级"), "severest_grade": _("最重等级"), "disregards": _("不计入收入"), "grade_1": _("一级"),
        "grade_2": _("二级"), "grade_3": _("三级"), "grade_4": _("四级"), "primary": _("小学"), "junior": _("初中"), "senior": _("高中"),
        "university": _("大学"), "student": _("考生"), "minimum_living": _("低保家庭"), "one_girl": _("独女户"), "others": _("独子户和二女户"),
        "poor": _("贫困家庭"), "least": _("最低数"),
        "base_year": _("首次调整的基期年"),
        "trigger": _("启动幅度"), "most_per_person": _("人均不超过"), "threshold": _("起付线"), "area": _("面积或范围"),
        "clean_years": _("连续无政策外生育年数"), "rural_percent": _("农村比例"), "urban_percent": _("城镇比例"), "until_age": _("到龄"),
        "wife_younger_than": _("女方不满年龄"), "given_to": _("发给"),
        "one_boy_or_two_girls": _("独子户和二女户"), "able_planned": _("有能力发展项目的计生家庭"), "rural_planned": _("农村计划生育家庭"),
        "hardship": _("计生困难家庭"), "poverty_target": _("计划生育扶贫对象"), "two_kinds": _("独生子女户和二女结扎户"),
        "not_offset": _("不折抵人均经费"), "separately_budgeted": _("新增资金单列预算"),
    }  # fmt: skip


def unit(code):
    """A unit in words."""
    words = {
        "yuan": _("元"), "yuan per person per month": _("元/人·月"), "yuan per person per year": _("元/人·年"),
        "yuan per household per year": _("元/户·年"), "years": _("周岁"), "grade": _("级"), "square metres": _("平方米"), "points": _("分"),
        "calendar years": _("年"),
    }  # fmt: skip
    return words.get(code, "")


def stated(row):
    """A policy value as a person reads it."""
    if row.value is None:
        return _("停止执行")
    if isinstance(row.value, bool):
        return _("是") if row.value else _("否")
    if isinstance(row.value, list):
        return _("、").join(_words().get(word, word) for word in row.value)
    if row.unit == "percent":
        return f"{row.value}%"
    if row.unit.startswith("yuan"):
        return f"{Decimal(row.value):,}"
    return _words().get(row.value, row.value)


def _words():
    return {
        "self": _("本人"), "spouse": _("配偶"), "one_child": _("一个子女"), "two_girls": _("两个女孩"), "none_left": _("现无子女"),
        "rural": _("农村低保"), "urban": _("城市低保"), "only_child": _("独生子女"), "line": _("低保标准"), "subsidy_tier": _("补助标准"),
        "household_topup": _("家庭补差"), "rural_reward": _("奖励扶助金"), "special_assistance": _("特别扶助金"),
        "hardship": _("计生困难家庭"), "two_girls_sterilised": _("二女结扎户"), "visual": _("视力"), "hearing": _("听力"), "speech": _("言语"),
        "household": _("每户"), "member": _("户内每名低保对象"), "poor_household": _("计划生育贫困家庭"), "poverty_target": _("扶贫对象"),
        "physical": _("肢体"), "multiple": _("多重"), "150000": _("内蒙古"), "460000": _("海南"), "510000": _("四川"), "530000": _("云南"),
        "620000": _("甘肃"), "640000": _("宁夏"), "650000": _("新疆"), "660000": _("新疆生产建设兵团"),
    }  # fmt: skip
