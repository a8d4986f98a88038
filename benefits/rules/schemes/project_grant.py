"""扶贫项目资金: what was approved for a household in a poverty project, in cash, in the month of the approval.

The least of it (项目发展基金, +30 %, +20 %) bound the approval (benefits.projects); what is due is what was approved, no more and no less. Goods are
handed over by the project and are never due.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Const, SumOf, Times
from benefits.rules.facts import PROJECT_GRANT, PROJECT_GRANTS
from benefits.rules.family import FIRST_DAY, LAST_DAY
from benefits.rules.money import SCALE
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies

CODE = "project_grant"
P = Policies(CODE)

_IN_MONTH = (PROJECT_GRANT.on >= FIRST_DAY) & (PROJECT_GRANT.on <= LAST_DAY)

DEFINITION = Definition(
    title="扶贫项目资金",
    clause="项目的立项文件和帮扶标准文件",
    period="month",
    claims=(
        Claim(
            kind="household",
            in_force=P.flag("in_force"),
            once=True,
            conditions=(Condition("当月经扶贫项目批准资金", AnyOf(PROJECT_GRANTS, _IN_MONTH), words.project_grants),),
            amounts=(Amount(Times(SumOf(PROJECT_GRANTS, _IN_MONTH, PROJECT_GRANT.amount), Const(SCALE))),),
        ),
    ),
)
