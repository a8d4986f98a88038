"""计划生育手术并发症特别扶助（国家）: 人口政〔2011〕62号, standards 财社〔2022〕49号; a person a month, by the grade of the appraisal.

Neither age nor children count. From the month after the appraisal or the county's confirmation, a new grade likewise (PC-15), to the month of
recovery (PC-04) or death.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, If, LastOf
from benefits.rules.facts import COMPLICATION, COMPLICATIONS, F, me
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, YEAR_FIRST, by_choice, confirmed, hukou_was
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

CODE = "surgical_complication_assistance"
P = Policies(CODE)
MILDEST = P.grade("mildest_grade")

BEGUN_BY = by_choice("PC-15", month_after=DAY_BEFORE, month_of=LAST_DAY)
PAID_UNTIL = by_choice("PC-04", through_event_month=FIRST_DAY, stop_in_event_month=LAST_DAY + 1, annual_full=YEAR_FIRST)

# A grade that gives way to another in the month is no recovery.
_ANOTHER = AnyOf(COMPLICATIONS, (COMPLICATION.since >= FIRST_DAY) & (COMPLICATION.since <= LAST_DAY))
_STILL = (COMPLICATION.until >= PAID_UNTIL) | ((COMPLICATION.until >= FIRST_DAY) & me(_ANOTHER, "person"))
_APPRAISED = (COMPLICATION.certified == 1) & (COMPLICATION.since <= BEGUN_BY) & _STILL
GRADE = LastOf(COMPLICATIONS, _APPRAISED, COMPLICATION.since, COMPLICATION.grade)
APPRAISED = AnyOf(COMPLICATIONS, _APPRAISED)

DEFINITION = Definition(
    title="计划生育手术并发症特别扶助",
    clause="人口政〔2011〕62号",
    period="month",
    claims=(
        Claim(
            kind="person",
            in_force=P.flag("in_force"),
            conditions=(
                Condition("本人在世（发至去世当月）", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("经专业鉴定机构鉴定为计划生育手术并发症，尚未治愈康复", APPRAISED, words.complications),
                Condition(
                    lambda v: say("并发症等级为%(grade)s级以上（含%(grade)s级）", grade=v.number(MILDEST) or ""),
                    APPRAISED & (GRADE <= MILDEST),
                    words.complications,
                    cite=MILDEST,
                ),
                Condition("资格已由县级确认，确认以前不发", confirmed(CODE, BEGUN_BY), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(If(GRADE == 1, P.money("grade_1"), If(GRADE == 2, P.money("grade_2"), P.money("grade_3")))),),
        ),
    ),
)
