"""失独家庭一次性抚慰金: 筑委厅字〔2013〕89号 三(二)12, a household once, in the month it lost its only child.

The province's sum and the city's on top of it, the latter shared by city and county (PC-32). After a divorce each parent has half (PC-08), and
PC-06 can make it a sum for each parent. A household in which two couples lose their only children in one month has it twice.
"""
from benefits.rules import words
from benefits.rules.expr import AnyOf, Const, CountOf, Given, Greatest, If, InForceSince, Row, Share, Times
from benefits.rules.facts import CHILD, MARRIAGE, MARRIAGES, MEMBERS, OFFSPRING, PARENTS, F, child, household, me, parent, partner
from benefits.rules.family import FEMALE, FIRST_DAY, LAST_DAY, Children, by_choice, choice, edge, last_loss, married_on
from benefits.rules.scheme import NOTHING, Amount, Claim, Condition, Definition, Policies
from benefits.rules.sentences import say

CODE = "bereavement_lump_sum"
P = Policies(CODE)
IN_FORCE = P.flag("in_force")
PROVINCE, CITY = P.money("province"), P.money("city")
CITY_SHARE = by_choice("PC-32", whole_item=P.percent("city_share"), last_sentence=Const(100_00))
HALF = Const(50_00)

# A parent: the day the last child died, and the day the sum falls due: deaths before the document only where PC-07 lets the city's part be paid.
LOSS = last_loss(LAST_DAY, False)
ISSUED = InForceSince(IN_FORCE)
DUE_ON = by_choice("PC-07", not_paid=LOSS, topup_existing=Greatest(LOSS, ISSUED))
THEN = Children(joined_by=DUE_ON, lost_by=DUE_ON)
BEREAVED = (THEN.ever >= 1) & (THEN.living == 0) & THEN.only_one & (F.died > DUE_ON)
AFTER_ISSUE = BEREAVED & (DUE_ON >= ISSUED)
NOT_GIVEN = AFTER_ISSUE & (Given(CODE) < edge(DUE_ON, "month_first")) & (household(Given(CODE)) < edge(DUE_ON, "month_first"))
IN_MONTH = NOT_GIVEN & (DUE_ON >= FIRST_DAY) & (DUE_ON <= LAST_DAY)

# Divorced from the other parent, who lives: the same child was lost on the same day.
_OTHER_PARENT = partner(LOSS) == me(LOSS)
_DIVORCED = (MARRIAGE.how == "divorced") & (MARRIAGE.ended <= me(DUE_ON)) & _OTHER_PARENT & (partner(F.died) > me(DUE_ON))
APART = AnyOf(MARRIAGES, _DIVORCED) & ~AnyOf(MARRIAGES, married_on(DUE_ON) & _OTHER_PARENT)
EACH = choice("PC-06") == "per_person"
HAS_CUSTODY = AnyOf(OFFSPRING, THEN.lost & (CHILD.custody == me(Row("persons"), "parent")))

# Of two parents of one child the mother stands for the household; who is at home elsewhere is spoken of there.
OWN = F.own == 1
_LOST_WITH_MOTHER = THEN.lost & child(AnyOf(PARENTS, parent(FEMALE & IN_MONTH & ~APART & OWN)))
FIRST_OF_TWO = FEMALE | ~AnyOf(OFFSPRING, _LOST_WITH_MOTHER)
HOUSEHOLD_PARENT = IN_MONTH & ~APART & ~EACH

_FAMILIES = CountOf(MEMBERS, OWN & HOUSEHOLD_PARENT & FIRST_OF_TWO)
_PROVINCE_DUE = If(LOSS >= ISSUED, PROVINCE, NOTHING)
_OF_HOUSEHOLD = AnyOf(MEMBERS, OWN & HOUSEHOLD_PARENT & (LOSS >= ISSUED))


def _amounts(province, city):
    """The province's part and the city's, of which the county bears the rest."""
    return (
        Amount(province, "province", levels=(("province", None),)),
        Amount(city, "city", levels=(("city", CITY_SHARE), ("county", None))),
    )


def _member(where):
    return AnyOf(MEMBERS, OWN & where)


def _found(view):
    return words.bereaved(view, LOSS, THEN, MEMBERS)


BY_HOUSEHOLD = _member(HOUSEHOLD_PARENT)

HOUSEHOLD = Claim(
    kind="household",
    in_force=IN_FORCE,
    once=True,
    conditions=(
        Condition("独生子女死亡，现无存活子女，父或母在世", _member(BEREAVED), _found),
        Condition("死亡发生在文件施行之后（此前去世的按所用口径）", _member(AFTER_ISSUE), _found),
        Condition("同一子女只发一次，此前未发放", _member(NOT_GIVEN), lambda v: words.given(v, CODE)),
        Condition("失去子女发生在当月", _member(IN_MONTH), _found),
        Condition("父母未离异，按户发放", BY_HOUSEHOLD, lambda v: say("按户发放") if v.yes(BY_HOUSEHOLD) else say("按人发放")),
    ),
    amounts=_amounts(Times(If(_OF_HOUSEHOLD, PROVINCE, NOTHING), _FAMILIES), Times(CITY, _FAMILIES)),
)


def _personal(amount):
    return If(EACH, amount, by_choice("PC-08", split_equally=Share(amount, HALF), custodial_parent_only=amount))


def _share(view):
    if view.reads(choice("PC-08"), "split_equally"):
        return say("各得一半")
    return say("子女随本人生活") if view.yes(HAS_CUSTODY) else say("子女不随本人生活")


PERSON = Claim(
    kind="person",
    in_force=IN_FORCE,
    once=True,
    concerns=BEREAVED & (APART | EACH),
    conditions=(
        Condition("独生子女死亡，本人现无存活子女", BEREAVED, lambda v: words.losses(v, THEN)),
        Condition("死亡发生在文件施行之后（此前去世的按所用口径）", AFTER_ISSUE, lambda v: words.losses(v, THEN)),
        Condition("同一子女只发一次，此前未发放", NOT_GIVEN, lambda v: words.given(v, CODE)),
        Condition("失去子女发生在当月", IN_MONTH, lambda v: words.losses(v, THEN)),
        Condition("父母已离异，各自领取；或按人发放", APART | EACH, lambda v: say("父母已离异") if v.yes(APART) else say("按人发放")),
        Condition(
            "离异后由哪一方领取",
            EACH | by_choice("PC-08", split_equally=APART, custodial_parent_only=HAS_CUSTODY),
            _share,
            shown=APART,
        ),
    ),
    amounts=_amounts(_personal(_PROVINCE_DUE), _personal(CITY)),
)

DEFINITION = Definition(title="失独家庭一次性抚慰金", clause="筑委厅字〔2013〕89号 三(二)12", period="once", claims=(HOUSEHOLD, PERSON))
