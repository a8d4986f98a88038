"""自愿放弃生育二孩奖励: 焦作市人口计生工作新闻报道 ("对自愿放弃生育二胎的夫妻一次性奖励5000元"), a couple once.

A child born to both or adopted by both afterwards takes it back, or leaves it (PC-37).
"""
from benefits.rules import words
from benefits.rules.expr import Always
from benefits.rules.facts import wife
from benefits.rules.family import by_choice
from benefits.rules.scheme import Amount, Claim, Condition, Definition
from benefits.rules.schemes._couple import Declared
from benefits.rules.sentences import say

WAIVER = Declared("second_child_waiver_award", "gave_up_second_child")
P, BORN = WAIVER.policies, WAIVER.children
ONE = wife((BORN.living == 1) & BORN.lawful)
BORN_LATER = WAIVER.born_later()

DEFINITION = Definition(
    title="自愿放弃生育二孩奖励",
    clause="焦作市人口计生工作新闻报道（无报名、无文号、无日期）",
    period="once",
    claims=(
        Claim(
            kind="couple",
            in_force=P.flag("in_force"),
            once=True,
            conditions=(
                *WAIVER.conditions(
                    say("自愿放弃生育二孩"),
                    Condition("现有一个子女，没有违反政策的生育", ONE, lambda v: words.children(v.of("wife"), BORN)),
                    Condition(
                        "此后没有再生育或收养（再生育的，按所用口径）",
                        by_choice("PC-37", recover=~BORN_LATER, keep=Always()),
                        lambda v: say("此后又生育或收养") if v.yes(BORN_LATER) else say("此后没有生育或收养"),
                    ),
                ),
            ),
            amounts=(Amount(P.money("rate")),),
        ),
    ),
)
