"""The tables of facts of one case: absent keys become unrecorded columns and lists."""
from __future__ import annotations

import datetime
import re

import numpy as np

from benefits.rules import facts, months
from benefits.rules.case import Case
from benefits.rules.facts import TABLES
from benefits.rules.money import fen
from benefits.rules.values import code

HERE, NOBODY = 0, -1


def of_case(case: Case) -> dict[str, np.ndarray]:
    """A batch of one household; the persons are in the order of `members`."""
    household = case.given["household"]
    row = {member["id"]: n for n, member in enumerate(household["members"])}
    complete = _named(household)
    rows = {name: [] for name in TABLES}
    rows["households"].append(_household(case, household))
    for n, member in enumerate(household["members"]):
        rows["persons"].append(_person(n, member, complete))
        _add_facts_of(rows, n, member)
    _add_relations(rows, household, row, complete)
    _add_allowances(rows, household, row)
    _add_papers(rows, household, row, complete)
    _add_facts_of_household(rows, household)
    _add_village(rows, case.given.get("village"), case)
    _add_decisions(rows, case, row)
    return {name: _array(name, entries) for name, entries in rows.items()}


def _household(case, household):
    housing = household.get("housing", {})
    lists = ("minimum_living", "status", "income", "poverty_grants", "support_received")
    return {f"{name}_recorded": name in household for name in lists} | {
        "id": 0, "place": int(case.place), "village_recorded": "village" in case.given,
        "urban_area_per_person": _fen(housing, "urban_area_per_person"), "middle_lower_income": housing.get("middle_lower_income"),
    }  # fmt: skip


def _is_home(member):
    """Whether the member's own claims are calculated in this household; nothing said means yes."""
    return member.get("home", True)


def _person(n, member, complete):
    lists = {name: name in member for name in (*_FACTS_OF_PERSON, "hukou")}
    lists |= complete | {"parents": complete["children"]}
    return {f"{name}_recorded": recorded for name, recorded in lists.items()} | {
        "id": n, "household": 0, "own": _is_home(member), "sex": member.get("sex"), "born": member.get("born"), "died": _end(member, "died"),
    }  # fmt: skip


_FACTS_OF_PERSON = {
    "disability": ("since", "grade", "kind", "lost_labour", "certified"),
    "complication": ("since", "grade", "certified"),
    "school": ("since", "stage"),
    "admission": ("on", "level", "full_time"),
    "exams": ("on", "kind"),
    "post": ("since", "kind"),
}


def _add_facts_of(rows, n, member):
    for entry in member.get("hukou", ()):
        place = int(code(entry["place"])) if entry.get("place") else HERE
        rows["hukou"].append(_pick(entry, "since", "kind") | {"person": n, "until": _end(entry), "place": place})
    for name, columns in _FACTS_OF_PERSON.items():
        for entry in member.get(name, ()):
            rows[name].append(_pick(entry, *columns) | {"person": n, "until": _end(entry)})


def _add_relations(rows, household, row, complete):
    for couple in household.get("couples", ()) if complete["couples"] else ():
        how = couple.get("how") if couple.get("how") or "how" not in couple else "none"
        rows["couples"].append({
            "husband": row[couple["husband"]], "wife": row[couple["wife"]],
            "married": couple.get("married"), "ended": _end(couple, "ended"), "how": how,
        })  # fmt: skip
    for relation in household.get("children", ()) if complete["children"] else ():
        since = relation.get("since") if relation.get("since") or "since" not in relation else -months.FOREVER
        custody = row.get(relation["custody"], -1) if "custody" in relation else None
        for parent in relation["parents"]:
            rows["children"].append(_pick(relation, "origin", "within_policy") | {
                "child": row[relation["child"]], "parent": row[parent], "since": since, "custody": custody,
            })  # fmt: skip


def _add_allowances(rows, household, row):
    for period in household.get("minimum_living", ()):
        for who in period.get("members", row):
            included = True if "members" in period else None
            rows["allowances"].append(_pick(period, "since", "kind") | {
                "person": row[who], "included": included, "until": _end(period), "subsidy": _fen(period, "subsidy_month"),
            })  # fmt: skip


