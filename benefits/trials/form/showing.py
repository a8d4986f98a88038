"""A case as the cells that say it: read back, they give the same case."""
from benefits.trials.form import kinds
from benefits.trials.form.columns import ADULT, TABLES
from benefits.trials.form.reading import ON_A_DAY


def cells_of(case):
    """{cell: text} of a case that the rules can read."""
    household = case["household"]
    people = kinds.People({f"adult-{n}": member["id"] for n, member in enumerate(household["members"])})
    cells = {"case_id": case.get("id", ""), "place": case["place"], "from": case["from"], "to": case["to"]}
    for n, member in enumerate(household["members"]):
        cells |= _member(f"adult-{n}", member)
    for table in TABLES:
        if table.of_member:
            cells |= _of_members(table, household["members"], people)
        elif table.name != "year":
            cells |= _list(table, household if table.at.startswith("household.") else case, people)
    cells |= _years(case.get("village", {}))
    cells |= {f"choice-{name}": reading for name, reading in case.get("choices", {}).items()}
    return {name: text for name, text in cells.items() if text != ""}


def _member(key, member):
    cells = {f"{key}-id": member["id"], f"{key}-name": member.get("name", member["id"]), f"{key}-born": member.get("born", "")}
    told = {"home": member.get("home", True)} | ({"sex": member["sex"]} if "sex" in member else {})
    if "died" in member:
        told["state"] = "alive" if member["died"] is None else "dead"
        cells[f"{key}-died"] = member["died"] or ""
    if _from_birth(member):
        told["hukou"] = member["hukou"][0]["kind"]
    return cells | {f"{key}-{name}": kinds.show(ADULT.column(name), value, None) for name, value in told.items()}


def _from_birth(member):
    """Whether the first hukou is said beside the name: it holds from birth, at home, until the next one begins."""
    first, *others = member.get("hukou") or [{}]
    if "kind" not in first or first.get("place") or first.get("since") != member.get("born"):
        return False
    until = first.get("until")
    return until == others[0].get("since") and until is not None if others else until is None


def _of_members(table, members, people):
    cells, n = {}, 0
    empty = [member for member in members if member.get(table.key) == []]
    if empty and all(table.key in member for member in members):
        cells[f"none-{table.name}"], empty = "1", []
    for member in members:
        items = member.get(table.key, [])
        for item in items[1:] if table.key == "hukou" and _from_birth(member) else items:
            cells |= _row(table, f"{table.name}-{n}", {"who": member["id"]} | item, people)
            n += 1
    for member in empty:
        cells |= {f"{table.name}-{n}-who": people.keys[member["id"]], f"{table.name}-{n}-none": "1"}
        n += 1
    return cells


def _list(table, owner, people):
    if table.key not in owner:
        return {}
    if table.single:
        return _row(table, f"{table.name}-0", owner[table.key], people)
    if owner[table.key] == []:
        return {f"none-{table.name}": "1"}
    cells = {}
    for n, item in enumerate(owner[table.key]):
        cells |= _row(table, f"{table.name}-{n}", _told(table, item), people)
    return cells


def _told(table, item):
    """The row without what follows from its other cells."""
    item = dict(item)
    if table.name == "couple" and "ended" in item and item["ended"] is None and "how" in item and item["how"] is None:
        del item["ended"]
    if table.name == "child":
        item |= {f"parent_{n}": parent for n, parent in enumerate(item.pop("parents", ()), 1)}
        if item.get("origin") == "birth" and item.get("since", "") is None:
            del item["since"]
    if table.name == "status" and item["kind"] in ON_A_DAY and "since" in item and "on" not in item:
        item["on"] = item.pop("since")
    return item


def _row(table, key, item, people):
    shown = {column.key: column for column in table.columns}
    cells = {}
    for name, value in item.items():
        if name in shown and not (value is None and shown[name].kind in ("day", "place")):
            cells[f"{key}-{name}"] = kinds.show(shown[name], value, people)
    return cells


def _years(village):
    cells = {}
    years = sorted({*village.get("income_per_person", {}), *village.get("out_of_policy_births", {})})
    for n, year in enumerate(years):
        cells[f"year-{n}-year"] = year
        for name in ("income_per_person", "out_of_policy_births"):
            if year in village.get(name, {}):
                cells[f"year-{n}-{name}"] = str(village[name][year])
    return cells


def canonical(item):
    """A case without what may be left out: an open end, a hukou at home, who is at home, a name that is the id, lists of objects likewise."""
    if isinstance(item, list):
        return [canonical(part) for part in item]
    if not isinstance(item, dict):
        return item
    kept = {key: canonical(value) for key, value in item.items() if not (value is None and key in ("until", "place"))}
    return {key: value for key, value in kept.items() if not (key == "name" and value == item.get("id")) and (key, value) != ("home", True)}
