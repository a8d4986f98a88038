"""经济困难村计生专职主任待遇补助: 淄政办发〔2012〕74号 三(三), the person in the post; neither amount nor period are stated, it is told by the month.

"人均纯收入低于全市平均水平的经济困难村计划生育专职主任": below, not at; the village's income of the year before, the last that is complete.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Const, Day, LastOf, Times
from benefits.rules.facts import POST, POSTS, VILLAGE, VILLAGE_YEAR, VILLAGE_YEARS, VILLAGES, F, household
from benefits.rules.family import DAY_BEFORE, FIRST_DAY, HERE, LAST_DAY, confirmed, hukou_was
from benefits.rules.money import SCALE_OF_UNIT
from benefits.rules.scheme import Amount, Claim, Condition, Definition, Policies, if_stated
from benefits.rules.sentences import say

CODE = "village_director_allowance"
P, GENERAL = Policies(CODE), Policies()
RATE, CITY = P.money("rate"), GENERAL.money("city_income_per_person")
IN_POST = AnyOf(POSTS, (POST.kind == "village_fp_director") & (POST.since <= LAST_DAY) & (POST.until > FIRST_DAY))
INCOME = LastOf(VILLAGE_YEARS, VILLAGE_YEAR.year == Day("year") - 1, VILLAGE_YEAR.year, VILLAGE_YEAR.income_per_person)
POOR = household(AnyOf(VILLAGES, VILLAGE.poor == 1))
BELOW = household(AnyOf(VILLAGES, Times(INCOME, Const(SCALE_OF_UNIT["yuan per person per year"])) < CITY))

DEFINITION = Definition(
    title="经济困难村计生专职主任待遇补助",
    clause="淄政办发〔2012〕74号 三(三)",
    period="month",
    claims=(
        Claim(
            kind="person",
            in_force=P.flag("in_force"),
            figure=RATE,
            conditions=(
                Condition("本人在世（发至去世当月）", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition("任村计划生育专职主任", IN_POST, words.posts),
                Condition("所在村为经济困难村", POOR, lambda v: say("所在村是经济困难村") if v.yes(POOR) else say("所在村不是经济困难村")),
                Condition(
                    lambda v: say("所在村上年人均纯收入低于全市平均水平（%(amount)s）", amount=words.figure(v, CITY)),
                    BELOW,
                    lambda v: words.village_income(v, INCOME),
                ),
                Condition("资格已由县级确认，确认以前不发", confirmed(CODE, LAST_DAY), lambda v: words.confirmation(v, CODE)),
            ),
            amounts=(Amount(if_stated(RATE)),),
        ),
    ),
)
