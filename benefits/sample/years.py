"""Villages, places and budgets year by year, invented: clean villages, one with a year missing, some waiting; first secretaries of some."""
from datetime import UTC, date, datetime, timedelta

from accounts.roles import Role

FIRST, LAST = 2020, 2025
_FIGURES = {  # of the last year, in yuan; a year earlier is 6 % less
    "rural_consumption_per_person": 16_900, "urban_consumption_per_person": 29_300, "consumption_per_person": 24_100,
}  # fmt: skip


def write(rows, random, county, villages, posts):
    """The records of a county's villages, its city's figures and its budgets."""
    for order, village in enumerate(villages):
        _village(rows, random, village, order, posts)
        if order % 5 < 2:
            _first_secretary(rows, village, posts)
    for year in range(FIRST, LAST + 1):
        _figures(rows, county, year, posts)
    for year in range(LAST - 2, LAST + 1):
        _budget(rows, county, year, posts)


def _village(rows, random, village, order, posts):
    """The first village of a county never had a birth outside policy, the second is poor and has had none for three years, the third lacks a year."""
    at_desk = village[:9] == posts[Role.TOWNSHIP_CLERK].division_code[:9]
    for year in range(FIRST, LAST + 1):
        births = random.randrange(3, 22)
        outside = int(order > 2 and random.random() < 0.12) or int(order == 1 and year < LAST - 2)
        if (order == 2 and year == LAST - 1) or (at_desk and year == LAST and order > 3):
            continue
        waiting = at_desk and year == LAST and order > 0
        rows.add(
            "poverty_villageyear", division_code=village, births=births, births_outside=outside, births_outside_third=0,
            poor=order % 5 == 1, good_work=None if order % 7 == 6 else outside == 0, income_per_person_fen=100 * random.randrange(14_000, 32_000),
            support_standard_fen=20_000_000 if order % 5 == 1 else None,
            **_stated(year, posts[Role.TOWNSHIP_CLERK], posts[Role.COUNTY_REVIEWER], "村级出生登记簿（样例）", waiting=waiting),
        )  # fmt: skip


def _first_secretary(rows, village, posts):
    """One who left, and the present one."""
    said = {"division_code": village, "unit": "县水利局（样例）", "post": "科员", "source": "选派文件（样例）", "withdrawn_why": ""}
    said |= {"recorded_at": datetime(2024, 5, 20, 2, tzinfo=UTC), "recorded_by_id": posts[Role.TOWNSHIP_CLERK].pk}
    rows.add("poverty_firstsecretary", name="周驻村", since=date(2022, 5, 1), until=date(2024, 5, 1), **said)
    rows.add("poverty_firstsecretary", name="吴驻村", since=date(2024, 5, 1), until=None, **said)


def _figures(rows, county, year, posts):
    """The index of consumption since the first year, by when it has grown by more than 30 %."""
    for order, (figure, yuan) in enumerate(_FIGURES.items()):
        amount_fen = round(yuan * 100 * 94 ** (LAST - year) / 100 ** (LAST - year))
        waiting = year == LAST and figure == "urban_consumption_per_person"
        rows.add(
            "poverty_cityyear", division_code=county, place=county[:4] + "00000000", figure=figure, amount_fen=amount_fen + order,
            **_stated(year, posts[Role.COUNTY_REVIEWER], posts[Role.COUNTY_SIGNER], f"{year} 年统计公报（样例）", waiting=waiting),
        )  # fmt: skip


def _budget(rows, county, year, posts):
    """The programme fund is 7.6 % in one year, and whether money was offset is not recorded in another."""
    operating_fen = 860_000_000 + 1_000_000 * (year - FIRST)
    rows.add(
        "poverty_budgetyear", division_code=county, operating_fen=operating_fen,
        programme_fen=operating_fen * (76 if year == LAST - 1 else 83) // 1000, not_offset=None if year == LAST - 2 else True,
        separately_budgeted=True, paid_in_full=year != LAST - 1,
        **_stated(year, posts[Role.COUNTY_REVIEWER], posts[Role.COUNTY_SIGNER], f"{year} 年部门预算（样例）"),
    )  # fmt: skip


def _stated(year, clerk, confirmer, source, *, waiting=False):
    at = datetime(year + 1, 1, 20, 2, tzinfo=UTC)
    said = {"year": year, "source": source, "revision": 1, "entered_at": at, "entered_by_id": clerk.user_id, "entered_staff_no": clerk.staff_no}
    if waiting:
        return said
    return said | {"confirmed_at": at + timedelta(days=6), "confirmed_by_id": confirmer.user_id, "confirmed_staff_no": confirmer.staff_no}
