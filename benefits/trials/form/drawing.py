"""Cells as the rows a template draws, and what a fact that is missing is called on the page."""
from django.utils.translation import gettext as _

from benefits import rules, wording
from benefits.policies_table import names
from benefits.rules import money
from benefits.rules.registry import money_names
from benefits.trials.form import kinds
from benefits.trials.form.columns import ADULT, BY_NAME, TABLES
from households.cells.typed import row_keys

_INPUT = {"day": "date", "day_or_none": "date", "money": "money"}
_LISTS = {"place": "places", "value_name": "value-names"}
_WIDTHS = {
    "born": "day", "died": "day", "since": "day", "until": "day", "married": "day", "ended": "day", "issued": "day", "on": "day", "sex": "sex-code",
    "state": "state", "home": "state", "grade": "grade", "year": "age-wide",
}  # fmt: skip


def tables(cells):
    """Every table with its rows; ADULT first."""
    members = _members(cells)
    choices = _choices(members)
    return [_table(table, cells, members, choices) for table in (ADULT, *TABLES)]


def where(cell):
    """The cell as a sentence names it: 家庭成员第 1 行出生日期."""
    alone = {"place": _("户籍地区"), "from": _("起始月"), "to": _("截止月")}
    if cell in alone:
        return alone[cell]
    name, number, key = cell.split("-", 2)
    table = BY_NAME[name]
    return _label(table, next((column.label for column in table.columns if column.key == key), ""), int(number) + 1)


def names_of_tables():
    return [table.name for table in (ADULT, *TABLES)]


def members(case):
    """[(name, words)] of the people of a case: sex, year of birth, whether they died."""
    told = []
    for member in case["household"]["members"]:
        sex = {"male": _("男"), "female": _("女")}.get(member.get("sex"), "")
        born = _("%(day)s 出生") % {"day": member["born"]} if "born" in member else _("出生日期未录入")
        died = _("%(day)s 去世") % {"day": member["died"]} if member.get("died") else ""
        home = "" if member.get("home", True) else _("已分户，本人待遇不在本户核定")
        told.append((member.get("name", member["id"]), _("，").join(filter(None, [sex, born, died, home]))))
    return told


def value_names():
    """[(name, words)] of the amounts a case may bring."""
    titles = wording.scheme_titles()
    return [(name, names.title(name, titles)) for name in sorted(money_names())]


def cell_of(item, case):
    """The cell where a missing fact of an answer is entered; "" where it is nobody's cell."""
    if "day" in item:
        return f"value-{len(case.get('values', ()))}-name" if item["fact"] in money_names() else ""
    head, _dot, rest = item["fact"].partition(".")
    row = next((n for n, member in enumerate(case["household"]["members"]) if member.get("name", member["id"]) == item["of"]), None)
    if head in ("sex", "born", "hukou", "died") and row is not None:
        return f"adult-{row}-{'state' if head == 'died' else head}"
    found = [table for table in TABLES if head in (table.key, table.name, table.at.split(".")[0])]
    for table in found:
        if rest in {column.key for column in table.columns}:
            return f"{table.name}-0-{rest}"
    return f"{found[0].name}-0-{found[0].columns[0].key}" if found else ""


def _members(cells):
    """[(row key, its name)] of the rows that have one."""
    rows = [(f"adult-{n}", cells.get(f"adult-{n}-name", "").strip()) for n in row_keys(cells, "adult")]
    return [(key, name) for key, name in rows if name]


def _choices(members):
    numbered = [(key, f"{int(key.split('-')[1]) + 1} {name}") for key, name in members]
    titles = wording.scheme_titles()
    schemes = [(code, titles.get(code, code)) for code in rules.facts.SCHEME_CODES if code in titles]
    return {
        "person": ([], numbered),
        "person_or_none": ([("0", _("0 未分开"))], numbered),
        "beneficiary": ([(kinds.HOUSEHOLD, _("全户")), (kinds.VILLAGE, _("本村"))], numbered),
        "scheme": ([], schemes),
        "unit": ([], [(code, names.unit(code) or code) for code in money.SCALE_OF_UNIT]),
    }


def _table(table, cells, members, choices):
    rows = row_keys(cells, table.name)
    shown = rows and [str(n) for n in range(int(rows[-1]) + 1)]
    none = f"none-{table.name}"
    return {
        "name": table.name,
        "id": "adults" if table is ADULT else f"{table.name}-rows",
        "title": table.title,
        "hint": table.hint,
        "rare": table.rare,
        "single": table.single,
        "of_member": table.of_member,
        "has_none": not table.single and table is not ADULT and table.name not in ("year", "value", "paid"),
        "none": bool(cells.get(none)),
        "filled": bool(rows) or bool(cells.get(none)),
        "columns": [{"label": column.label, "width": _WIDTHS.get(column.key, "")} for column in table.columns],
        "rows": [_row(table, n, cells, choices) for n in shown or (["0", "1"] if table is ADULT else ["0"])],
        "blank": _row(table, "__n__", {}, choices),
    }


def _row(table, n, cells, choices):
    key = f"{table.name}-{n}"
    fresh = not any(name.startswith(f"{key}-") for name in cells)
    no = "__no__" if n == "__n__" else int(n) + 1
    return {
        "n": n,
        "no": no,
        "id": cells.get(f"{key}-id", ""),
        "none": bool(cells.get(f"{key}-none")),
        "key": key,
        "cells": [_cell(table, column, key, cells, choices, fresh, no) for column in table.columns],
    }


def _label(table, label, no):
    return _("%(table)s第 %(no)s 行%(cell)s") % {"table": table.title, "no": no, "cell": label}


def _cell(table, column, key, cells, choices, fresh, no):
    name = f"{key}-{column.key}"
    value = cells.get(name, "")
    kept, options = choices.get(column.kind, ([], []))
    if column.kind == "code":
        options = [(str(at), f"{at} {words}") for at, (_value, words) in enumerate(column.options, 1)]
    if value and value not in dict([*kept, *options]) and column.kind in choices:
        kept = [*kept, (value, value)]
    return {
        "name": name,
        "label": _label(table, column.label, no),
        "value": value,
        "is_choice": column.kind == "code" or column.kind in choices,
        "of_members": column.kind in ("person", "person_or_none", "beneficiary"),
        "kept": kept,
        "options": options,
        "type": _INPUT.get(column.kind, ""),
        "list": _LISTS.get(column.kind, ""),
        "is_number": column.kind in ("money", "whole"),
        "is_digits": column.kind in ("day", "day_or_none", "month", "year", "whole", "people", "place"),
        "preselect": column.preselect if fresh else "",
        "when": column.when or ("none:" if table.of_member and column.key != "who" else ""),
    }
