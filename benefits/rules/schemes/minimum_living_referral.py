"""纳入低保的移交: 淄政办发〔2012〕74号 三(三) ("将符合条件的计划生育困难家庭及时纳入低保范围"), a household, handed to 民政, no claim to 低保.

The income is that of the household without 奖扶金 and 特扶金, which do not count; below the line, not at it. Where somebody has rural hukou the line
is that of the country.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Const, Day, If, LastOf, Times
from benefits.rules.facts import ALLOWANCES, INCOME, INCOMES, MEMBERS, STATUS_ROW, STATUSES
from benefits.rules.family import DAY_BEFORE, HERE, LAST_DAY, hukou_was
from benefits.rules.kinds import FARMER_HERE, OWN, has_parent
from benefits.rules.money import SCALE
from benefits.rules.scheme import Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

P, GENERAL = Policies("minimum_living_referral"), Policies()
LINE = If(has_parent(FARMER_HERE), GENERAL.money("rural_minimum_living_line"), GENERAL.money("urban_minimum_living_line"))
INCOME_OF_YEAR = Times(LastOf(INCOMES, INCOME.year == Day("year"), INCOME.year, INCOME.other), Const(SCALE))
ON_ALLOWANCE = AnyOf(MEMBERS, OWN & AnyOf(ALLOWANCES, words.HELD))
HARDSHIP = AnyOf(STATUSES, (STATUS_ROW.kind == "fp_hardship") & words.STATUS_HELD)
LIVES_HERE = has_parent(hukou_was(HERE, DAY_BEFORE, LAST_DAY))


def _at_home(view):
    return say("有成员户籍在本县") if view.yes(LIVES_HERE) else say("没有成员户籍在本县")


def _on_allowance(view):
    return say("已在低保，不再移交") if view.yes(ON_ALLOWANCE) else say("不在低保")


DEFINITION = Definition(
    title="纳入低保的移交",
    clause="淄政办发〔2012〕74号 三(三)",
    period="month",
    claims=(
        Claim(
            kind="household",
            unit="priority",
            in_force=P.flag("in_force"),
            conditions=(
                Condition("有成员户籍在本县（市、区）", LIVES_HERE, _at_home),
                Condition("符合条件的计划生育困难家庭", HARDSHIP, words.recognised),
                Condition("尚未纳入低保", ~ON_ALLOWANCE, _on_allowance),
                Condition(
                    "家庭月人均收入（不计奖励扶助金和特别扶助金）低于低保标准",
                    INCOME_OF_YEAR < LINE,
                    lambda v: words.income_and_line(v, INCOME_OF_YEAR, LINE),
                ),
            ),
        ),
    ),
)
