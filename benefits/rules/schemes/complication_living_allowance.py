"""手术并发症二至四级生活补贴: 筑委厅字〔2013〕89号 三(二)12, a person a month.

From the month after the appraisal (or the county's confirmation), a new grade likewise (PC-15), to the month of recovery or death. Grade four is in
the city's list and not in the nation's; where the nation pays too, the city adds its sum to that or fills it up to its own (PC-14).
"""
from benefits.rules import words
from benefits.rules.expr import Always, AnyOf, Const, DueInMonth, Greatest, If, LastOf
from benefits.rules.facts import COMPLICATION, COMPLICATIONS, F
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, by_choice, confirmed, hukou_was
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies
from benefits.rules.schemes import _city_and_county
from benefits.rules.sentences import say

CODE = "complication_living_allowance"
P = Policies(CODE)
MILDEST, SEVEREST = P.grade("mildest_grade"), P.grade("severest_grade")

BEGUN_BY = by_choice("PC-15", month_after=DAY_BEFORE, month_of=LAST_DAY)
_CERTIFIED = (COMPLICATION.certified == 1) & (COMPLICATION.since <= BEGUN_BY) & (COMPLICATION.until > DAY_BEFORE)
GRADE = LastOf(COMPLICATIONS, _CERTIFIED, COMPLICATION.since, COMPLICATION.grade)
APPRAISED = AnyOf(COMPLICATIONS, _CERTIFIED)
LISTED = APPRAISED & (GRADE >= SEVEREST) & (GRADE <= MILDEST)

_OF_GRADE = If(GRADE == SEVEREST, P.money("grade_2"), If(GRADE == MILDEST, P.money("grade_4"), P.money("grade_3")))
NATIONAL = DueInMonth("surgical_complication_assistance")
RATE = by_choice("PC-14", stack=_OF_GRADE, city_inclusive_of_national=Greatest(_OF_GRADE - NATIONAL, Const(0)))

DEFINITION = Definition(
    title="手术并发症二至四级生活补贴",
    clause="筑委厅字〔2013〕89号 三(二)12",
    period="month",
    claims=(
        Claim(
            kind="person",
            in_force=P.flag("in_force"),
            conditions=(
                Condition("本人在世（发至去世当月）", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("经国家专业鉴定机构鉴定，自所用口径的月份起", APPRAISED, words.complications),
                Condition(
                    lambda v: say("鉴定为%(severest)s至%(mildest)s级", severest=v.number(SEVEREST) or "", mildest=v.number(MILDEST) or ""),
                    LISTED,
                    words.complications,
                    cite=MILDEST,
                ),
                Condition("资格已由县级确认，确认以前不发", confirmed(CODE, BEGUN_BY), lambda v: words.confirmation(v, CODE)),
            ),
            excluded_by=(
                Condition(
                    "国家手术并发症扶助与本市补贴合计的口径",
                    by_choice("PC-14", stack=Always(), city_inclusive_of_national=NATIONAL < _OF_GRADE),
                    lambda v: say("按所用口径计发"),
                ),
            ),
            amounts=(Amount(RATE, levels=_city_and_county.levels(P.percent("city_share"))),),
        ),
    ),
)
