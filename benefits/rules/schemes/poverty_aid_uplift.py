"""扶贫资金物资提高: 筑委厅字〔2013〕89号 三(二)8, a household for each grant, in its month: "在帮扶标准基础上提高幅度不低于30%".

The rise alone; the base is the programme's own standard. For 农村计划生育家庭.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Const, Share, SumOf, Times
from benefits.rules.facts import GRANT, GRANTS
from benefits.rules.family import FIRST_DAY, LAST_DAY
from benefits.rules.kinds import FARMER_HERE, has_parent, is_parent_of, planned
from benefits.rules.money import SCALE
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies

CODE = "poverty_aid_uplift"
P = Policies(CODE)

_IN_MONTH = (GRANT.on >= FIRST_DAY) & (GRANT.on <= LAST_DAY)
STANDARD = Times(SumOf(GRANTS, _IN_MONTH, GRANT.standard), Const(SCALE))

DEFINITION = Definition(
    title="扶贫资金物资提高",
    clause="筑委厅字〔2013〕89号 三(二)8",
    period="month",
    claims=(
        Claim(
            kind="household",
            in_force=P.flag("in_force"),
            once=True,
            conditions=(
                Condition("农村计划生育家庭", has_parent(FARMER_HERE & is_parent_of(planned)), words.families),
                Condition("当月得到扶贫资金或物资", AnyOf(GRANTS, _IN_MONTH), words.grants),
            ),
            amounts=(Amount(Share(STANDARD, P.percent("percent"))),),
            floor=P.flag("floor"),
        ),
    ),
)
