"""计划生育低保家庭增发: what the places with such a clause add to 低保, a person a month (贵阳 a year where PC-11 says so).

Three bases, which are not one formula: 淄博 a share of the 补助标准 (PC-09, PC-10), 贵阳 of the 低保标准, 金塔 of the household's 差额补助 (PC-33).
Families: 计划生育困难家庭, 独生子女户, 计划生育二女户, 二女结扎户. A member belongs to the family of its own and its spouse's children, without any
to the family of its parents.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Const, Day, Greatest, If, Includes, InMonth, LastOf, Share, Stated, Times
from benefits.rules.facts import ALLOWANCE, ALLOWANCES, INCOME, INCOMES, PARENTS, STATUS_ROW, STATUSES, F, household, parent
from benefits.rules.family import (
    DAY_BEFORE,
    FIRST_DAY,
    HERE,
    LAST_DAY,
    YEAR_FIRST,
    YEAR_LAST,
    by_choice,
    choice,
    confirmed,
    hukou_was,
)
from benefits.rules.kinds import FAMILY, only_child, two_girls
from benefits.rules.money import SCALE
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import joined, say

CODE = "minimum_living_uplift"
P, GENERAL = Policies(CODE), Policies()
WHO = P.options("who", "hardship", "only_child", "two_girls", "two_girls_sterilised")
BASE = P.options("base", "subsidy_tier", "line", "household_topup")
KINDS = P.options("kinds", "rural", "urban")
PERCENT, FLAT, CATEGORY = P.percent("percent"), P.money("flat"), P.money("category")
TIER = GENERAL.money("minimum_living_subsidy_tier")
RURAL_LINE, URBAN_LINE = GENERAL.money("rural_minimum_living_line"), GENERAL.money("urban_minimum_living_line")

# The months of 低保

WHOLE_YEAR = Includes(BASE, "line") & (choice("PC-11") == "annual_full")
YEARLY = Includes(BASE, "line") & (choice("PC-11") != "monthly")
_HELD = (ALLOWANCE.since <= If(WHOLE_YEAR, YEAR_LAST, LAST_DAY)) & (ALLOWANCE.until > If(WHOLE_YEAR, YEAR_FIRST, FIRST_DAY))
_RURAL, _URBAN = ALLOWANCE.kind == "rural", ALLOWANCE.kind == "urban"
_FITS = (ALLOWANCE.included == 1) & _HELD & ((Includes(KINDS, "rural") & _RURAL) | (Includes(KINDS, "urban") & _URBAN))
ON_ALLOWANCE = AnyOf(ALLOWANCES, _FITS)
SUBSIDY = Times(LastOf(ALLOWANCES, _FITS, ALLOWANCE.since, ALLOWANCE.subsidy), Const(SCALE))

# The family


def _has(status):
    held = (STATUS_ROW.since <= LAST_DAY) & (STATUS_ROW.until > FIRST_DAY)
    return household(AnyOf(STATUSES, (STATUS_ROW.kind == status) & held))


def _in_family(kind):
    """One's own family, or without children that of a parent; as it stood when the month began, or as it stands when it ends."""
    on_days = [kind(of) & (of.ever >= 1) | (of.ever == 0) & AnyOf(PARENTS, parent(kind(of) & (of.ever >= 1))) for of in FAMILY.values()]
    return on_days[0] | on_days[1]


IN_FAMILY = (
    (Includes(WHO, "hardship") & _has("fp_hardship"))
    | (Includes(WHO, "only_child") & _in_family(only_child))
    | (Includes(WHO, "two_girls") & _in_family(two_girls))
    | (Includes(WHO, "two_girls_sterilised") & _in_family(two_girls) & _has("two_girls_sterilised"))
)
KIND_NAMES = {"rural": say("农村"), "urban": say("城市")}
FAMILY_NAMES = {
    "hardship": say("符合条件的计划生育困难家庭"), "only_child": say("独生子女户"), "two_girls": say("计划生育二女户"),
    "two_girls_sterilised": say("二女结扎户"),
}  # fmt: skip


def _stated(view, policy, names):
    return [name for word, name in names.items() if view.includes(policy, word)]


# The amount


def _line():
    """The 低保标准 of the month, or of the year's first or last month (PC-11), for town or country."""

    def at(policy):
        return by_choice(
            "PC-11", monthly=policy, annual_full=policy, line_at_year_start=InMonth(policy, 1), line_at_year_end=InMonth(policy, 12)
        )

    return If(AnyOf(ALLOWANCES, _FITS & _RURAL), at(RURAL_LINE), at(URBAN_LINE))


LINE = _line()
INCOME_OF_YEAR = Times(household(LastOf(INCOMES, INCOME.year == Day("year"), INCOME.year, INCOME.other)), Const(SCALE))


def _share_of_tier():
    share = Share(by_choice("PC-10", county_tier=TIER, household_subsidy=SUBSIDY), PERCENT)
    return by_choice("PC-09", pct20=share, flat10=FLAT, max=Greatest(share, FLAT))


def _share_of_topup():
    raised = Greatest(LINE + Share(LINE, PERCENT) - INCOME_OF_YEAR - SUBSIDY, Const(0))
    return by_choice("PC-33", on_difference=Share(SUBSIDY, PERCENT), line_uplift=raised)


UPLIFT = If(Includes(BASE, "subsidy_tier"), _share_of_tier(), If(Includes(BASE, "line"), Share(LINE, PERCENT), _share_of_topup()))
# 分类施保 may already add something for the same fact: the higher of the two, or both (PC-35).
WITH_CATEGORY = If(Stated(CATEGORY), by_choice("PC-35", higher=Greatest(UPLIFT, CATEGORY), sum=UPLIFT + CATEGORY), UPLIFT)

DEFINITION = Definition(
    title="计划生育低保家庭增发",
    clause="淄政办发〔2012〕74号、筑委厅字〔2013〕89号、金塔县十二五规划",
    period="month",
    claims=(
        Claim(
            kind="person",
            in_force=P.flag("in_force"),
            yearly=YEARLY,
            conditions=(
                Condition("本人在世（发至去世当月）", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition(
                    lambda v: say("%(kinds)s低保家庭成员", kinds=joined("、", _stated(v, KINDS, KIND_NAMES))),
                    ON_ALLOWANCE,
                    lambda v: words.allowances(v),
                    cite=KINDS,
                ),
                Condition(
                    lambda v: say("属于%(families)s", families=joined("或", _stated(v, WHO, FAMILY_NAMES))),
                    IN_FAMILY,
                    lambda v: words.family(v, FAMILY[LAST_DAY], STATUSES),
                    cite=WHO,
                ),
                Condition("资格已由县级确认，确认以前不发", confirmed(CODE, LAST_DAY), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(WITH_CATEGORY),),
            floor=P.flag("floor"),
        ),
    ),
)
