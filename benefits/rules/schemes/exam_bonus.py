"""中考加分: 焦作市人口计生工作新闻报道 ("对农村独生子女实行中招加10分"), a student at each exam, in points."""
from benefits.rules import words
from benefits.rules.expr import Always, AnyOf
from benefits.rules.facts import EXAM, EXAMS, F
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, RURAL, hukou_was
from benefits.rules.kinds import FAMILY, is_child_of, only_child
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies

P = Policies("exam_bonus")
SITS = AnyOf(EXAMS, (EXAM.kind == "senior_entrance") & (EXAM.on >= FIRST_DAY) & (EXAM.on <= LAST_DAY))

DEFINITION = Definition(
    title="中考加分",
    clause="焦作市人口计生工作新闻报道（无报名、无文号、无日期）",
    period="once",
    claims=(
        Claim(
            kind="person",
            unit="points",
            in_force=P.flag("in_force"),
            once=True,
            conditions=(
                Condition("本人在世", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("农村户口", hukou_was(RURAL, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("独生子女", is_child_of(only_child, Always()), lambda v: words.of_parents(v, FAMILY[LAST_DAY])),
                Condition("当月参加中招考试", SITS, words.exams),
            ),
            amounts=(Amount(P.points("rate")),),
        ),
    ),
)
