"""Reads a case of the evaluation format: every unusable input is refused with the place where it stands; an absent key is not recorded."""
from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benefits.rules import choices as register
from benefits.rules import months
from benefits.rules.facts import SCHEME_CODES, STATUS_CODES, TABLES
from benefits.rules.money import SCALE_OF_UNIT, fen
from benefits.rules.values import Value, chosen, code


class Unusable(Exception):
    """An input that cannot be calculated: `place` in the input and a `sentence` that says what is wrong and what to write."""

    def __init__(self, place: str, sentence: str):
        super().__init__(f"{place}：{sentence}")
        self.place, self.sentence = place, sentence


Check = Callable[[object, str], None]
YEARS = (1850, 2150)
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
        raise Unusable("to", "不能早于 from。")
    if until - since > LONGEST_YEARS * 12:
        raise Unusable("to", f"一次最多试算 {LONGEST_YEARS} 年。")
    _check_people(given["household"])
    _check_beneficiaries(given)
    values = tuple(_value(value, f"values[{n}]", money_names) for n, value in enumerate(given.get("values", ())))
    for name, reading in given.get("choices", {}).items():
        if why := register.why_not(name, reading):
            raise Unusable(f"choices.{name}", why)
    paid = tuple(_paid(row, f"paid[{n}]") for n, row in enumerate(given.get("paid", ())))
    place = code(given["place"])
    return Case(given, place, since, until, (*values, *chosen(given.get("choices", {}), place)), paid)


def _text(value, at):
    if not isinstance(value, str) or not value.strip():
        raise Unusable(at, "应是文字，且不能为空。")


