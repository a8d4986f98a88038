"""Invented families: the kinds a county's officials meet, edge cases among them.

Each kind is one function that writes its rows; `KINDS` says how often a kind comes up. Everything follows from one seed.
"""
from dataclasses import dataclass
from datetime import date

from benefits.sample import claimants, couples
from benefits.sample.rows import UNKNOWN, day, lately


@dataclass(frozen=True)
class Family:
    """Where a family is recorded, by which clerk, and whether its county is mostly rural."""

    id: int
    village: str
    clerk: int
    urban: bool
    group: int


def write(rows, random, family, *, kind=None):
    """One family of a kind, a random one when none is named."""
    chosen = kind or random.choices(list(KINDS), weights=KINDS.values())[0]
    rows.add(
        "households_household",
        division_code=family.village,
        number=f"{family.village}-{family.id:06d}",
        group=str(family.group),
        address=f"{family.group} 组 {random.randrange(1, 90)} 号",
        hukou_book=f"Y{random.randrange(10**7, 10**8)}",
        phone=f"1390000{random.randrange(10**4):04d}",
        notes="",
        registered_at=rows.at,
        registered_by_id=family.clerk,
        revision=1,
    )
    chosen(rows, random, family)
    return chosen.__name__


def only_child(rows, random, family):
    """独生子女户, both parents at or past sixty."""
    couples.recorded(rows, random, family, born=(1950, 1965), children=1)


def two_girls(rows, random, family):
    """二女户."""
    couples.recorded(rows, random, family, born=(1950, 1965), children=2, sexes=("female", "female"), certificate=False)


def young_only_child(rows, random, family):
    """独生子女户 with parents not yet of age."""
    couples.recorded(rows, random, family, born=(1967, 1978), children=1)


def son_and_daughter(rows, random, family):
    """Lawful, and owed nothing by the four conditions."""
    couples.recorded(rows, random, family, born=(1950, 1968), children=2, sexes=("male", "female"), certificate=False)


def out_of_policy(rows, random, family):
    """A birth outside the policy of its time."""
    couples.recorded(rows, random, family, born=(1950, 1964), children=2, sexes=("female", "female"), certificate=False, within=(True, False))


def bereaved_long_ago(rows, random, family):
    """失独家庭: the only child died before 2013."""
    couples.recorded(rows, random, family, born=(1950, 1970), children=1, child_died=day(random, 2004, 2012))


def bereaved_lately(rows, random, family):
    """失独家庭: the only child died within the last two years."""
    couples.recorded(rows, random, family, born=(1952, 1974), children=1, child_died=lately(random))


def disabled_only_child(rows, random, family):
    """独生子女伤残, grade one to three."""
    since, kind = day(random, 2006, 2023), random.choice(["physical", "mental", "intellectual", "visual"])
    couples.recorded(rows, random, family, born=(1953, 1972), children=1, child_disability=(since, random.randrange(1, 4), kind))


def slightly_disabled_only_child(rows, random, family):
    """独生子女残疾 of grade four: not within the scheme."""
    couples.recorded(rows, random, family, born=(1953, 1972), children=1, child_disability=(day(random, 2006, 2023), 4, "hearing"))


def widow(rows, random, family):
    """丧偶, one child."""
    couples.recorded(rows, random, family, born=(1948, 1964), children=1, husband_died=day(random, 2008, 2022))


def died_lately(rows, random, family):
    """An 奖扶 recipient who died in the last two years; some of these deaths are found late."""
    couples.recorded(rows, random, family, born=(1942, 1958), children=1, husband_died=day(random, 2024, 2025))


def divorced(rows, random, family):
    """离婚, the only child died."""
    couples.recorded(rows, random, family, born=(1955, 1972), children=1, child_died=lately(random), divorced=True)


def turns_sixty_this_year(rows, random, family):
    """Birthdays on the edges of the year, 29 February among them."""
    born = random.choice([date(1966, 1, 1), date(1966, 12, 31), date(1965, 12, 31), date(1967, 1, 1), date(1964, 2, 29)])
    couples.recorded(rows, random, family, born=(born.year, born.year), children=1, husband_born=born)


def child_not_fully_recorded(rows, random, family):
    """Whether the birth was within policy, or what became of the child, was never recorded."""
    if random.random() < 0.5:
        couples.recorded(rows, random, family, born=(1952, 1965), children=1, within=(None,))
    else:
        couples.recorded(rows, random, family, born=(1952, 1972), children=1, child_died=UNKNOWN)


def hukou_not_recorded(rows, random, family):
    """Nobody wrote down the kind of hukou."""
    couples.recorded(rows, random, family, born=(1952, 1965), children=1, hukou=UNKNOWN)


def became_urban(rows, random, family):
    """农转非 some years ago."""
    couples.recorded(rows, random, family, born=(1952, 1966), children=1, became_urban=lately(random))


def adopted_after_loss(rows, random, family):
    """The only child died; a child was adopted later, lawfully."""
    couples.recorded(rows, random, family, born=(1958, 1974), children=1, child_died=day(random, 2008, 2020), adopted=lately(random))


def poor_only_child(rows, random, family):
    """低保 and 独生子女户: the uplift of three places, each with its own base."""
    couples.recorded(rows, random, family, born=(1956, 1982), children=1, living=True, statuses=("fp_hardship",))


def poor_two_girls(rows, random, family):
    """低保 and 二女结扎户."""
    couples.recorded(
        rows,
        random,
        family,
        born=(1956, 1980),
        children=2,
        sexes=("female", "female"),
        certificate=False,
        living=True,
        statuses=("fp_hardship", "two_girls_sterilised"),
    )


def no_usable_account(rows, random, family):
    """Owed money, and nowhere to pay it to."""
    couples.recorded(rows, random, family, born=(1950, 1964), children=1, account=False)


KINDS = {
    only_child: 30,
    two_girls: 15,
    young_only_child: 12,
    son_and_daughter: 20,
    out_of_policy: 3,
    bereaved_long_ago: 1,
    bereaved_lately: 1,
    disabled_only_child: 1,
    slightly_disabled_only_child: 1,
    widow: 4,
    died_lately: 2,
    divorced: 0.5,
    turns_sixty_this_year: 2,
    child_not_fully_recorded: 1,
    hukou_not_recorded: 1,
    became_urban: 1,
    adopted_after_loss: 0.5,
    poor_only_child: 1,
    poor_two_girls: 1,
    no_usable_account: 1,
} | claimants.KINDS
