"""How an amount was worked out: the values and readings it rests on, and the sum as one would write it."""
from __future__ import annotations

from benefits.rules import expr, money, walking
from benefits.rules.sentences import joined, say
from benefits.rules.view import View


def touched(root: expr.Node, view: View, *kinds: str) -> list[expr.Node]:
    """The policy values of some kinds a node rests on here: of a choice only the reading in use, of an alternative only the one that holds."""
    found, seen, waiting = [], set(), [(root, view)]
    while waiting:
        node, at = waiting.pop()
        key = node, at.row, at.step
        if key in seen:
            continue
        seen.add(key)
        if isinstance(node, expr.Policy | expr.InMonth):
            found.append(node)
        if isinstance(node, _READ_HERE):
            waiting += [part for part in _parts(node, at) if walking.rests_on_policy(part[0], kinds)]
        else:
            waiting += [(part, at) for part in walking.resting_on_policy(node, kinds)]
    return found


_OVER_ROWS = expr.AnyOf | expr.CountOf | expr.LatestOf | expr.LastOf | expr.MostAtOnce | expr.SumOf
_READ_HERE = expr.Stated | expr.InMonth | expr.Choose | expr.Decide | expr.If | expr.TruthOf | expr.NumberOf | _OVER_ROWS


def _parts(node: expr.Node, view: View) -> list[tuple[expr.Node, View]]:
    match node:
        case expr.Stated() | expr.InMonth():
            return []
        case expr.Choose() | expr.Decide():
            reading = view.number(node.choice)
            return [(node.choice, view)] + ([] if reading is None else [(node.by[node.choice.options[reading]], view)])
        case expr.If():
            met = view.yes(node.condition)
            return [(node.condition, view)] + ([] if met is None else [(node.then if met else node.otherwise, view)])
        case expr.TruthOf() | expr.NumberOf():
            linked = view.linked(node.link)
            return [(node.a, linked)] if linked else []
        case expr.AnyOf() | expr.CountOf() | expr.LatestOf() | expr.LastOf() | expr.MostAtOnce() | expr.SumOf():
            return [(part, row) for row in view.rows(node.relation)[:1] for part in walking.children(node) if not isinstance(part, expr.Relation)]
    raise TypeError(f"{node!r} is the same everywhere")


def formula(rate: expr.Number, view: View, month: str = " ÷ 12") -> str:
    """A monthly rate as it is worked out: `1800.00 ÷ 12 × 20%`; `month` is what stands behind a figure of the year ("" tells it by the year)."""
    match rate:
        case expr.Policy() | expr.InMonth():
            value = view.value(rate)
            return f"{value.value}{month}" if value.unit.endswith("year") else str(value.value)
        case expr.Choose():
            return formula(rate.by[rate.choice.options[view.number(rate.choice)]], view, month)
        case expr.If():
            return formula(rate.then if view.yes(rate.condition) else rate.otherwise, view, month)
        case expr.NumberOf() | expr.LastOf() | expr.SumOf() | expr.Fact():
            return money.yuan(view.number(rate))
        case expr.Share():
            percent = view.number(rate.percent)
            if percent == 100_00:
                return formula(rate.a, view, month)
            return joined(" × ", [bracketed(formula(rate.a, view, month)), f"{percent / 100:g}%"]) if percent is not None else "?"
        case expr.Sum():
            minus = isinstance(rate.b, expr.Negative)
            if view.number(rate.b) == 0:
                return formula(rate.a, view, month)
            return joined(" − " if minus else " + ", [formula(rate.a, view, month), formula(rate.b.a if minus else rate.b, view, month)])
        case expr.Greatest() | expr.Least():
            if isinstance(rate.a, expr.Const) or isinstance(rate.b, expr.Const):
                return formula(rate.b if isinstance(rate.a, expr.Const) else rate.a, view, month)
            both = {"one": formula(rate.a, view, month), "other": formula(rate.b, view, month)}
            return say("%(one)s 与 %(other)s 中较高者", **both) if isinstance(rate, expr.Greatest) else say("%(one)s 与 %(other)s 中较低者", **both)
        case expr.Times():
            other = rate.b if isinstance(rate.b, expr.CountOf) else None
            if other is not None:
                count = view.number(other)
                return formula(rate.a, view, month) if count == 1 else joined(" × ", [bracketed(formula(rate.a, view, month)), str(count)])
            if isinstance(rate.b, expr.Const):  # a fact in fen made a rate, of a month or of a year
                return joined("", [formula(rate.a, view, month), *([month] if rate.b.value == money.SCALE // 12 else [])])
    return money.yuan(money.of_rate(view.number(rate)))


def bracketed(said: str) -> str:
    """A sum within a product."""
    return say("（%(sum)s）", sum=said) if " + " in said or " − " in said or "中" in said else said
