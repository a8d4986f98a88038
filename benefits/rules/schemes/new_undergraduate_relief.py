"""贫困家庭本科新生救助: 淄政办发〔2012〕74号 三(三) ("对贫困独生子女、双女家庭的全日制大学本科新生给予救助"), a student once, no amount stated.

In the month of the first admission since the document; 专科 and part-time students are not named.
"""
from benefits.rules import words
from benefits.rules.expr import Always, AnyOf, Includes, InForceSince, LatestOf, Negative
from benefits.rules.facts import ADMISSION, ADMISSIONS, STATUS_ROW, STATUSES, F, household
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, hukou_was, never_given
from benefits.rules.kinds import FAMILY, any_of_kinds, is_child_of, only_child, two_girls
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies, if_stated
from benefits.rules.sentences import joined, say

CODE = "new_undergraduate_relief"
P = Policies(CODE)
IN_FORCE, RATE = P.flag("in_force"), P.money("rate")
POOR = P.options("poor", "poor_household", "poverty_target")
NAMES = {"poor_household": say("计划生育贫困家庭"), "poverty_target": say("扶贫对象")}


def _recognised(status):
    return Includes(POOR, status) & household(AnyOf(STATUSES, (STATUS_ROW.kind == status) & words.STATUS_HELD))


_NEW = (ADMISSION.level == "bachelor") & (ADMISSION.full_time == 1) & (ADMISSION.on >= InForceSince(IN_FORCE))
ADMITTED = Negative(LatestOf(ADMISSIONS, _NEW, Negative(ADMISSION.on)))

DEFINITION = Definition(
    title="贫困家庭本科新生救助",
    clause="淄政办发〔2012〕74号 三(三)",
    period="once",
    claims=(
        Claim(
            kind="person",
            in_force=IN_FORCE,
            figure=RATE,
            once=True,
            conditions=(
                Condition("本人在世", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition(
                    lambda v: say("贫困家庭（%(kinds)s）", kinds=joined("或", [name for word, name in NAMES.items() if v.includes(POOR, word)])),
                    _recognised("poor_household") | _recognised("poverty_target"),
                    words.recognised,
                    cite=POOR,
                ),
                Condition(
                    "独生子女、双女家庭的子女",
                    is_child_of(any_of_kinds(only_child, two_girls), Always()),
                    lambda v: words.of_parents(v, FAMILY[LAST_DAY]),
                ),
                Condition("一次性救助，此前未发放", never_given(CODE), lambda v: words.given(v, CODE)),
                Condition("全日制大学本科新生，录取发生在当月", (ADMITTED >= FIRST_DAY) & (ADMITTED <= LAST_DAY), words.admitted),
            ),
            amounts=(Amount(if_stated(RATE)),),
        ),
    ),
)
