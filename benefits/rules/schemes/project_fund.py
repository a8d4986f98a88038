"""项目发展基金: 筑委厅字〔2013〕89号 三(二)8, a household once, in the month in which everything has come together.

"参加计划生育诚信活动并有能力发展项目的农村独女户" 8,000 and more, "有能力发展项目的独子户和计划生育二女户" 6,000 and more, all of them farmers'
families. Whom the 诚信活动 is asked of, and whether a 独女户 without it has the 6,000, is PC-17.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Earlier, If, InForceSince, Stated
from benefits.rules.facts import PROJECT_GRANT, PROJECT_GRANTS, STATUS_ROW, STATUSES
from benefits.rules.family import DAY_BEFORE, LAST_DAY, by_choice, never_given
from benefits.rules.kinds import FAMILY, FARMER_HERE, any_of_kinds, has_parent, one_boy, one_girl, two_girls
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

CODE = "project_fund"
P = Policies(CODE)
IN_FORCE, ONE_GIRL, OTHERS = P.flag("in_force"), P.money("one_girl"), P.money("others")


def _recognised(kind, day):
    """The household is recognised as this on a day."""
    return AnyOf(STATUSES, (STATUS_ROW.kind == kind) & (STATUS_ROW.since <= day) & (STATUS_ROW.until > day))


class On:
    """What there is of it all on a day."""

    def __init__(self, day):
        of = FAMILY[day]
        self.able, self.honest = _recognised("able_to_run_project", day), _recognised("integrity_programme", day)
        self.girl = has_parent(FARMER_HERE & one_girl(of))
        self.other = has_parent(FARMER_HERE & any_of_kinds(one_boy, two_girls)(of))
        self.higher = self.girl & self.honest
        lower_with_honesty = self.other & self.honest
        self.lower = by_choice("PC-17", one_girl_only=self.other, integrity_required_for_all=lower_with_honesty, fallback_6000=self.other | self.girl)
        self.family = self.girl | self.other
        self.all = self.able & (self.higher | self.lower)


BEFORE, AFTER = On(DAY_BEFORE), On(LAST_DAY)
ALREADY = BEFORE.all & (InForceSince(IN_FORCE) <= DAY_BEFORE)
IN_MONTH = AFTER.all & ~ALREADY
PLACED = AnyOf(PROJECT_GRANTS, PROJECT_GRANT.development_fund == 1)  # a project has placed it, and project_grant says what is due


DEFINITION = Definition(
    title="项目发展基金",
    clause="筑委厅字〔2013〕89号 三(二)8",
    period="once",
    claims=(
        Claim(
            kind="household",
            in_force=IN_FORCE,
            once=True,
            conditions=(
                Condition("农村独女户、独子户或计划生育二女户", AFTER.family, words.families),
                Condition("有能力发展项目", AFTER.able, words.statuses),
                Condition("参加计划生育诚信活动（按所用口径的家庭）", AFTER.higher | AFTER.lower, words.statuses),
                Condition("条件在当月齐备", IN_MONTH, lambda v: say("条件在当月齐备") if v.yes(IN_MONTH) else say("条件此前已经齐备")),
                Condition(
                    "每户只安排一次，此前未安排",
                    never_given(CODE) & ~Earlier(Stated(IN_FORCE) & IN_MONTH) & ~PLACED,
                    lambda v: words.project_grants(v) if v.yes(PLACED) else words.given(v, CODE),
                ),
            ),
            amounts=(Amount(If(AFTER.higher, ONE_GIRL, OTHERS)),),
            floor=P.flag("floor"),
        ),
    ),
)
