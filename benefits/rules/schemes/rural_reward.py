"""农村部分计划生育家庭奖励扶助: 国人口发〔2004〕36号 and 39号; standards 财教〔2011〕623号; a person a calendar year.

The four conditions in the order of the circular: rural hukou of both spouses, no birth against the rules of the time, one child or two girls or
none left, aged 60. Event years are whole years unless the place reads it otherwise (PC-01, PC-02).
"""
from benefits.rules import words
from benefits.rules.expr import AnyMonth, DueInYear, Greatest, If, Includes, Meets, Stated
from benefits.rules.facts import OFFSPRING, F
from benefits.rules.family import (
    FIRST_DAY,
    HERE,
    LAST_DAY,
    RURAL,
    YEAR_BEFORE,
    YEAR_LAST,
    Children,
    by_choice,
    confirmed,
    edge,
    hukou_was,
    individual_or_family,
    last_loss,
    reached,
    spouse_also,
)
from benefits.rules.scheme import Always, Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

P = Policies("rural_reward")
IN_FORCE = P.flag("in_force")
HUKOU_OF = P.options("hukou_of", "self", "spouse")
FAMILIES = P.options("families", "one_child", "two_girls", "none_left")
AGE, BORN_SINCE = P.years("age"), P.date("born_since")
RULES_SINCE, RULES_UNTIL = P.date("rules_since"), P.date("rules_until")
RATE, LOCAL_RATE, PROVINCIAL_RATE, SUPPLEMENT = (P.money(name) for name in ("rate", "local_rate", "provincial_rate", "supplement"))

OF_AGE = reached(F.born, AGE)
FIRST_DUE = by_choice(
    "PC-01",
    annual_full=edge(OF_AGE, "year_first"),
    half_year=edge(OF_AGE, "half_first"),
    month_of=edge(OF_AGE, "month_first"),
    next_month=edge(OF_AGE, "next_month_first"),
    next_year=edge(OF_AGE, "next_year_first"),
)
LAST_DUE = by_choice("PC-02", annual_full=edge(F.died, "year_last"), half_year=edge(F.died, "half_last"), month_of_death=edge(F.died, "month_last"))

FARMER = hukou_was(RURAL, YEAR_BEFORE, YEAR_LAST)


def _children(family):
    qualified = Greatest(OF_AGE, last_loss(YEAR_LAST, family))
    return Children(joined_by=YEAR_BEFORE, at_least_by=qualified, lost_by=YEAR_LAST, family=family)


OWN, JOINT = _children(False), _children(True)


LAST_RULED = RULES_UNTIL - 1


def _lawful(of):
    within = (of.began >= of.me(RULES_SINCE)) & (of.began < of.me(RULES_UNTIL))
    return ~of.any(of.counted & within & (of.row.within_policy == 0))


def _few(of):
    one = Includes(FAMILIES, "one_child") & (of.living == 1)
    two_girls = Includes(FAMILIES, "two_girls") & (of.living == 2) & (of.living_girls == 2)
    none_left = Includes(FAMILIES, "none_left") & (of.living == 0) & (of.ever >= 1)
    return one | two_girls | none_left


SPECIAL_THIS_YEAR = AnyMonth(Meets("special_assistance_death") | Meets("special_assistance_disability"))
SPECIAL_DUE = DueInYear("special_assistance_death") + DueInYear("special_assistance_disability")


def _ruled(view):
    told = {"first": view.year(RULES_SINCE), "last": view.year(LAST_RULED)}
    return say("%(first)s年至%(last)s年间没有违反计划生育法规、规章或政策规定生育", **told)


def _special(view):
    return say("本年符合特别扶助条件") if view.yes(SPECIAL_THIS_YEAR) else say("本年不符合特别扶助条件")


DEFINITION = Definition(
    title="农村部分计划生育家庭奖励扶助",
    clause="国人口发〔2004〕36号",
    period="year",
    claims=(
        Claim(
            kind="person",
            in_force=IN_FORCE,
            yearly=Always(),
            conditions=(
                Condition("本人在世（去世当年按所用口径计发）", LAST_DUE >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, YEAR_BEFORE, YEAR_LAST), lambda v: words.hukou(v, YEAR_LAST)),
                Condition(
                    "本人及配偶均为农业户口或界定为农村居民户口",
                    FARMER & (~Includes(HUKOU_OF, "spouse") | spouse_also(YEAR_BEFORE, FARMER)),
                    lambda v: words.hukou_of_both(v, YEAR_BEFORE, YEAR_LAST),
                    cite=HUKOU_OF,
                ),
                Condition(
                    _ruled,
                    individual_or_family(_lawful(OWN), _lawful(JOINT)),
                    lambda v: words.births_within_policy(v, OFFSPRING),
                    cite=RULES_SINCE,
                ),
                Condition(
                    "现存一个子女或两个女孩或子女死亡现无子女",
                    individual_or_family(_few(OWN), _few(JOINT)),
                    lambda v: words.children(v, OWN),
                    cite=FAMILIES,
                ),
                Condition(
                    "出生日期在文件规定的日期之后",
                    ~Stated(BORN_SINCE) | (F.born >= BORN_SINCE),
                    words.born,
                    cite=BORN_SINCE,
                    shown=Stated(BORN_SINCE),
                ),
                Condition(
                    lambda v: say("年满%(years)s周岁", years=v.number(AGE) or ""),
                    FIRST_DUE <= LAST_DAY,
                    lambda v: words.comes_of_age(v, OF_AGE, AGE),
                    cite=AGE,
                    when=OF_AGE,
                ),
                Condition(
                    "资格已由县级确认，确认年度以前不发",
                    confirmed("rural_reward", YEAR_LAST),
                    lambda v: words.confirmation(v, "rural_reward"),
                ),
            ),
            excluded_by=(
                Condition(
                    "不同时享受计划生育家庭特别扶助",
                    by_choice(
                        "PC-24",
                        special_only=~SPECIAL_THIS_YEAR,
                        both=Always(),
                        higher_of=DueInYear("rural_reward") > SPECIAL_DUE,
                    ),
                    _special,
                ),
            ),
            amounts=(
                Amount(
                    If(
                        Stated(LOCAL_RATE),
                        by_choice(
                            "PC-25",
                            max=Greatest(RATE, LOCAL_RATE),
                            delta_on_floor=Greatest(RATE, If(Stated(PROVINCIAL_RATE), PROVINCIAL_RATE, RATE)) + SUPPLEMENT,
                        ),
                        RATE,
                    )
                ),
            ),
            floor=P.flag("floor"),
        ),
    ),
)
