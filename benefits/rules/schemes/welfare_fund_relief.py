"""计划生育公益金特别救助: 淄政办发〔2012〕74号 三(三) ("计划生育公益金要对因伤亡病残而特困的计划生育家庭给予特别救助"), a household.

Neither amount nor period are stated: the months in which the household may be relieved. What is given is decided case by case, from the fund.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf
from benefits.rules.facts import STATUS_ROW, STATUSES
from benefits.rules.family import DAY_BEFORE, HERE, LAST_DAY, confirmed, hukou_was
from benefits.rules.kinds import FAMILY, has_parent, is_parent_of, planned
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies, if_stated

CODE = "welfare_fund_relief"
P = Policies(CODE)
RATE = P.money("rate")

DEFINITION = Definition(
    title="计划生育公益金特别救助",
    clause="淄政办发〔2012〕74号 三(三)",
    period="month",
    claims=(
        Claim(
            kind="household",
            in_force=P.flag("in_force"),
            figure=RATE,
            conditions=(
                Condition(
                    "户籍在本县（市、区）的计划生育家庭",
                    has_parent(hukou_was(HERE, DAY_BEFORE, LAST_DAY) & is_parent_of(planned)),
                    lambda v: words.of_members(v, FAMILY[LAST_DAY]),
                ),
                Condition(
                    "因伤亡病残而特困", AnyOf(STATUSES, (STATUS_ROW.kind == "destitute_by_injury") & words.STATUS_HELD), words.recognised
                ),
                Condition("资格已由县级确认，确认以前不发", confirmed(CODE, LAST_DAY), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(if_stated(RATE)),),
        ),
    ),
)
