"""Reads a case of the evaluation format: every unusable input is refused with the place where it stands; an absent key is not recorded."""
from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from benefits.rules import choices as register
from benefits.rules import months
from benefits.rules.facts import SCHEME_CODES, STATUS_CODES, TABLES
from benefits.rules.money import SCALE_OF_UNIT, fen
from benefits.rules.sentences import joined, say
from benefits.rules.shapes import (
    Unusable,
    any_object,
    by_year,
    date,
    flag,
    list_of,
    money,
    month,
    null_or,
    one_of,
    place,
    shape,
    text,
    whole_number,
    year,
)  # fmt: skip
from benefits.rules.values import Value, chosen, code

LONGEST_YEARS = 60


@dataclass(frozen=True)
class Case:
    """A case that can be calculated: the input as given, the window, and what it brings along."""

    given: dict
    place: str
    since: months.Month
    until: months.Month
    values: tuple[Value, ...]
    paid: tuple[dict, ...]


def read(given: object, money_names: Mapping[str, tuple[str, ...]]) -> Case:
    """A case, checked through; `money_names` are the amounts a case may bring and their units."""
    CASE(given, "")
    since, until = months.parse(given["from"]), months.parse(given["to"]) + 1
    if until <= since:
        raise Unusable("to", say("不能早于 from。"))
    if until - since > LONGEST_YEARS * 12:
        raise Unusable("to", say("一次最多试算 %(years)s 年。", years=LONGEST_YEARS))
    _check_people(given["household"])
    _check_beneficiaries(given)
    values = tuple(_value(value, f"values[{n}]", money_names) for n, value in enumerate(given.get("values", ())))
    for name, reading in given.get("choices", {}).items():
        if why := register.why_not(name, reading):
            raise Unusable(f"choices.{name}", why)
    paid = tuple(_paid(row, f"paid[{n}]") for n, row in enumerate(given.get("paid", ())))
    place = code(given["place"])
    return Case(given, place, since, until, (*values, *chosen(given.get("choices", {}), place)), paid)


_GRADE = one_of(1, 2, 3, 4)
_SCHEME = one_of(*SCHEME_CODES)
_UNTIL = null_or(date)


def _options(table, column):
    return one_of(*TABLES[table].columns[column].options)


MEMBER = shape(
    ("id",),
    id=text, name=text, home=flag, sex=_options("persons", "sex"), born=date, died=null_or(date),
    hukou=list_of(shape(since=date, until=_UNTIL, kind=_options("hukou", "kind"), place=null_or(place))),
    disability=list_of(shape(since=date, until=_UNTIL, grade=_GRADE, kind=_options("disability", "kind"), lost_labour=flag, certified=flag)),
    complication=list_of(shape(since=date, until=_UNTIL, grade=_GRADE, certified=flag)),
    school=list_of(shape(since=date, until=_UNTIL, stage=one_of("primary", "junior", "senior", "vocational", "university"))),
    admission=list_of(shape(on=date, level=one_of("bachelor", "associate"), full_time=flag)),
    exams=list_of(shape(on=date, kind=one_of("senior_entrance"))),
    post=list_of(shape(since=date, until=_UNTIL, kind=one_of("village_fp_director"))),
)  # fmt: skip
HOUSEHOLD = shape(
    ("members",),
    members=list_of(MEMBER),
    couples=list_of(shape(husband=text, wife=text, married=date, ended=null_or(date), how=null_or(one_of("divorced", "widowed")))),
    children=list_of(shape(
        child=text, parents=list_of(text), origin=_options("children", "origin"), since=null_or(date), within_policy=flag,
        custody=null_or(text),
    )),
    certificates=list_of(shape(kind=one_of("only_child"), holder=text, issued=date, number=text)),
    minimum_living=list_of(shape(since=date, until=_UNTIL, kind=_options("allowances", "kind"), members=list_of(text), subsidy_month=money)),
    status=list_of(shape(("kind",), kind=one_of(*STATUS_CODES), since=date, until=_UNTIL, on=date)),
    confirmations=list_of(shape(("scheme", "beneficiary"), scheme=_SCHEME, beneficiary=text, on=date)),
    income=list_of(shape(("year",), year=year, other_per_person_month=money)),
    housing=shape(urban_area_per_person=money, middle_lower_income=flag),
    medical=list_of(shape(("year",), year=year, member=text, own_compliant_cost=money)),
    poverty_grants=list_of(shape(on=date, kind=one_of("industry", "materials"), standard=money)),
    support_received=list_of(shape(("year",), year=year, amount=money)),
    project_grants=list_of(shape(("on", "development_fund", "amount"), on=date, development_fund=flag, amount=money)),
)  # fmt: skip
CASE = shape(
    ("place", "from", "to", "household"),
    id=text, place=place, from_=month, to=month, household=HOUSEHOLD,
    village=shape(place=place, poor=flag, income_per_person=by_year(money), out_of_policy_births=by_year(whole_number), support_standard=money),
    values=list_of(shape(("place", "name", "since", "value", "unit", "cite"), place=place, name=text, since=date, until=_UNTIL, value=money,
                        unit=one_of(*SCALE_OF_UNIT), cite=text, clause=text)),
    choices=any_object,
    paid=list_of(shape(("scheme", "beneficiary", "from", "to", "amount"), scheme=_SCHEME, beneficiary=text, from_=month, to=month, amount=money)),
)  # fmt: skip