def _add_papers(rows, household, row, complete):
    """Certificates and medical costs count where the person is at home, as in the tables of a county."""
    at_home = {member["id"] for member in household["members"] if _is_home(member)}
    for entry in household.get("certificates", ()) if complete["certificates"] else ():
        if entry["holder"] in at_home:
            rows["certificates"].append(_pick(entry, "kind", "issued") | {"person": row[entry["holder"]]})
    for entry in household.get("medical", ()) if complete["medical"] else ():
        if entry["member"] in at_home:
            cost = _fen(entry, "own_compliant_cost")
            rows["medical"].append({"person": row[entry["member"]], "year": entry["year"], "own_compliant_cost": cost})


def _add_facts_of_household(rows, household):
    for status in household.get("status", ()):
        rows["status"].append({"household": 0, "kind": status["kind"], "since": status.get("since", status.get("on")), "until": _end(status)})
    for income in household.get("income", ()):
        rows["incomes"].append({"household": 0, "year": income["year"], "other": _fen(income, "other_per_person_month")})
    for grant in household.get("poverty_grants", ()):
        rows["poverty_grants"].append(_pick(grant, "on", "kind") | {"household": 0, "standard": _fen(grant, "standard")})
    for grant in household.get("project_grants", ()):
        rows["project_grants"].append(_pick(grant, "on", "development_fund") | {"household": 0, "amount": _fen(grant, "amount")})
    for support in household.get("support_received", ()):
        rows["support_received"].append({"household": 0, "year": support["year"], "amount": _fen(support, "amount")})


def _add_village(rows, village, case):
    """The village of the household; what is not given of it is not recorded."""
    village = village or {}
    rows["villages"].append(_pick(village, "poor") | {
        "household": 0, "own": True, "place": int(code(village.get("place", case.place))), "support_standard": _fen(village, "support_standard"),
    })  # fmt: skip
    income, births = village.get("income_per_person", {}), village.get("out_of_policy_births", {})
    for year in sorted({*income, *births}):
        rows["village_years"].append({
            "village": 0, "year": int(year), "income_per_person": _fen(income, year), "out_of_policy_births": births.get(year),
        })  # fmt: skip


def _add_decisions(rows, case, row):
    """Confirmations, and what was given once outside the window."""
    couples = {}
    for n, couple in enumerate(rows["couples"]):
        couples.setdefault((couple["husband"], couple["wife"]), n)

    def of(who):
        pair = None if who in row else re.fullmatch(r"couple:(.+)\+(.+)", who)
        couple = couples.get(tuple(row[part] for part in pair.groups()), NOBODY) if pair else NOBODY
        return {"household": 0, "person": row.get(who, NOBODY), "couple": couple} if couple != NOBODY or not pair else None

    for confirmation in case.given["household"].get("confirmations", ()):
        if whose := of(confirmation["beneficiary"]):
            rows["confirmations"].append(whose | {"scheme": confirmation["scheme"], "on": confirmation.get("on")})
    for paid in case.paid:
        whose = of(paid["beneficiary"])
        if whose and (paid["to"] < case.since or paid["from"] >= case.until):
            rows["given"].append(whose | {"scheme": paid["scheme"], "month": paid["to"]})


def _named(household) -> dict[str, bool]:
    """Whether a list is there and says of every entry whose it is; with a name left out it is not complete."""
    parts = {"couples": ("husband", "wife"), "children": ("child", "parents"), "certificates": ("holder",), "medical": ("member",)}
    named = {key: key in household and all(part in entry for entry in household[key] for part in names) for key, names in parts.items()}
    return named | {"minimum_living": "minimum_living" in household}


def _fen(entry, key) -> int | None:
    """A figure of two decimals as hundredths; None where it is not recorded."""
    return fen(entry[key]) if key in entry else None


def _pick(entry, *keys):
    return {key: entry.get(key) for key in keys}


def _end(entry, key="until"):
    """A day that ends something; null, and an `until` that is absent, mean not so far; another absent key is not recorded."""
    if entry.get(key) is not None:
        return entry[key]
    return months.FOREVER if key in entry or key == "until" else None


def _array(name: str, entries: list[dict]) -> np.ndarray:
    table = TABLES[name]
    array = np.zeros(len(entries), table.dtype)
    for n, entry in enumerate(entries):
        for column, kind in table.columns.items():
            value = entry[column]
            if kind.nullable:
                array[f"{column}_recorded"][n] = value is not None
            if value is not None:
                array[column][n] = _stored(value, kind)
    return array


def _stored(value, column: facts.Column) -> int:
    if isinstance(value, str) and column.kind == "day":
        return months.day(datetime.date.fromisoformat(value))
    return column.options.index(value) if column.options else int(value)


