"""The tables of facts of one case: absent keys become unrecorded columns and lists."""
from __future__ import annotations

import datetime

import numpy as np

from benefits.rules import facts, months
from benefits.rules.case import Case
from benefits.rules.facts import TABLES
from benefits.rules.money import fen
from benefits.rules.values import code

HERE = 0


def of_case(case: Case) -> dict[str, np.ndarray]:
    """A batch of one household; the persons are in the order of `members`."""
    household = case.given["household"]
    members = household["members"]
    row = {member["id"]: n for n, member in enumerate(members)}
    named = _relations_named(household)
    rows = {name: [] for name in TABLES}
    rows["households"].append({
        "id": 0, "place": int(case.place), "minimum_living_recorded": "minimum_living" in household, "status_recorded": "status" in household,
        "income_recorded": "income" in household,
    })  # fmt: skip
    for n, member in enumerate(members):
        rows["persons"].append({
            "id": n, "household": 0, "own": True, "sex": member.get("sex"), "born": member.get("born"), "died": _end(member, "died"),
            "hukou_recorded": "hukou" in member, "disability_recorded": "disability" in member, "couples_recorded": named["couples"],
            "children_recorded": named["children"], "parents_recorded": named["children"],
            "minimum_living_recorded": "minimum_living" in household,
        })  # fmt: skip
        for entry in member.get("hukou", ()):
            place = int(code(entry["place"])) if entry.get("place") else HERE
            rows["hukou"].append(_pick(entry, "since", "kind") | {"person": n, "until": _end(entry), "place": place})
        for entry in member.get("disability", ()):
            rows["disability"].append(_pick(entry, "since", "grade", "kind", "lost_labour", "certified") | {"person": n, "until": _end(entry)})
    for couple in household.get("couples", ()) if named["couples"] else ():
        how = couple.get("how") if couple.get("how") or "how" not in couple else "none"
        rows["couples"].append({
            "husband": row[couple["husband"]], "wife": row[couple["wife"]],
            "married": couple.get("married"), "ended": _end(couple, "ended"), "how": how,
        })  # fmt: skip
    for relation in household.get("children", ()) if named["children"] else ():
        since = relation.get("since") if relation.get("since") or "since" not in relation else -months.FOREVER
        custody = row.get(relation["custody"], -1) if "custody" in relation else None
        for parent in relation["parents"]:
            rows["children"].append(_pick(relation, "origin", "within_policy") | {
                "child": row[relation["child"]], "parent": row[parent], "since": since, "custody": custody,
            })  # fmt: skip
    for period in household.get("minimum_living", ()):
        subsidy = fen(period["subsidy_month"]) if "subsidy_month" in period else None
        for who in period.get("members", row):
            included = True if "members" in period else None
            rows["allowances"].append(_pick(period, "since", "kind") | {
                "person": row[who], "included": included, "until": _end(period), "subsidy": subsidy,
            })  # fmt: skip
    for status in household.get("status", ()):
        rows["status"].append({"household": 0, "kind": status["kind"], "since": status.get("since", status.get("on")), "until": _end(status)})
    for income in household.get("income", ()):
        other = income.get("other_per_person_month")
        rows["incomes"].append({"household": 0, "year": income["year"], "other": None if other is None else fen(other)})
    for confirmation in household.get("confirmations", ()):
        if confirmation["beneficiary"] in row:
            rows["confirmations"].append({"person": row[confirmation["beneficiary"]], "scheme": confirmation["scheme"], "on": confirmation.get("on")})
    for paid in case.paid:
        outside = paid["to"] < case.since or paid["from"] >= case.until
        if outside and (paid["beneficiary"] in row or paid["beneficiary"] == "household"):
            person = row.get(paid["beneficiary"], -1)
            rows["given"].append({"household": 0, "person": person, "scheme": paid["scheme"], "month": paid["to"]})
    return {name: _array(name, entries) for name, entries in rows.items()}


def _relations_named(household) -> dict[str, bool]:
    """Whether a list of relations is there and names everybody in it; with a name left out it is not complete."""
    parts = {"couples": ("husband", "wife"), "children": ("child", "parents")}
    return {key: key in household and all(part in entry for entry in household[key] for part in names) for key, names in parts.items()}


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


