"""A couple with children as the sample records them: what every kind of family is made of."""
from datetime import date

from benefits.sample import names
from benefits.sample.rows import day, lately

_GROWN_BEFORE = 2008  # children born since live in the family, and are asked for themselves
_BANKS = ["农商银行", "邮政储蓄银行", "农业银行"]


def recorded(
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
    statuses=(),
    account=True,
    husband=None,
    wife=None,
    child=None,
    household=None,
):
    """A couple with what is recorded of them. `husband`, `wife`, `child`: more of what rows.person takes; `household`: {kind: what it says}."""
    husband_born = husband_born or day(random, *born)
    wife_born = day(random, husband_born.year, husband_born.year + 4)
    kind = hukou or ("urban" if random.random() < (0.45 if family.urban else 0.08) else "rural")
    his_name, her_name = names.adult(random, "male"), names.adult(random, "female")
    told = {"relation": "0", "died": husband_died, "hukou": kind} | (husband or {})
    husband = rows.person(family, name=his_name, sex="male", born=husband_born, **told)
    wife = rows.person(family, name=her_name, sex="female", born=wife_born, **{"relation": "1", "hukou": kind} | (wife or {}))
    if became_urban:
        _change_hukou(rows, family, (husband, wife), became_urban)
    wedding = date(wife_born.year + 22, 10, 1)
    _marry(rows, family, husband, wife, wedding, husband_died, divorced)
    told = {"died": child_died, "disability": child_disability, "hukou": kind}
    offspring = _children(rows, random, family, his_name, husband, wife, wedding, children, sexes, within, told, child or {})
    if adopted:
        offspring.append(_adopt(rows, random, family, his_name, husband, wife, adopted))
    if certificate:
        rows.fact("households_certificate", family, date(wedding.year + 3, 6, 1), person_id=wife, kind="only_child", number=f"样例{family.id:06d}")
    else:
        rows.state_none(family, "certificates")
    _findings(rows, random, family, [husband, wife, *offspring], living=living, statuses=statuses)
    _means(rows, family, [husband, wife, *offspring], household or {})
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


def _children(rows, random, family, his_name, husband, wife, wedding, count, sexes, within, told, more):
    """The children, of whom all is `told`; `more` speaks of the last."""
    offspring = []
    for number in range(count):
        sex = sexes[number] if sexes else random.choice(["male", "female"])
        last = more if number == count - 1 else {}
        born = last.get("born") or day(random, wedding.year + 1 + 4 * number, wedding.year + 2 + 4 * number)
        died = told["died"]
        said = {
            "born": born,
            "relation": "2" if sex == "male" else "3",
            "home": born.year > _GROWN_BEFORE,
            "died": max(died, date(born.year + 1, 1, 1)) if isinstance(died, date) else died,
        }
        child = rows.person(family, name=names.child(random, his_name), sex=sex, **told | said | last)
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


def _findings(rows, random, family, people, *, living, statuses):
    if living:
        row = rows.fact(
            "poverty_minimumliving",
            family,
            day(random, 2016, 2023).replace(day=1),
            household_id=family.id,
            kind="rural" if living is True else living,
            subsidy_fen=random.choice([18000, 26000, 31500]),
        )
        for person in people:
            rows.add("poverty_minimumlivingmember", minimum_living_id=row, person_id=person, division_code=family.village)
    else:
        rows.state_none(family, "minimum_living")
    for status in statuses:
        kind, since = status if isinstance(status, tuple) else (status, date(2012, 1, 1))
        rows.fact("households_householdstatus", family, since, household_id=family.id, kind=kind)
    if not statuses:
        rows.state_none(family, "status")
    _registers(rows, random, family, living)


def _registers(rows, random, family, living):
    """Half of the families on 低保 are registered as poor, with who helps them and what a department gave; a few others were. Some came back."""
    if random.random() > (0.5 if living else 0.04):
        rows.state_none(family, "poverty_register")
        return
    since, number = date(2014, 4, 1), f"样例{family.id:08d}"
    said = {"household_id": family.id, "number": number, "attribute": "allowance" if living else "general"}
    cause, out = random.choice(("illness", "schooling", "labour", "skills")), date(random.choice((2017, 2018, 2019)), 12, 1)
    rows.fact("poverty_povertyregistration", family, since, out, **said, cause=cause, status="registered")
    back = date(2022, 6, 1) if family.id % 5 == 0 else None
    rows.fact("poverty_povertyregistration", family, out, back, **said, cause=cause, status="out")
    if back:
        rows.fact("poverty_povertyregistration", family, back, **said, cause=cause, status="returned")
    for year, fen in ((2014, 18_000), (2019, 16_500 if family.id % 7 == 0 else 46_000)):
        rows.fact("households_income", family, date(year, 1, 1), date(year + 1, 1, 1), household_id=family.id, other_fen=fen)
    helper = {"kind": random.choice(("paired", "secretary")), "unit": "县农业农村局（样例）", "name": "周帮扶", "post": "科员"}
    rows.fact("poverty_helper", family, out, household_id=family.id, **helper)
    rows.fact("poverty_support", family, lately(random), household_id=family.id, department="县供销社（样例）", cash_fen=50_000, goods="化肥 2 袋")


def _means(rows, family, people, said):
    """Income, housing, hospital costs and poverty grants: {kind: rows}; of the last two, none is stated where nothing is said."""
    for year, fen in said.get("income", ()):
        rows.fact("households_income", family, date(year, 1, 1), date(year + 1, 1, 1), household_id=family.id, other_fen=fen)
    for since, area, is_lower in said.get("housing", ()):
        rows.fact("households_housing", family, since, household_id=family.id, urban_area=area, middle_lower_income=is_lower)
    for who, year, fen in said.get("medical", ()):
        rows.fact("households_medicalcost", family, date(year, 1, 1), date(year + 1, 1, 1), person_id=people[who], own_fen=fen)
    for since, kind, fen in said.get("grants", ()):
        rows.fact("poverty_grant", family, since, household_id=family.id, kind=kind, standard_fen=fen)
    for who, since, place in said.get("residence", ()):
        rows.fact("households_residence", family, since, person_id=people[who], place=place)
    for kind, name in (("medical", "medical"), ("poverty_grants", "grants")):
        if not said.get(name):
            rows.state_none(family, kind)


def _accounts(rows, random, family, people):
    shared = random.random() < 0.004
    number = None
    for person, name in people:
        number = number if shared and number else "62" + "".join(random.choices("0123456789", k=17))
        rows.account(family, person, name, number=number, bank=random.choice(_BANKS))
