"""手术并发症一级一次性抚慰金: 筑委厅字〔2013〕89号 三(二)12, a person once, in the month of the appraisal that first finds grade one."""
from benefits.rules import words
from benefits.rules.expr import AnyOf, InForceSince, LatestOf, Negative
from benefits.rules.facts import COMPLICATION, COMPLICATIONS, F
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, hukou_was, never_given
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies
from benefits.rules.schemes import _city_and_county

CODE = "complication_lump_sum"
P = Policies(CODE)
IN_FORCE, GRADE = P.flag("in_force"), P.grade("grade")

_FOUND = (COMPLICATION.certified == 1) & (COMPLICATION.grade == GRADE)
_AFTER_ISSUE = COMPLICATION.since >= InForceSince(IN_FORCE)
APPRAISED = Negative(LatestOf(COMPLICATIONS, _FOUND & _AFTER_ISSUE, Negative(COMPLICATION.since)))
IN_MONTH = (APPRAISED >= FIRST_DAY) & (APPRAISED <= LAST_DAY)

DEFINITION = Definition(
    title="手术并发症一级一次性抚慰金",
    clause="筑委厅字〔2013〕89号 三(二)12",
    period="once",
    claims=(
        Claim(
            kind="person",
            in_force=IN_FORCE,
            once=True,
            conditions=(
                Condition("本人在世", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("经国家专业鉴定机构鉴定为计划生育手术并发症一级", AnyOf(COMPLICATIONS, _FOUND), words.complications, cite=GRADE),
                Condition("文件施行后首次鉴定为一级，发生在当月", IN_MONTH, words.complications),
                Condition("每人只发一次，此前未发放", never_given(CODE), lambda v: words.given(v, CODE)),
            ),
            amounts=(Amount(P.money("grade_1"), levels=_city_and_county.levels(P.percent("city_share"))),),
        ),
    ),
)
