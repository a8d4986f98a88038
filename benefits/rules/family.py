"""The words the circulars share: which children count, who the spouse is, where the hukou lies, when a month begins and ends for whom."""
from __future__ import annotations

import functools

from benefits.rules.expr import (
    Always,
    AnyOf,
    Choose,
    Confirmed,
    CountOf,
    Day,
    Decide,
    Given,
    Greatest,
    If,
    InMonth,
    LastOf,
    LatestOf,
    Least,
    MostAtOnce,
    Number,
    Policy,
    Reached,
    Rounded,
    Truth,
    TruthOf,
    all_of,
    any_of,
)
from benefits.rules.facts import CHILD, FAMILY_CHILDREN, HUKOU, HUKOUS, KIN, MARRIAGE, MARRIAGES, OFFSPRING, F, child, me, partner
from benefits.rules.meaning import LONG_AGO
from benefits.rules.scheme import choice

FIRST_DAY, LAST_DAY, DAY_BEFORE = Day("first_day"), Day("last_day"), Day("day_before")
YEAR_FIRST, YEAR_LAST, YEAR_BEFORE = Day("year_first"), Day("year_last"), Day("year_before")
SEPTEMBER_FIRST, SEPTEMBER_LAST = Day("september_first"), Day("september_last")

MALE, FEMALE = F.sex == "male", F.sex == "female"


def reached(born: Number, years: Number) -> Number:
    """The day an age is reached (PC-31 for 29 February)."""
    return Reached(born, years, choice("PC-31"))


def of_year(policy: Policy) -> InMonth:
    """A policy value as it holds when the calendar year ends: a sum of a year is given in full."""
    return InMonth(policy, 12)


# Marriage


@functools.cache
def married_on(day: Number) -> Truth:
    """In a marriage: it lasts on that day, and the other lives."""
    return (MARRIAGE.married <= me(day)) & (MARRIAGE.ended > me(day)) & ~partner(F.died <= day)


@functools.cache
def has_spouse(day: Number) -> Truth:
    return any_of(MARRIAGES, married_on(day))


def of_spouse(day: Number, number: Number) -> Number:
    """A number of the spouse on that day."""
    return LastOf(MARRIAGES, married_on(day), MARRIAGE.married, partner(number))


def spouse_also(day: Number, truth: Truth) -> Truth:
    """Whoever is the spouse on that day answers this too; without a spouse there is nobody to ask."""
    return all_of(MARRIAGES, ~married_on(day) | partner(truth))


# Hukou


@functools.cache
def hukou_was(what: Truth, before: Number, end: Number) -> Truth:
    """The hukou that counts for a period: the one of the day before it began, else the first in it; PC-10b=month_of: the one at its end."""
    held, held_at_end = _covers(before), _covers(Least(end, F.died - 1))
    begun = (HUKOU.since > me(before, "person")) & (HUKOU.since <= me(end, "person"))
    next_period = AnyOf(HUKOUS, held & what) | (~AnyOf(HUKOUS, held) & AnyOf(HUKOUS, begun & what))
    return Decide(choice("PC-10b"), {"next_period": next_period, "month_of": AnyOf(HUKOUS, held_at_end & what)})


def _covers(day: Number) -> Truth:
    return (HUKOU.since <= me(day, "person")) & (HUKOU.until > me(day, "person"))


RURAL, URBAN, HERE = HUKOU.kind == "rural", HUKOU.kind == "urban", HUKOU.here == 1


# Children


def began(row) -> Number:
    """The day a child became the parent's: birth, or adoption (from birth where it is recorded that there was no adoption day)."""
    return If(row.origin == "birth", child(F.born), Greatest(row.since, child(F.born)))


class Children:
    """The children of a person that count: born to or adopted by the person, not step-children; with `family`, those of the present spouse too.

    Joined by `joined_by`, or by `at_least_by`; lost when dead on `lost_by`. Days are numbers of the person.
    """

    def __init__(self, *, joined_by: Number, lost_by: Number, at_least_by: Number | None = None, family: bool = False):
        relation, row, link = (FAMILY_CHILDREN, KIN, "me") if family else (OFFSPRING, CHILD, "parent")
        came = began(row)
        joined = came <= me(joined_by, link)
        if at_least_by is not None:
            joined = joined | (came <= me(at_least_by, link))
        counted = ((row.origin == "birth") | (row.origin == "adoption")) & joined
        if family:
            counted = counted & ((row.own == 1) | TruthOf("marriage", "marriages", married_on(joined_by)))
        gone = child(F.died) <= me(lost_by, link)
        self.relation, self.row, self.began, self.counted, self.lost, self.link = relation, row, came, counted, counted & gone, link
        self.ever = CountOf(relation, counted)
        self.living = CountOf(relation, counted & ~gone)
        self.living_girls = CountOf(relation, counted & ~gone & child(FEMALE))
        self.most_at_once = MostAtOnce(relation, counted, came, child(F.died))
        self.last_loss = LatestOf(relation, counted & gone, child(F.died))
        self.lawful = ~AnyOf(relation, counted & (row.within_policy == 0))
        self.adoptions_lawful = ~AnyOf(relation, counted & (row.origin == "adoption") & (row.within_policy == 0))
        self.alive = counted & ~gone
        # 只生育或合法收养一个子女: never two alive at once, or all within the policy and later only one left (国家口径)
        self.only_one = ((self.most_at_once <= 1) & self.adoptions_lawful) | self.lawful

    def me(self, of: Number) -> Number:
        """A number of the person, beside a child."""
        return me(of, self.link)

    def any(self, where: Truth) -> Truth:
        return AnyOf(self.relation, where)


def last_loss(by: Number, family: bool) -> Number:
    """The day a person last lost a child, up to a day."""
    return Children(joined_by=by, lost_by=by, family=family).last_loss


def individual_or_family(individual: Truth, family: Truth) -> Truth:
    """A test after remarriage: on one's own births and adoptions, or with those of the spouse (PC-29)."""
    return Decide(choice("PC-29"), {"individual": individual, "family": family})


# Confirmation


def confirmed(scheme: str, by: Number) -> Truth:
    """The county confirmed the qualification in time; nothing is paid for the time before (PC-36)."""
    in_time = Confirmed(scheme) <= by
    return Decide(choice("PC-36"), {"none": in_time, "from_qualifying_date": Always()})


def never_given(scheme: str) -> Truth:
    """A one-off of which no payment outside the window is known."""
    return Given(scheme) == LONG_AGO


def edge(day: Number, edge: str) -> Number:
    return Rounded(day, edge)


def by_choice(code: str, **readings):
    """A number or condition by the reading of a choice."""
    kind = Decide if all(isinstance(reading, Truth) for reading in readings.values()) else Choose
    return kind(choice(code), readings)
