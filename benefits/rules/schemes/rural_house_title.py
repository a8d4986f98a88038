"""农房确权面积: 筑委厅字〔2013〕89号 三(二)7, a household, an area and no money.

"农房确权登记对农村独生子女户和计划生育二女户家庭的标准为每户不低于260平方米建筑面积".
"""
from benefits.rules import words
from benefits.rules.kinds import FARMER_HERE, any_of_kinds, has_parent, is_parent_of, only_child, two_girls
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies

P = Policies("rural_house_title")

DEFINITION = Definition(
    title="农房确权面积",
    clause="筑委厅字〔2013〕89号 三(二)7",
    period="month",
    claims=(
        Claim(
            kind="household",
            unit="square metres",
            standing=True,
            in_force=P.flag("in_force"),
            conditions=(
                Condition(
                    "农村独生子女户或计划生育二女户",
                    has_parent(FARMER_HERE & is_parent_of(any_of_kinds(only_child, two_girls))),
                    words.families,
                ),
            ),
            amounts=(Amount(P.area("rate")),),
            floor=P.flag("floor"),
        ),
    ),
)
