"""Invented families: the kinds a county's officials meet, edge cases among them.

Each kind is one function that writes its rows; `KINDS` says how often a kind comes up. Everything follows from one seed.
"""
from dataclasses import dataclass
from datetime import date

from benefits.sample import names
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
    _couple_with(rows, random, family, born=(1950, 1965), children=1)


def two_girls(rows, random, family):
    """二女户."""
    _couple_with(rows, random, family, born=(1950, 1965), children=2, sexes=("female", "female"), certificate=False)


def young_only_child(rows, random, family):
    """独生子女户 with parents not yet of age."""
    _couple_with(rows, random, family, born=(1967, 1978), children=1)


def son_and_daughter(rows, random, family):
    """Lawful, and owed nothing by the four conditions."""
    _couple_with(rows, random, family, born=(1950, 1968), children=2, sexes=("male", "female"), certificate=False)


def out_of_policy(rows, random, family):
    """A birth outside the policy of its time."""
    _couple_with(rows, random, family, born=(1950, 1964), children=2, sexes=("female", "female"), certificate=False, within=(True, False))


def bereaved_long_ago(rows, random, family):
    """失独家庭: the only child died before 2013."""
    _couple_with(rows, random, family, born=(1950, 1970), children=1, child_died=day(random, 2004, 2012))


def bereaved_lately(rows, random, family):
    """失独家庭: the only child died within the last two years."""
    _couple_with(rows, random, family, born=(1952, 1974), children=1, child_died=lately(random))


def disabled_only_child(rows, random, family):
    """独生子女伤残, grade one to three."""
    since, kind = day(random, 2006, 2023), random.choice(["physical", "mental", "intellectual", "visual"])
    _couple_with(rows, random, family, born=(1953, 1972), children=1, child_disability=(since, random.randrange(1, 4), kind))


def slightly_disabled_only_child(rows, random, family):
    """独生子女残疾 of grade four: not within the scheme."""
    _couple_with(rows, random, family, born=(1953, 1972), children=1, child_disability=(day(random, 2006, 2023), 4, "hearing"))


def widow(rows, random, family):
    """丧偶, one child."""
    _couple_with(rows, random, family, born=(1948, 1964), children=1, husband_died=day(random, 2008, 2022))


def died_lately(rows, random, family):
    """An 奖扶 recipient who died in the last two years; some of these deaths are found late."""
    _couple_with(rows, random, family, born=(1942, 1958), children=1, husband_died=day(random, 2024, 2025))


def divorced(rows, random, family):
    """离婚, the only child died."""
    _couple_with(rows, random, family, born=(1955, 1972), children=1, child_died=lately(random), divorced=True)


def turns_sixty_this_year(rows, random, family):
    """Birthdays on the edges of the year, 29 February among them."""
    born = random.choice([date(1966, 1, 1), date(1966, 12, 31), date(1965, 12, 31), date(1967, 1, 1), date(1964, 2, 29)])
    _couple_with(rows, random, family, born=(born.year, born.year), children=1, husband_born=born)


def child_not_fully_recorded(rows, random, family):
    """Whether the birth was within policy, or what became of the child, was never recorded."""
    if random.random() < 0.5:
        _couple_with(rows, random, family, born=(1952, 1965), children=1, within=(None,))
    else:
        _couple_with(rows, random, family, born=(1952, 1972), children=1, child_died=UNKNOWN)


def hukou_not_recorded(rows, random, family):
    """Nobody wrote down the kind of hukou."""
    _couple_with(rows, random, family, born=(1952, 1965), children=1, hukou=UNKNOWN)


def became_urban(rows, random, family):
    """农转非 some years ago."""
    _couple_with(rows, random, family, born=(1952, 1966), children=1, became_urban=lately(random))


def adopted_after_loss(rows, random, family):
    """The only child died; a child was adopted later, lawfully."""
    _couple_with(rows, random, family, born=(1958, 1974), children=1, child_died=day(random, 2008, 2020), adopted=lately(random))


def poor_only_child(rows, random, family):
    """低保 and 独生子女户: the uplift of three places, each with its own base."""
    _couple_with(rows, random, family, born=(1956, 1982), children=1, living=True, hardship=True)


def poor_two_girls(rows, random, family):
    """低保 and 二女结扎户."""
    _couple_with(
        rows,
        random,
        family,
        born=(1956, 1980),
        children=2,
        sexes=("female", "female"),
        certificate=False,
        living=True,
        hardship=True,
        sterilised=True,
    )


def no_usable_account(rows, random, family):
    """Owed money, and nowhere to pay it to."""
    _couple_with(rows, random, family, born=(1950, 1964), children=1, account=False)


KINDS = {
    only_child: 24,
    two_girls: 12,
    young_only_child: 12,
    son_and_daughter: 9,
    out_of_policy: 3,
    bereaved_long_ago: 6,
    bereaved_lately: 3,
    disabled_only_child: 5,
    slightly_disabled_only_child: 1,
    widow: 4,
    died_lately: 2,
    divorced: 1,
    turns_sixty_this_year: 2,
    child_not_fully_recorded: 2,
    hukou_not_recorded: 1,
    became_urban: 1,
    adopted_after_loss: 1,
    poor_only_child: 6,
    poor_two_girls: 3,
    no_usable_account: 1,
}