def _date(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise Unusable(at, "日期应写成 2013-06-09 的样子。")
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise Unusable(at, f"没有 {value} 这一天，请核对日期。") from None
    _in_range(int(value[:4]), at)


def _in_range(year, at):
    if not YEARS[0] <= year <= YEARS[1]:
        raise Unusable(at, f"年份应在 {YEARS[0]} 至 {YEARS[1]} 之间，请核对。")


def _month(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value):
        raise Unusable(at, "月份应写成 2013-06 的样子。")
    _in_range(int(value[:4]), at)


def _year(value, at):
    if type(value) is not int:
        raise Unusable(at, "年份应是 2013 这样的整数。")
    _in_range(value, at)


def _money(value, at):
    try:
        fen(value)
    except ValueError:
        raise Unusable(at, "金额应是带两位小数的文字，单位元，如 \"960.00\"。") from None


def _flag(value, at):
    if not isinstance(value, bool):
        raise Unusable(at, "应是 true 或 false。")


def _place(value, at):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{6,12}", value):
        raise Unusable(at, "区划代码应是 6 至 12 位数字。")


def _one_of(*words) -> Check:
    def check(value, at):
        if type(value) is not type(words[0]) or value not in words:
            raise Unusable(at, f"没有“{value}”，可用：{'、'.join(str(word) for word in words)}。")

    return check


def _null_or(inner: Check) -> Check:
    def check(value, at):
        if value is not None:
            inner(value, at)

    return check


def _list(inner: Check) -> Check:
    def check(value, at):
        if not isinstance(value, list):
            raise Unusable(at, "应是列表。")
        for n, item in enumerate(value):
            inner(item, f"{at}[{n}]")

    return check


def _yearly(inner: Check) -> Check:
    def check(value, at):
        if not isinstance(value, dict):
            raise Unusable(at, "应按年份列出，如 {\"2013\": …}。")
        for year, item in value.items():
            if not re.fullmatch(r"[0-9]{4}", year):
                raise Unusable(f"{at}.{year}", "年份应是四位数字。")
            inner(item, f"{at}.{year}")

    return check


def _count(value, at):
    if type(value) is not int or value < 0:
        raise Unusable(at, "应是不小于 0 的整数。")


def _anything(value, at):
    if not isinstance(value, dict):
        raise Unusable(at, "应按选项编号列出。")


def _shape(required: tuple[str, ...] = (), **keys: Check) -> Check:
    """An object with these keys and no others."""
    keys = {name.rstrip("_"): check for name, check in keys.items()}

    def check(value, at):
        if not isinstance(value, dict):
            raise Unusable(at or "case", "应是一组带名称的项目。")
        dot = f"{at}." if at else ""
        for name in value:
            if name not in keys:
                raise Unusable(f"{dot}{name}", "没有这个项目，请核对名称。")
        for name in required:
            if name not in value:
                raise Unusable(f"{dot}{name}", "缺少这一项。")
        for name, item in value.items():
            keys[name](item, f"{dot}{name}")
        for begin, end in (("since", "until"), ("married", "ended")):
            both = value.get(begin), value.get(end)
            if all(isinstance(day, str) for day in both) and (both[1] <= both[0] if end == "until" else both[1] < both[0]):
                raise Unusable(f"{dot}{end}", f"应晚于 {begin}。")

    return check


_GRADE = _one_of(1, 2, 3, 4)
_SCHEME = _one_of(*SCHEME_CODES)
_UNTIL = _null_or(_date)


def _options(table, column):
    return _one_of(*TABLES[table].columns[column].options)


MEMBER = _shape(
    ("id",),
    id=_text, name=_text, sex=_options("persons", "sex"), born=_date, died=_null_or(_date),
    hukou=_list(_shape(since=_date, until=_UNTIL, kind=_options("hukou", "kind"), place=_null_or(_place))),
    disability=_list(_shape(since=_date, until=_UNTIL, grade=_GRADE, kind=_options("disability", "kind"), lost_labour=_flag, certified=_flag)),
    complication=_list(_shape(since=_date, until=_UNTIL, grade=_GRADE, certified=_flag)),
    school=_list(_shape(since=_date, until=_UNTIL, stage=_one_of("primary", "junior", "senior", "vocational", "university"))),
    admission=_list(_shape(on=_date, level=_one_of("bachelor", "associate"), full_time=_flag)),
    exams=_list(_shape(on=_date, kind=_one_of("senior_entrance"))),
    post=_list(_shape(since=_date, until=_UNTIL, kind=_one_of("village_fp_director"))),
)  # fmt: skip
HOUSEHOLD = _shape(
    ("members",),
    members=_list(MEMBER),
    couples=_list(_shape(husband=_text, wife=_text, married=_date, ended=_null_or(_date), how=_null_or(_one_of("divorced", "widowed")))),
    children=_list(_shape(
        child=_text, parents=_list(_text), origin=_options("children", "origin"), since=_null_or(_date), within_policy=_flag,
        custody=_null_or(_text),
    )),
    certificates=_list(_shape(kind=_one_of("only_child"), holder=_text, issued=_date, number=_text)),
    minimum_living=_list(_shape(since=_date, until=_UNTIL, kind=_options("allowances", "kind"), members=_list(_text), subsidy_month=_money)),
    status=_list(_shape(("kind",), kind=_one_of(*STATUS_CODES), since=_date, until=_UNTIL, on=_date)),
    confirmations=_list(_shape(("scheme", "beneficiary"), scheme=_SCHEME, beneficiary=_text, on=_date)),
    income=_list(_shape(("year",), year=_year, other_per_person_month=_money)),
    housing=_shape(urban_area_per_person=_money, middle_lower_income=_flag),
    medical=_list(_shape(("year",), year=_year, member=_text, own_compliant_cost=_money)),
    poverty_grants=_list(_shape(on=_date, kind=_one_of("industry", "materials"), standard=_money)),
    support_received=_list(_shape(("year",), year=_year, amount=_money)),
)  # fmt: skip
CASE = _shape(
    ("place", "from", "to", "household"),
    id=_text, place=_place, from_=_month, to=_month, household=HOUSEHOLD,
    village=_shape(place=_place, poor=_flag, income_per_person=_yearly(_money), out_of_policy_births=_yearly(_count), support_standard=_money),
    values=_list(_shape(("place", "name", "since", "value", "unit", "cite"), place=_place, name=_text, since=_date, until=_UNTIL, value=_money,
                        unit=_one_of(*SCALE_OF_UNIT), cite=_text, clause=_text)),
    choices=_anything,
    paid=_list(_shape(("scheme", "beneficiary", "from", "to", "amount"), scheme=_SCHEME, beneficiary=_text, from_=_month, to=_month, amount=_money)),
)  # fmt: skip


def _check_people(household):
    """Identities are unique, whoever is named is a member, and nobody dies before birth."""
    seen = set()
    for n, member in enumerate(household["members"]):
        at = f"household.members[{n}]"
        if member["id"] in seen or member["id"] == "household":
            raise Unusable(f"{at}.id", f"“{member['id']}”已经用过，请另取一个。")
        seen.add(member["id"])
        if isinstance(member.get("died"), str) and member["died"] < member.get("born", member["died"]):
            raise Unusable(f"{at}.died", "去世日期不能早于出生日期。")

    def known(who, at):
        if who is not None and who not in seen:
            raise Unusable(at, f"成员中没有“{who}”。")

    for key, roles in (("couples", ("husband", "wife")), ("children", ("child", "custody")), ("certificates", ("holder",)), ("medical", ("member",))):
        for n, row in enumerate(household.get(key, ())):
            for role in roles:
                known(row.get(role), f"household.{key}[{n}].{role}")
    for key, role in (("children", "parents"), ("minimum_living", "members")):
        for n, row in enumerate(household.get(key, ())):
            for i, who in enumerate(row.get(role, ())):
                known(who, f"household.{key}[{n}].{role}[{i}]")
                if who in row[role][:i]:
                    raise Unusable(f"household.{key}[{n}].{role}[{i}]", f"“{who}”重复。")
    for n, row in enumerate(household.get("couples", ())):
        if "wife" in row and row.get("husband") == row["wife"]:
            raise Unusable(f"household.couples[{n}].wife", "夫妻不能是同一人。")
    for n, row in enumerate(household.get("children", ())):
        if row.get("child") in row.get("parents", ()):
            raise Unusable(f"household.children[{n}].parents", "本人不能是自己的父母。")


def _check_beneficiaries(given):
    people = {member["id"] for member in given["household"]["members"]}
    rows = [(row, f"household.confirmations[{n}]") for n, row in enumerate(given["household"].get("confirmations", ()))]
    for row, at in rows + [(row, f"paid[{n}]") for n, row in enumerate(given.get("paid", ()))]:
        who = row["beneficiary"]
        couple = re.fullmatch(r"couple:(.+)\+(.+)", who)
        if not (who in people or who in ("household", "village") or (couple and set(couple.groups()) <= people)):
            raise Unusable(f"{at}.beneficiary", f"没有“{who}”这个对象，可写成员、household、couple:夫+妻或 village。")


def _value(row, at, money_names) -> Value:
    units = money_names.get(row["name"])
    if units is None:
        raise Unusable(f"{at}.name", f"没有名为“{row['name']}”的政策数值。")
    if row["unit"] not in units:
        raise Unusable(f"{at}.unit", f"“{row['name']}”的单位应是：{'、'.join(units)}。")
    until = row.get("until")
    return Value(
        place=row["place"], name=row["name"], since=datetime.date.fromisoformat(row["since"]),
        until=until and datetime.date.fromisoformat(until), value=row["value"], unit=row["unit"], cite=row["cite"], clause=row.get("clause", ""),
        quality="brought", scheme=row["name"].split(".")[0] if "." in row["name"] else "",
    )  # fmt: skip


def _paid(row, at) -> dict:
    if months.parse(row["to"]) < months.parse(row["from"]):
        raise Unusable(f"{at}.to", "不能早于 from。")
    return row | {"from": months.parse(row["from"]), "to": months.parse(row["to"]), "fen": fen(row["amount"])}
