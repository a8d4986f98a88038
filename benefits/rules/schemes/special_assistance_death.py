"""计划生育家庭特别扶助（独生子女死亡）: the only child died and no child lives."""
from benefits.rules import words
from benefits.rules.expr import Meets
from benefits.rules.family import DAY_BEFORE, LAST_DAY, YEAR_LAST, by_choice, individual_or_family
from benefits.rules.scheme import Condition, Definition
from benefits.rules.schemes._special_assistance import Kind
from benefits.rules.sentences import say

KIND = Kind("special_assistance_death")
LOST_BY = by_choice("PC-03", month_of=LAST_DAY, next_month=DAY_BEFORE, annual_full=YEAR_LAST, from_confirmation=LAST_DAY)
OWN, JOINT = (KIND.children(lost_by=LOST_BY, family=family) for family in (False, True))
AS_DISABLED = Meets("special_assistance_disability")


def _none_left(of):
    return (of.ever >= 1) & (of.living == 0)


DEFINITION = Definition(
    title="计划生育家庭特别扶助（独生子女死亡）",
    clause="特扶确认条件（国家）",
    period="month",
    claims=(
        KIND.claim(
            of=OWN,
            only_one=individual_or_family(OWN.only_one, JOINT.only_one),
            loss=Condition("现无存活子女", individual_or_family(_none_left(OWN), _none_left(JOINT)), lambda v: words.losses(v, OWN)),
            but=(
                # From the month after the death (PC-05): until then the family has the assistance for a disabled child.
                Condition(
                    "当月未按独生子女伤残发放",
                    ~AS_DISABLED,
                    lambda v: say("当月仍按伤残发放") if v.yes(AS_DISABLED) else say("当月不按伤残发放"),
                ),
            ),
        ),
    ),
)