_BANKS = ["农商银行", "邮政储蓄银行", "农业银行"]


def _couple_with(
    rows,
    random,
    family,
    *,
    born,
    children,
    sexes=None,
    within=(True, True),
    certificate=True,
    husband_born=None,
    husband_died=None,
    child_died=None,
    child_disability=None,
    hukou=None,
    became_urban=None,
    adopted=None,
    divorced=False,
    living=False,
    hardship=False,
    sterilised=False,
    account=True,
):
    husband_born = husband_born or day(random, *born)
    wife_born = day(random, husband_born.year, husband_born.year + 4)
    kind = hukou or ("urban" if random.random() < (0.45 if family.urban else 0.08) else "rural")
    his_name, her_name = names.adult(random, "male"), names.adult(random, "female")
    husband = rows.person(family, name=his_name, sex="male", born=husband_born, relation="0", died=husband_died, hukou=kind)
    wife = rows.person(family, name=her_name, sex="female", born=wife_born, relation="1", hukou=kind)
    if became_urban:
        _change_hukou(rows, family, (husband, wife), became_urban)
    wedding = date(wife_born.year + 22, 10, 1)
    _marry(rows, family, husband, wife, wedding, husband_died, divorced)
    offspring = _children(rows, random, family, his_name, husband, wife, wedding, children, sexes, within, child_died, child_disability, kind)
    if adopted:
        offspring.append(_adopt(rows, random, family, his_name, husband, wife, adopted))
    if certificate:
        rows.fact("households_certificate", family, date(wedding.year + 3, 6, 1), person_id=wife, kind="only_child", number=f"样例{family.id:06d}")
    else:
        rows.state_none(family, "certificates")
    _findings(rows, random, family, [husband, wife, *offspring], living=living, hardship=hardship, sterilised=sterilised)
    if account:
        _accounts(rows, random, family, [(husband, his_name)] * (not husband_died) + [(wife, her_name)])


def _change_hukou(rows, family, people, on):
    for row in rows.tables["households_hukou"]:
        if row["person_id"] in people:
            row["until"] = on
            row["kind"] = "rural"
    for person in people:
        rows.fact("households_hukou", family, on, person_id=person, kind="urban")


def _marry(rows, family, husband, wife, wedding, husband_died, divorced):
    until, how = (husband_died, "widowed") if husband_died else (date(2010, 6, 1), "divorced") if divorced else (None, None)
    rows.fact("households_marriage", family, wedding, until, husband_id=husband, wife_id=wife, ended_how=how)


def _children(rows, random, family, his_name, husband, wife, wedding, count, sexes, within, died, disability, hukou):
    offspring = []
    for number in range(count):
        sex = sexes[number] if sexes else random.choice(["male", "female"])
        born = day(random, wedding.year + 1 + 4 * number, wedding.year + 2 + 4 * number)
        child = rows.person(
            family,
            name=names.child(random, his_name),
            sex=sex,
            born=born,
            relation="2" if sex == "male" else "3",
            home=False,
            died=max(died, date(born.year + 1, 1, 1)) if isinstance(died, date) else died,
            disability=disability,
            hukou=hukou,
        )
        for parent in (husband, wife):
            rows.fact(
                "households_parentage", family, None, child_id=child, parent_id=parent, origin="birth", within_policy=within[number], custody_id=None
            )
        offspring.append(child)
    return offspring


def _adopt(rows, random, family, his_name, husband, wife, on):
    born = date(on.year - 1, 5, 1)
    child = rows.person(family, name=names.child(random, his_name), sex="female", born=born, relation="3", home=False)
    for parent in (husband, wife):
        rows.fact("households_parentage", family, on, child_id=child, parent_id=parent, origin="adoption", within_policy=True, custody_id=None)
    return child


def _findings(rows, random, family, people, *, living, hardship, sterilised):
    if living:
        row = rows.fact(
            "poverty_minimumliving",
            family,
            day(random, 2016, 2023).replace(day=1),
            household_id=family.id,
            kind="rural",
            subsidy_fen=random.choice([18000, 26000, 31500]),
        )
        for person in people:
            rows.add("poverty_minimumlivingmember", minimum_living_id=row, person_id=person, division_code=family.village)
    else:
        rows.state_none(family, "minimum_living")
    for given, kind in ((hardship, "fp_hardship"), (sterilised, "two_girls_sterilised")):
        if given:
            rows.fact("households_householdstatus", family, date(2012, 1, 1), household_id=family.id, kind=kind)
    if not hardship and not sterilised:
        rows.state_none(family, "status")


def _accounts(rows, random, family, people):
    shared = random.random() < 0.004
    number = None
    for person, name in people:
        number = number if shared and number else "62" + "".join(random.choices("0123456789", k=17))
        rows.account(family, person, name, number=number, bank=random.choice(_BANKS))
