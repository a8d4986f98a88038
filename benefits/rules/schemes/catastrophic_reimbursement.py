"""大病再次报销: 筑委厅字〔2013〕89号 三(二)11, a person a calendar year; the insurer pays, the county registers.

"个人年度累计负担的合规医疗费用超过大病保险起付标准5000元的…按不低于50%的比例再次报销，报销不设封顶线": 超过 does not include the figure; of what
exceeds it, or of the whole (PC-27). For everybody insured, 计划生育家庭 or not.
"""
from benefits.rules import words
from benefits.rules.expr import Const, Day, Share, SumOf, Times
from benefits.rules.facts import MEDICAL, MEDICALS, F
from benefits.rules.family import HERE, YEAR_BEFORE, YEAR_FIRST, YEAR_LAST, by_choice, hukou_was, of_year
from benefits.rules.money import SCALE_OF_UNIT
from benefits.rules.scheme import Always, Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

CODE = "catastrophic_reimbursement"
P = Policies(CODE)
THRESHOLD, PERCENT = of_year(P.money("threshold")), of_year(P.percent("percent"))
COST = Times(SumOf(MEDICALS, MEDICAL.year == Day("year"), MEDICAL.own_compliant_cost), Const(SCALE_OF_UNIT["yuan per person per year"]))

DEFINITION = Definition(
    title="大病再次报销",
    clause="筑委厅字〔2013〕89号 三(二)11",
    period="year",
    claims=(
        Claim(
            kind="person",
            in_force=of_year(P.flag("in_force")),
            yearly=Always(),
            registered=True,
            conditions=(
                Condition("本人本年在世", F.died >= YEAR_FIRST, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, YEAR_BEFORE, YEAR_LAST), lambda v: words.hukou(v, YEAR_LAST)),
                Condition(
                    lambda v: say("年度累计合规自付医疗费用超过起付标准 %(amount)s 元", amount=words.figure(v, THRESHOLD)),
                    COST > THRESHOLD,
                    words.medical,
                    cite=THRESHOLD,
                ),
            ),
            amounts=(Amount(Share(by_choice("PC-27", excess=COST - THRESHOLD, whole_amount=COST), PERCENT)),),
            floor=of_year(P.flag("floor")),
        ),
    ),
)
