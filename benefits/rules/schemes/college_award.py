"""高考录取奖励: 筑委厅字〔2013〕89号 三(二)12, a student once, in the month of the first admission since the document.

"对被高等院校录取的农村独女户和计划生育二女户家庭的考生，每人一次性奖励1000元；低保家庭考生一次性奖励6000元": 本科 and 专科 alike. Whether
6,000 replaces 1,000 is PC-12, whether it is for the same families or for every 计划生育家庭 on 低保 is PC-13.
"""
from benefits.rules import words
from benefits.rules.expr import Always, AnyOf, If, InForceSince, LatestOf, Negative
from benefits.rules.facts import ADMISSION, ADMISSIONS, ALLOWANCES, F
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, by_choice, hukou_was, never_given
from benefits.rules.kinds import FARMER_HERE, any_of_kinds, is_child_of, one_girl, planned, two_girls
from benefits.rules.scheme import NOTHING, Amount, Claim, Condition, Definition, Policies
from benefits.rules.schemes import _city_and_county

CODE = "college_award"
P = Policies(CODE)
IN_FORCE, STUDENT, MINIMUM_LIVING = P.flag("in_force"), P.money("student"), P.money("minimum_living")

_SINCE_ISSUE = ADMISSION.on >= InForceSince(IN_FORCE)
ADMITTED = Negative(LatestOf(ADMISSIONS, _SINCE_ISSUE, Negative(ADMISSION.on)))
IN_MONTH = (ADMITTED >= FIRST_DAY) & (ADMITTED <= LAST_DAY)

NAMED = is_child_of(any_of_kinds(one_girl, two_girls), FARMER_HERE)
ON_ALLOWANCE = AnyOf(ALLOWANCES, words.HELD)
ANY_ON_ALLOWANCE = ON_ALLOWANCE & is_child_of(planned, Always())
FAMILY = by_choice("PC-13", named_families=NAMED, any_dibao_fp_family=NAMED | ANY_ON_ALLOWANCE)

RATE = by_choice(
    "PC-12",
    replaces=If(ON_ALLOWANCE, MINIMUM_LIVING, STUDENT),
    additive=If(NAMED, STUDENT, NOTHING) + If(ON_ALLOWANCE, MINIMUM_LIVING, NOTHING),
)

DEFINITION = Definition(
    title="高考录取奖励",
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
                Condition("文件施行后首次被高等院校录取，发生在当月", IN_MONTH, words.admissions),
                Condition("农村独女户或计划生育二女户家庭的考生（低保家庭考生按所用口径）", FAMILY, words.parents_families),
                Condition("每人只奖励一次，此前未发放", never_given(CODE), lambda v: words.given(v, CODE)),
            ),
            amounts=(Amount(RATE, levels=_city_and_county.levels(P.percent("city_share"))),),
        ),
    ),
)
