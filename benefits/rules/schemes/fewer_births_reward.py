"""少生快富: 国人口发〔2006〕117号, a couple once, in the provinces of the project.

Couples who may have three children and pledge to have fewer; births before and after a remarriage are counted together, the widowed and divorced are
outside.
"""
from benefits.rules import words
from benefits.rules.expr import Within
from benefits.rules.facts import wife
from benefits.rules.scheme import Amount, Claim, Condition, Definition
from benefits.rules.schemes._couple import Declared
from benefits.rules.sentences import say

PLEDGE = Declared("fewer_births_reward", "fewer_births_pledge")
P, BORN = PLEDGE.policies, PLEDGE.children
AREA = P.places("area")
INSIDE = Within(AREA)
FEWER = wife((BORN.living <= 2) & BORN.lawful)

DEFINITION = Definition(
    title="少生快富奖励",
    clause="国人口发〔2006〕117号",
    period="once",
    claims=(
        Claim(
            kind="couple",
            in_force=P.flag("in_force"),
            once=True,
            conditions=(
                Condition("所在地区在实施范围内", INSIDE, lambda v: say("在实施范围内") if v.yes(INSIDE) else say("不在实施范围内"), cite=AREA),
                *PLEDGE.conditions(
                    say("自愿少生并落实长效节育措施"),
                    Condition("少于可以生育的子女数，没有违反政策的生育", FEWER, lambda v: words.children(v.of("wife"), BORN)),
                ),
            ),
            amounts=(Amount(P.money("rate")),),
            floor=P.flag("floor"),
        ),
    ),
)
