"""参合（参保）个人缴费资助: two measures under one name, a calendar year; the document has to be in force as the year begins and the premium is due.

淄政办发〔2012〕74号 三(三): "享受低保的独生子女家庭参加新型农村合作医疗，个人应缴费部分……给予资助": each member on 低保, in full or a share (PC-28).
焦作市人口计生工作新闻报道: "为农村计生家庭减免一人份以上的新农合参合费": a household, one premium and more.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Includes, InMonth, Share, Stated
from benefits.rules.facts import ALLOWANCE, ALLOWANCES, MEMBERS, F
from benefits.rules.family import HERE, RURAL, YEAR_BEFORE, YEAR_FIRST, YEAR_LAST, Children, confirmed, hukou_was
from benefits.rules.kinds import OWN, in_family, only_child, two_girls
from benefits.rules.scheme import Always, Amount, Claim, Condition, Definition, Policies, share
from benefits.rules.sentences import joined, say

CODE = "medical_premium_subsidy"
P = Policies(CODE)
IN_FORCE = InMonth(P.flag("in_force"), 1)
GIVEN_TO = InMonth(P.options("given_to", "member", "household"), 1)
WHO = InMonth(P.options("who", "only_child", "two_girls"), 1)
PREMIUM = InMonth(Policies().money("medical_premium"), 1)
FULL_OR_SHARE = share("PC-28")

OF_YEAR = {day: Children(joined_by=day, lost_by=day, family=True) for day in (YEAR_BEFORE, YEAR_LAST)}
IN_FAMILY = (Includes(WHO, "only_child") & in_family(only_child, OF_YEAR)) | (Includes(WHO, "two_girls") & in_family(two_girls, OF_YEAR))
NAMES = {"only_child": say("独生子女家庭"), "two_girls": say("双女家庭")}
HELD = (ALLOWANCE.included == 1) & (ALLOWANCE.since <= YEAR_LAST) & (ALLOWANCE.until > YEAR_FIRST)
LIVED = F.died >= YEAR_FIRST
TO_HOUSEHOLD = Stated(GIVEN_TO) & Includes(GIVEN_TO, "household")


def _families(view):
    return joined("或", [name for word, name in NAMES.items() if view.includes(WHO, word)])


MEMBER = Claim(
    kind="person",
    in_force=IN_FORCE,
    yearly=Always(),
    concerns=~TO_HOUSEHOLD,
    conditions=(
        Condition("按人资助", Includes(GIVEN_TO, "member"), lambda v: say("按所在地文件")),
        Condition("本人当年在世", LIVED, words.life),
        Condition("户籍在本县（市、区）", hukou_was(HERE, YEAR_BEFORE, YEAR_LAST), lambda v: words.hukou(v, YEAR_LAST)),
        Condition("当年享受低保", AnyOf(ALLOWANCES, HELD), lambda v: words.allowances(v, HELD)),
        Condition(
            lambda v: say("属于%(families)s", families=_families(v)),
            IN_FAMILY,
            lambda v: words.own_or_parents(v, OF_YEAR[YEAR_LAST]),
            cite=WHO,
        ),
        Condition("资格已由县级确认，确认年度以前不发", confirmed(CODE, YEAR_LAST), lambda v: words.confirmation(v, CODE)),
    ),
    amounts=(Amount(Share(PREMIUM, FULL_OR_SHARE)),),
)

HOUSEHOLD = Claim(
    kind="household",
    in_force=IN_FORCE,
    yearly=Always(),
    concerns=TO_HOUSEHOLD,
    conditions=(
        Condition("按户减免", TO_HOUSEHOLD, lambda v: say("按所在地文件")),
        Condition(
            lambda v: say("农村计生家庭（%(families)s）", families=_families(v)),
            AnyOf(MEMBERS, OWN & LIVED & hukou_was(HERE & RURAL, YEAR_BEFORE, YEAR_LAST) & IN_FAMILY),
            lambda v: words.of_members(v, OF_YEAR[YEAR_LAST]),
            cite=WHO,
        ),
        Condition("资格已由县级确认，确认年度以前不发", confirmed(CODE, YEAR_LAST), lambda v: words.confirmation(v, CODE)),
    ),
    amounts=(Amount(PREMIUM),),
    floor=P.flag("floor"),
)

DEFINITION = Definition(
    title="参合（参保）个人缴费资助", clause="淄政办发〔2012〕74号 三(三)、焦作市人口计生工作新闻报道", period="year", claims=(MEMBER, HOUSEHOLD)
)
