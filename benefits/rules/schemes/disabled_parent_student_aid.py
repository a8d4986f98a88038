"""残疾父母家庭子女助学补助: 筑委厅字〔2013〕89号 三(二)12, a student a calendar year.

"夫妇双方其中一方为身体残疾丧失劳动能力的残疾人（经国家专业鉴定机构鉴定残疾并丧失劳动能力）的计划生育家庭子女": kind, lost ability to work and
appraisal all three. The year's stage is the one in September, or the first of the calendar year (PC-16). 中职 is not named.
"""
import functools
import operator

from benefits.rules import words
from benefits.rules.expr import AnyOf, If, Includes, LastOf, Negative
from benefits.rules.facts import CHILD, DISABILITIES, DISABILITY, PARENTS, SCHOOL, SCHOOLS, F, parent
from benefits.rules.family import (
    HERE,
    SEPTEMBER_FIRST,
    SEPTEMBER_LAST,
    YEAR_BEFORE,
    YEAR_FIRST,
    YEAR_LAST,
    Children,
    by_choice,
    confirmed,
    hukou_was,
    of_year,
)
from benefits.rules.scheme import Always, Amount, Claim, Condition, Definition, Policies
from benefits.rules.schemes import _city_and_county

CODE = "disabled_parent_student_aid"
P = Policies(CODE)
IN_FORCE, KINDS = of_year(P.flag("in_force")), of_year(P.options("kinds", *DISABILITY.kind.options))

# The stage

_BEGIN = by_choice("PC-16", school_year=SEPTEMBER_FIRST, calendar=YEAR_FIRST)
_END = by_choice("PC-16", school_year=SEPTEMBER_LAST, calendar=YEAR_LAST)
_HELD = (SCHOOL.since <= _END) & (SCHOOL.until > _BEGIN) & ~(SCHOOL.stage == "vocational")
_ORDER = by_choice("PC-16", school_year=SCHOOL.since, calendar=Negative(SCHOOL.since))
AT_SCHOOL = AnyOf(SCHOOLS, _HELD)
STAGE = LastOf(SCHOOLS, _HELD, _ORDER, SCHOOL.stage)
STAGES = SCHOOL.stage.options


def _rate():
    primary, junior, senior, university = (of_year(P.money(name)) for name in ("primary", "junior", "senior", "university"))
    older = If(STAGES.index("senior") == STAGE, senior, university)
    return If(STAGES.index("primary") == STAGE, primary, If(STAGES.index("junior") == STAGE, junior, older))


# The parents



_NAMED_KIND = functools.reduce(operator.or_, [Includes(KINDS, kind) & (DISABILITY.kind == kind) for kind in DISABILITY.kind.options])
_IN_YEAR = (DISABILITY.since <= YEAR_LAST) & (DISABILITY.until > YEAR_FIRST)
DISABLED = AnyOf(DISABILITIES, _IN_YEAR & _NAMED_KIND & (DISABILITY.lost_labour == 1) & (DISABILITY.certified == 1)) & (F.died >= YEAR_FIRST)
BEFORE_YEAR = Children(joined_by=YEAR_BEFORE, lost_by=YEAR_BEFORE, family=True)
_PARENT = ~(CHILD.origin == "step")
HAS_DISABLED_PARENT = AnyOf(PARENTS, _PARENT & parent(DISABLED))
IN_LAWFUL_FAMILY = AnyOf(PARENTS, _PARENT & parent(DISABLED & BEFORE_YEAR.lawful))

DEFINITION = Definition(
    title="残疾父母家庭子女助学补助",
    clause="筑委厅字〔2013〕89号 三(二)12",
    period="year",
    claims=(
        Claim(
            kind="person",
            in_force=IN_FORCE,
            yearly=Always(),
            conditions=(
                Condition("本人在世", F.died >= _BEGIN, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, YEAR_BEFORE, YEAR_LAST), lambda v: words.hukou(v, YEAR_LAST)),
                Condition("在小学、初中、高中或大学就读（按所用口径的学段）", AT_SCHOOL, words.schools),
                Condition(
                    "父母一方为身体残疾、丧失劳动能力并经鉴定的残疾人",
                    HAS_DISABLED_PARENT,
                    words.parents_disabilities,
                    cite=KINDS,
                ),
                Condition("属于计划生育家庭", IN_LAWFUL_FAMILY, lambda v: words.lawful_parents(v, BEFORE_YEAR)),
                Condition("资格已由县级确认，确认年度以前不发", confirmed(CODE, YEAR_LAST), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(_rate(), levels=_city_and_county.levels(of_year(P.percent("city_share")), of_last_sum=True)),),
        ),
    ),
)
