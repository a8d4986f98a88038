"""计划生育家庭特别扶助, what its two kinds share: 特扶确认条件（国家）; a person a month.

Born since 1933, the wife 49 (a single parent: that parent), only one child born or lawfully adopted; the amount by month. Families are reviewed as
a family, remarried spouses each for themselves (PC-29). Later births and adoptions end it (PC-04); the county's confirmation opens it (PC-36).
"""
from benefits.rules import words
from benefits.rules.expr import Always, DueInYear, Greatest, If, Number, Stated
from benefits.rules.facts import F
from benefits.rules.family import (
    DAY_BEFORE,
    FIRST_DAY,
    HERE,
    LAST_DAY,
    MALE,
    RURAL,
    YEAR_BEFORE,
    YEAR_LAST,
    Children,
    by_choice,
    confirmed,
    has_spouse,
    hukou_was,
    last_loss,
    of_spouse,
    reached,
)
from benefits.rules.scheme import NOTHING, Amount, Claim, Condition, Policies
from benefits.rules.sentences import say

# A month counts from the event that begins it, up to the event that ends it.
BEGUN_BY = by_choice("PC-03", month_of=LAST_DAY, next_month=DAY_BEFORE, annual_full=YEAR_LAST, from_confirmation=LAST_DAY)
ENDED_BY = by_choice("PC-04", through_event_month=DAY_BEFORE, stop_in_event_month=LAST_DAY, annual_full=YEAR_BEFORE)


class Kind:
    """One of the two kinds, with its own policy values."""

    def __init__(self, scheme: str):
        self.scheme = scheme
        self.policies = p = Policies(scheme)
        self.in_force = p.flag("in_force")
        self.wife_age, self.born_since = p.years("wife_age"), p.date("born_since")
        own = reached(F.born, self.wife_age)
        self.of_age = If(MALE & has_spouse(DAY_BEFORE), of_spouse(DAY_BEFORE, own), own)

    def children(self, *, lost_by: Number, family: bool) -> Children:
        """Who counts: a child that came after everything else was met ends the assistance by PC-04, an earlier one keeps it from beginning."""
        qualified = Greatest(self.of_age, last_loss(LAST_DAY, family))
        return Children(joined_by=ENDED_BY, at_least_by=qualified, lost_by=lost_by, family=family)

    def claim(self, *, of: Children, only_one, loss: Condition, but: tuple[Condition, ...] = ()) -> Claim:
        """The claim in the order of the confirmation notice; `loss` is what the kind is about, `but` what keeps it apart from the other kind."""
        born_since, wife_age = self.born_since, self.wife_age
        return Claim(
            kind="person",
            in_force=self.in_force,
            conditions=(
                Condition("本人在世（发至去世当月）", F.died >= FIRST_DAY, words.life),
                Condition("户籍在本县（市、区）", hukou_was(HERE, DAY_BEFORE, LAST_DAY), lambda v: words.hukou(v, LAST_DAY)),
                Condition(
                    lambda v: say("%(day)s以后出生", day=v.date(born_since) or say("规定日期")),
                    ~Stated(born_since) | (F.born >= born_since),
                    words.born,
                    cite=born_since,
                    shown=Stated(born_since),
                ),
                Condition(
                    lambda v: say("女方年满%(years)s周岁（单身的一方本人年满）", years=v.number(wife_age) or ""),
                    self.of_age <= BEGUN_BY,
                    lambda v: words.comes_of_age(v, self.of_age, wife_age, whose=""),
                    cite=wife_age,
                    when=self.of_age,
                ),
                Condition("只生育一个子女或合法收养一个子女", only_one, lambda v: words.children(v, of)),
                loss,
                *but,
                Condition("资格已由县级确认", self._confirmed(), lambda v: words.confirmation(v, self.scheme)),
            ),
            excluded_by=(
                Condition(
                    "与农村奖励扶助只享受一项",
                    by_choice("PC-24", special_only=Always(), both=Always(), higher_of=DueInYear("rural_reward") <= _SPECIAL_DUE),
                    lambda v: say("按所用口径计发"),
                ),
            ),
            amounts=(Amount(self._rate()),),
        )

    def _confirmed(self):
        """Within the confirmed year (PC-03 month_of and the like), or from the month of the confirmation on."""
        year, month = confirmed(self.scheme, YEAR_LAST), confirmed(self.scheme, LAST_DAY)
        return by_choice("PC-03", month_of=year, next_month=year, annual_full=year, from_confirmation=month)

    def _rate(self):
        rate, urban, rural, supplement = (self.policies.money(name) for name in ("rate", "urban", "rural", "supplement"))
        farmer = hukou_was(RURAL, DAY_BEFORE, LAST_DAY)
        return If(Stated(urban), If(farmer, rural, urban), rate) + If(Stated(supplement), supplement, NOTHING)


_SPECIAL_DUE = DueInYear("special_assistance_death") + DueInYear("special_assistance_disability")
