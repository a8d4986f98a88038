"""连续三年无政策外生育贫困村扶持上浮: 筑委厅字〔2013〕89号 三(二)18, a village a calendar year: "扶持标准提高20%以上".

The rise alone, on the village's own standard; judged by the three full calendar years before. A year without a figure is not recorded, which is
not none.
"""
from benefits.rules import words
from benefits.rules.expr import Const, Day, Share, SumOf, Times
from benefits.rules.facts import VILLAGE, VILLAGE_YEAR, VILLAGE_YEARS
from benefits.rules.family import of_year
from benefits.rules.money import SCALE_OF_UNIT
from benefits.rules.scheme import Always, Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

CODE = "village_support_uplift"
P = Policies(CODE)
YEARS = of_year(P.calendar_years("clean_years"))

_BEFORE = (VILLAGE_YEAR.year >= Day("year") - YEARS) & (VILLAGE_YEAR.year < Day("year"))
OUT_OF_POLICY_BIRTHS = SumOf(VILLAGE_YEARS, _BEFORE, VILLAGE_YEAR.out_of_policy_births, YEARS)
STANDARD = Times(VILLAGE.support_standard, Const(SCALE_OF_UNIT["yuan per household per year"]))

DEFINITION = Definition(
    title="连续三年无政策外生育贫困村扶持上浮",
    clause="筑委厅字〔2013〕89号 三(二)18",
    period="year",
    claims=(
        Claim(
            kind="village",
            in_force=of_year(P.flag("in_force")),
            yearly=Always(),
            conditions=(
                Condition("贫困村", VILLAGE.poor == 1, lambda v: say("贫困村") if v.yes(VILLAGE.poor == 1) else say("不是贫困村")),
                Condition(
                    lambda v: say("此前连续%(years)s个自然年无政策外生育", years=v.number(YEARS) or ""),
                    OUT_OF_POLICY_BIRTHS == 0,
                    lambda v: words.village_births(v, VILLAGE_YEARS, _BEFORE),
                    cite=YEARS,
                ),
            ),
            amounts=(Amount(Share(STANDARD, of_year(P.percent("percent")))),),
            floor=of_year(P.flag("floor")),
        ),
    ),
)
