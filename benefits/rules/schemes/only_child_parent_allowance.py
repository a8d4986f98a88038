"""独生子女父母奖励费: 焦作市人口计生工作新闻报道 ("提高到每人每月20元"), each parent a month.

From the month the certificate was issued to the month the child turns eighteen (PC-18), while the child is the only one; a second child or the death
of the only one ends it, its month still counts. The certificate of either parent is that of both.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf
from benefits.rules.facts import CERTIFICATE, CERTIFICATES, PARENTS, F, child, parent
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, Children, by_choice, confirmed, hukou_was, reached
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

CODE = "only_child_parent_allowance"
P = Policies(CODE)
UNTIL_AGE = P.years("until_age")

# The child as the month begins; one born in the month counts for it when there was none.
BEFORE, NOW = (Children(joined_by=day, lost_by=DAY_BEFORE) for day in (DAY_BEFORE, LAST_DAY))
ONLY_ONE = (BEFORE.living == 1) | ((BEFORE.living == 0) & (NOW.living == 1))


def _of_it(what):
    """The only child answers this."""
    return ((BEFORE.living >= 1) & BEFORE.any(BEFORE.alive & child(what))) | ((BEFORE.living == 0) & NOW.any(NOW.alive & child(what)))


GROWN = reached(F.born, UNTIL_AGE)
PAID_UNTIL = by_choice(
    "PC-18", issue_month_to_birthday_month=GROWN >= FIRST_DAY, next_month=GROWN >= FIRST_DAY, until_month_before=GROWN > LAST_DAY
)
ISSUED_BY = by_choice("PC-18", issue_month_to_birthday_month=LAST_DAY, next_month=DAY_BEFORE, until_month_before=LAST_DAY)
HOLDS = AnyOf(CERTIFICATES, (CERTIFICATE.kind == "only_child") & (CERTIFICATE.issued <= ISSUED_BY))
CERTIFIED = AnyOf(PARENTS, parent(HOLDS))

DEFINITION = Definition(
    title="独生子女父母奖励费",
    clause="焦作市人口计生工作新闻报道（无报名、无文号、无日期）",
    period="month",
    claims=(
        Claim(
            kind="person",
            in_force=P.flag("in_force"),
            conditions=(
                Condition("本人在世（发至去世当月）", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("现有一个子女", ONLY_ONE, lambda v: words.children(v, NOW)),
                Condition("领取独生子女父母光荣证（父母一方领取即可）", _of_it(CERTIFIED), lambda v: words.certificates(v, NOW)),
                Condition(
                    lambda v: say("子女未满%(years)s周岁（发至满周岁的月份，按所用口径）", years=v.number(UNTIL_AGE) or ""),
                    _of_it(PAID_UNTIL),
                    lambda v: words.growing_up(v, NOW, GROWN),
                    cite=UNTIL_AGE,
                ),
                Condition("资格已由县级确认，确认以前不发", confirmed(CODE, LAST_DAY), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(P.money("rate")),),
        ),
    ),
)
