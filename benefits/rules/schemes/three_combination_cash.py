"""“三结合”现金帮扶: 筑委厅字〔2013〕89号 三(二)17, a household a calendar year.

计划生育贫困家庭 500 and more; on 低保 1,000 and more, instead of the 500.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, If
from benefits.rules.facts import ALLOWANCE, ALLOWANCES, MEMBERS, STATUS_ROW, STATUSES, F
from benefits.rules.family import YEAR_FIRST, YEAR_LAST, confirmed, of_year
from benefits.rules.kinds import OWN
from benefits.rules.scheme import Always, Amount, Claim, Condition, Definition, Policies

CODE = "three_combination_cash"
P = Policies(CODE)

LIVING = OWN & (F.died >= YEAR_FIRST)
SOMEBODY = AnyOf(MEMBERS, LIVING)
_POOR = (STATUS_ROW.kind == "poor_household") & (STATUS_ROW.since <= YEAR_LAST)
POOR = AnyOf(STATUSES, _POOR & (STATUS_ROW.until > YEAR_FIRST))
_HELD = (ALLOWANCE.since <= YEAR_LAST) & (ALLOWANCE.until > YEAR_FIRST) & (ALLOWANCE.included == 1)
ON_ALLOWANCE = AnyOf(MEMBERS, LIVING & AnyOf(ALLOWANCES, _HELD))

DEFINITION = Definition(
    title="“三结合”现金帮扶",
    clause="筑委厅字〔2013〕89号 三(二)17",
    period="year",
    claims=(
        Claim(
            kind="household",
            in_force=of_year(P.flag("in_force")),
            yearly=Always(),
            conditions=(
                Condition("本年有家庭成员在世", SOMEBODY, lambda v: words.living(v, SOMEBODY)),
                Condition("认定为计划生育贫困家庭", POOR, words.statuses_of_year),
                Condition("资格已由县级确认，确认年度以前不发", confirmed(CODE, YEAR_LAST), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(If(ON_ALLOWANCE, of_year(P.money("minimum_living")), of_year(P.money("poor")))),),
            floor=of_year(P.flag("floor")),
        ),
    ),
)