def _check_people(household):
    """Identities are unique, whoever is named is a member, and nobody dies before birth."""
    seen = set()
    for n, member in enumerate(household["members"]):
        at = f"household.members[{n}]"
        if member["id"] in seen or member["id"] == "household":
            raise Unusable(f"{at}.id", say("“%(name)s”已经用过，请另取一个。", name=member["id"]))
        seen.add(member["id"])
        if isinstance(member.get("died"), str) and member["died"] < member.get("born", member["died"]):
            raise Unusable(f"{at}.died", say("去世日期不能早于出生日期。"))

    def known(who, at):
        if who is not None and who not in seen:
            raise Unusable(at, say("成员中没有“%(name)s”。", name=who))

    for key, roles in (("couples", ("husband", "wife")), ("children", ("child", "custody")), ("certificates", ("holder",)), ("medical", ("member",))):
        for n, row in enumerate(household.get(key, ())):
            for role in roles:
                known(row.get(role), f"household.{key}[{n}].{role}")
    for key, role in (("children", "parents"), ("minimum_living", "members")):
        for n, row in enumerate(household.get(key, ())):
            for i, who in enumerate(row.get(role, ())):
                known(who, f"household.{key}[{n}].{role}[{i}]")
                if who in row[role][:i]:
                    raise Unusable(f"household.{key}[{n}].{role}[{i}]", say("“%(name)s”重复。", name=who))
    for n, row in enumerate(household.get("couples", ())):
        if "wife" in row and row.get("husband") == row["wife"]:
            raise Unusable(f"household.couples[{n}].wife", say("夫妻不能是同一人。"))
    for n, row in enumerate(household.get("children", ())):
        if row.get("child") in row.get("parents", ()):
            raise Unusable(f"household.children[{n}].parents", say("本人不能是自己的父母。"))


def _check_beneficiaries(given):
    people = {member["id"] for member in given["household"]["members"]}
    rows = [(row, f"household.confirmations[{n}]") for n, row in enumerate(given["household"].get("confirmations", ()))]
    for row, at in rows + [(row, f"paid[{n}]") for n, row in enumerate(given.get("paid", ()))]:
        who = row["beneficiary"]
        couple = re.fullmatch(r"couple:(.+)\+(.+)", who)
        if not (who in people or who in ("household", "village") or (couple and set(couple.groups()) <= people)):
            raise Unusable(f"{at}.beneficiary", say("没有“%(name)s”这个对象，可写成员、household、couple:夫+妻或 village。", name=who))


def _value(row, at, money_names) -> Value:
    units = money_names.get(row["name"])
    if units is None:
        raise Unusable(f"{at}.name", say("没有名为“%(name)s”的政策数值。", name=row["name"]))
    if row["unit"] not in units:
        raise Unusable(f"{at}.unit", say("“%(name)s”的单位应是：%(units)s。", name=row["name"], units=joined("、", units)))
    until = row.get("until")
    return Value(
        place=row["place"], name=row["name"], since=datetime.date.fromisoformat(row["since"]),
        until=until and datetime.date.fromisoformat(until), value=row["value"], unit=row["unit"], cite=row["cite"], clause=row.get("clause", ""),
        quality="brought", scheme=row["name"].split(".")[0] if "." in row["name"] else "",
    )  # fmt: skip


def _paid(row, at) -> dict:
    if months.parse(row["to"]) < months.parse(row["from"]):
        raise Unusable(f"{at}.to", say("不能早于 from。"))
    return row | {"from": months.parse(row["from"]), "to": months.parse(row["to"]), "fen": fen(row["amount"])}
