"""公租房保障: 筑委厅字〔2013〕89号 三(二)7, a household, a priority without an amount.

"将城镇人均住房面积15平方米以下的中等偏下收入计划生育家庭全部纳入公租房保障范围": 以下 includes the figure.
"""
from benefits.rules import words
from benefits.rules.expr import Const, Times
from benefits.rules.facts import H
from benefits.rules.kinds import has_parent, is_parent_of, planned
from benefits.rules.money import SCALE
from benefits.rules.scheme import Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

P = Policies("public_rental_housing")
MOST = P.area("most_per_person")

DEFINITION = Definition(
    title="公租房保障",
    clause="筑委厅字〔2013〕89号 三(二)7",
    period="month",
    claims=(
        Claim(
            kind="household",
            unit="priority",
            in_force=P.flag("in_force"),
            conditions=(
                Condition(
                    lambda v: say("城镇人均住房面积 %(area)s 平方米以下", area=words.figure(v, MOST)),
                    Times(H.urban_area_per_person, Const(SCALE)) <= MOST,
                    words.housing,
                    cite=MOST,
                ),
                Condition("中等偏下收入家庭", H.middle_lower_income == 1, words.income_group),
                Condition("计划生育家庭", has_parent(is_parent_of(planned)), words.families),
            ),
        ),
    ),
)
