"""计划生育家庭特别扶助（独生子女伤残）: the only child is certified disabled, grade 3 or graver."""
from benefits.rules import words
from benefits.rules.expr import LatestOf
from benefits.rules.facts import DISABILITIES, DISABILITY, child
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, LAST_DAY, YEAR_BEFORE, YEAR_FIRST, by_choice, individual_or_family
from benefits.rules.scheme import Condition, Definition
from benefits.rules.schemes._special_assistance import BEGUN_BY, Kind

KIND = Kind("special_assistance_disability")
MILDEST = KIND.policies.grade("mildest_grade")
# A child that dies has the month of the death paid as disabled, the next as dead (PC-05).
LOST_BY = by_choice("PC-05", next_month=DAY_BEFORE, month_of=LAST_DAY, next_year=YEAR_BEFORE)
OWN, JOINT = (KIND.children(lost_by=LOST_BY, family=family) for family in (False, True))

GRAVE = (DISABILITY.grade <= MILDEST) & (DISABILITY.certified == 1) & (DISABILITY.since <= BEGUN_BY)
RECOVERED = LatestOf(DISABILITIES, GRAVE, DISABILITY.until)
PAID_UNTIL = by_choice("PC-04", through_event_month=FIRST_DAY, stop_in_event_month=LAST_DAY + 1, annual_full=YEAR_FIRST)


def _disabled(of):
    still = (child(RECOVERED) >= of.me(PAID_UNTIL)) & (child(RECOVERED) > of.me(KIND.of_age))
    return (of.living == 1) & of.any(of.alive & still)


DEFINITION = Definition(
    title="计划生育家庭特别扶助（独生子女伤残）",
    clause="特扶确认条件（国家）",
    period="month",
    claims=(
        KIND.claim(
            of=OWN,
            only_one=individual_or_family(OWN.only_one, JOINT.only_one),
            loss=Condition(
                "独生子女被依法鉴定为残疾，等级在三级以上（含三级）",
                individual_or_family(_disabled(OWN), _disabled(JOINT)),
                lambda v: words.disabilities(v, OWN),
                cite=MILDEST,
            ),
        ),
    ),
)
