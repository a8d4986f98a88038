"""What is missing: the unrecorded facts and the policy values nobody stated that leave a rule undecided."""
from __future__ import annotations

from functools import singledispatch

from benefits.rules import expr, facts, months, walking
from benefits.rules.sentences import say
from benefits.rules.view import HOMES, View

KEYS = {
    "allowances": "minimum_living", "marriages": "couples", "kin": "children", "incomes": "income", "households": "housing", "villages": "village",
    "village_years": "village",
}  # fmt: skip
COLUMNS = {"allowances.subsidy": "subsidy_month", "allowances.included": "members", "incomes.other": "other_per_person_month"}


def lacking(node: expr.Node, view: View) -> list[dict]:
    """The unrecorded facts and missing values that leave a node undecided here; none when it is decided."""
    known = view.yes(node) is not None if isinstance(node, expr.Truth) else view.number(node) is not None
    if known:
        return []
    key, said = (node, view.row, view.step), view.said
    if key not in said:
        said[key] = _lacking(node, view)
    return said[key]


@singledispatch
def _lacking(node, view: View) -> list[dict]:
    return [item for part in walking.children(node) for item in lacking(part, view)]


@_lacking.register
def _(node: expr.Fact, view):
    return _missing_column(node, view)


def _missing_column(node: expr.Fact, view) -> list[dict]:
    column = facts.TABLES[{"marriages": "couples", "kin": "children"}.get(node.table, node.table)].columns[node.column]
    table = "" if node.table == "persons" else KEYS.get(node.table, node.table) + "."
    return [_missing(f"{table}{COLUMNS.get(f'{node.table}.{node.column}', node.column)}", view, column.label)]


def _missing(fact: str, view: View, label: str) -> dict:
    of = HOMES.get(view.name, view.name)
    return {"name": f"{fact} of {of}", "fact": fact, "of": of, "text": say("未录入%(whose)s的%(what)s", whose=view.name, what=say(label))}


@_lacking.register
def _(node: expr.Policy, view):
    return [_no_value(node, view, view.month)]


@_lacking.register
def _(node: expr.InMonth, view):
    return [_no_value(node.policy, view, view.month // 12 * 12 + node.month - 1)]


def _no_value(node: expr.Policy, view: View, month: int) -> dict:
    day = months.iso(months.begins(month))
    text = say("%(place)s 在 %(day)s 没有 %(name)s 的数值", place=view.place, day=day, name=node.name)
    return {"name": f"{node.name} at {view.place} on {day}", "fact": node.name, "of": view.place, "day": day, "text": text}


@_lacking.register(expr.AnyOf)
@_lacking.register(expr.CountOf)
@_lacking.register(expr.LatestOf)
@_lacking.register(expr.LastOf)
@_lacking.register(expr.MostAtOnce)
def _(node, view):
    if not view.recorded(node.relation):
        return _unrecorded(node.relation, view)
    rows = view.rows(node.relation, node.where)
    if not rows and node.relation.recorded is None and isinstance(getattr(node, "value", None), expr.Fact):
        return _missing_column(node.value, view)
    if not rows:
        return [_missing(node.relation.name, view, node.relation.label)]
    parts = [part for part in walking.children(node) if not isinstance(part, expr.Relation)]
    return [item for row in rows for part in parts for item in lacking(part, row)]


@_lacking.register
def _(node: expr.SumOf, view):
    if not view.recorded(node.relation):
        return _unrecorded(node.relation, view)
    rows = view.rows(node.relation, node.where)
    found = [item for row in rows for part in (node.where, node.value) for item in lacking(part, row)]
    if node.rows is not None:
        found += lacking(node.rows, view) or ([] if len(rows) >= view.number(node.rows) else _missing_column(node.value, view))
    return found


def _unrecorded(relation: expr.Relation, view) -> list[dict]:
    """The lists that are not recorded; the children of a family are in the lists of both, and in that of the marriages."""
    if relation is not facts.FAMILY_CHILDREN:
        return [_missing(relation.name, view, relation.label)]
    lists = [(view, facts.OFFSPRING), (view, facts.MARRIAGES)]
    lists += [(marriage.of("partner"), facts.OFFSPRING) for marriage in view.rows(facts.MARRIAGES)]
    return [_missing(part.name, whose, part.label) for whose, part in lists if not whose.recorded(part)]


@_lacking.register
def _(node: expr.If, view):
    met = view.yes(node.condition)
    if met is None:
        return lacking(node.condition, view)
    return lacking(node.then if met else node.otherwise, view)


@_lacking.register(expr.Choose)
@_lacking.register(expr.Decide)
def _(node, view):
    reading = view.number(node.choice)
    return lacking(node.choice, view) if reading is None else lacking(node.by[node.choice.options[reading]], view)


@_lacking.register(expr.Stated)
@_lacking.register(expr.Includes)
@_lacking.register(expr.Within)
@_lacking.register(expr.InForceSince)
def _(node, view):
    return lacking(node.policy, view)


@_lacking.register(expr.TruthOf)
@_lacking.register(expr.NumberOf)
def _(node, view):
    return lacking(node.a, view.of(node.link))


@_lacking.register
def _(node: expr.Meets, view):
    return lacking(view.claim(node.scheme).base, view)


@_lacking.register
def _(node: expr.AnyMonth, view):
    return [item for month in view.year_runs() for item in lacking(node.a, month)]


@_lacking.register
def _(node: expr.Earlier, view):
    return [item for month in view.earlier_runs() for item in lacking(node.a, month)]


@_lacking.register
def _(node: expr.DueInMonth, view):
    claim = view.claim(node.scheme)
    return lacking(claim.base, view) or lacking(claim.rate, view)


@_lacking.register
def _(node: expr.DueInYear, view):
    claim = view.claim(node.scheme)
    found = [item for month in view.year_runs() for item in lacking(claim.base, month)]
    return found or [item for month in view.year_runs() if month.yes(claim.base) for item in lacking(claim.rate, month)]


@_lacking.register
def _(node: expr.Confirmed, view):
    return [_missing("confirmations.on", view, facts.TABLES["confirmations"].columns["on"].label)]
