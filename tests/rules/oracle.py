"""A second reading of the schemes: plain Python, one person and one month at a time, straight from the documents.

It shares nothing with the product but the rulings of the register of policy choices (defaults unless the case says otherwise) and the figures,
which are written out here again. It knows no "unknown": every fact has to be there.
"""
from fractions import Fraction

from tests.rules import oracle_guiyang
from tests.rules.oracle_cities import Cities
from tests.rules.oracle_family import NoValue, half_up, months_of
from tests.rules.oracle_national import SPECIAL, National


class Reading(National, Cities):
    """One complete case."""


def _whole_years(months):
    return [year for year in sorted({year for year, _ in months}) if all((year, n) in months for n in range(1, 13))]


def rights(case):
    """{(scheme, beneficiary): months} of what is granted without an amount."""
    reading, found = Reading(case), {}
    for month in months_of(case):
        met = [("welfare_fund_relief", "household")] if reading.welfare(month) else []
        met += [("minimum_living_referral", "household")] if reading.referral(month) else []
        for who in reading.people:
            met += [("village_director_allowance", who)] if reading.village_director(who, month) else []
            met += [("exam_bonus", who)] if reading.exam_bonus(who, month) else []
            met += [("new_undergraduate_relief", who)] if reading.undergraduate(who, month) else []
        for key in met:
            found[key] = found.get(key, 0) + 1
    months = list(months_of(case))
    return found | oracle_guiyang.rights(reading, months, _whole_years(months))


def amounts(case):
    """{(scheme, beneficiary): fen, or None where a figure is missing} over the window; what is not given is absent."""
    reading, found = Reading(case), {}
    months = list(months_of(case))
    years = _whole_years(months)
    for who in reading.people:
        higher = reading.choices["PC-24"] == "higher_of"
        for scheme in SPECIAL:
            met = [month for month in months if reading.special(who, month, scheme) and not (higher and reading.reward_wins(who, month[0]))]
            _put(found, scheme, who, met, lambda month, who=who, scheme=scheme: reading.special_rate(who, month, scheme))
        if complication := sum(reading.complication(who, month) for month in months):
            found["surgical_complication_assistance", who] = complication * 100
        if allowance := sum(reading.only_child_allowance(who, month) for month in months):
            found["only_child_parent_allowance", who] = allowance * 100
        yearly = reading.choices["PC-11"] != "monthly" and reading.place.startswith("5201")
        uplift = _uplift(reading, who, [month for month in months if not yearly or month[0] in years], yearly)
        if uplift != 0:
            found["minimum_living_uplift", who] = uplift
        total = 0
        for year in years:
            special = any(reading.special(who, (year, n), scheme) for n in range(1, 13) for scheme in SPECIAL)
            due = reading.reward_months(who, year)
            if higher and due and special and not reading.reward_wins(who, year):
                continue
            if due and not (special and reading.choices["PC-24"] == "special_only"):
                total += half_up(Fraction(reading.reward_rate(year) * 100 * len(due), 12))
        if total:
            found["rural_reward", who] = total
    for year in years:
        for who, yuan in reading.premium(year).items():
            found["medical_premium_subsidy", who] = found.get(("medical_premium_subsidy", who), 0) + half_up(yuan * 100)
    for month in months:
        for key, yuan in reading.couples_one_offs(month).items():
            found[key] = found.get(key, 0) + yuan * 100
        for who, yuan in reading.bereavement(month).items():
            found["bereavement_lump_sum", who] = found.get(("bereavement_lump_sum", who), 0) + half_up(yuan * 100)
    inside = [row for row in reading.household.get("project_grants", ()) if tuple(map(int, row["on"][:7].split("-"))) in set(months)]
    if inside:
        found["project_grant", "household"] = sum(half_up(Fraction(row["amount"]) * 100) for row in inside)
    return found | oracle_guiyang.amounts(reading, months, years)


def _put(found, scheme, who, met, rate):
    """Months of whole-yuan rates add up exactly; months without a figure are left out and noted."""
    for month in met:
        try:
            found[scheme, who] = (found.get((scheme, who)) or 0) + rate(month) * 100
        except NoValue:
            found.setdefault((scheme, who, "unknown"), True)


def _uplift(reading, who, months, yearly):
    """Fen: months at one rate are added exactly and rounded once, anew each year and each time the rate changes."""
    runs, missing_years = [], set()
    for month in months:
        try:
            rate = reading.uplift(who, month)
        except NoValue:
            missing_years.add(month[0])
            continue
        if rate is None or rate == 0:
            continue
        last = runs[-1] if runs else None
        joins = last and last["rate"] == rate and last["end"] == (month[0] * 12 + month[1] - 1) and (month[1] != 1 or (rate * 100).denominator == 1)
        if joins:
            last["months"] += 1
        else:
            runs.append({"rate": rate, "months": 1, "year": month[0]})
            last = runs[-1]
        last["end"] = month[0] * 12 + month[1]
    return sum(half_up(run["rate"] * 100 * run["months"]) for run in runs if not (yearly and run["year"] in missing_years))
