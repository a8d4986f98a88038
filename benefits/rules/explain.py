"""Why: the conditions of a claim read for one beneficiary in one month, each with its clause, what was found and what is missing."""
from __future__ import annotations

import functools

from benefits.rules import expr, months
from benefits.rules.lacking import lacking
from benefits.rules.sentences import joined, say
from benefits.rules.values import Value
from benefits.rules.view import View

_CARRIED_OUT = say("本地在执行这个项目")
_title = functools.cache(say)


def conditions(view: View, claim) -> list[dict]:
    """Every condition of a claim with its answer; only the first, when the place does not state the scheme."""
    stated = _in_force(view, claim)
    if stated["met"] != "yes":
        return [stated]
    shown = [c for c in (*claim.conditions, *claim.excluded_by) if c.shown is None or view.yes(c.shown) is not False]
    told = [_condition(view, claim, condition) for condition in shown]
    return [stated, *told, *_unpriced(view, claim)]


def _condition(view, claim, condition) -> dict:
    met = view.yes(condition.rule)
    text = condition.text(view) if callable(condition.text) else _title(condition.text)
    told = {"text": text, "met": word(met), "because": "", "cite": _clause(view, claim.in_force if condition.cite is None else condition.cite)}
    if met is None:
        told["unknown"] = distinct(lacking(condition.rule, view))
        told["because"] = joined("；", [item["text"] for item in told["unknown"]])
    else:
        told["because"] = condition.because(view)
    if met is False and condition.when is not None and view.date(condition.when):
        told["when"] = view.date(condition.when)
    return told


def _unpriced(view, claim) -> list[dict]:
    missing = [item for amount in claim.amounts for item in lacking(amount.rate, view)]
    if not missing:
        return []
    missing = distinct(missing)
    told = {"text": say("计算所需的标准和数据齐全"), "met": "unknown", "because": joined("；", [item["text"] for item in missing])}
    return [told | {"cite": _clause(view, claim.in_force), "unknown": missing}]


def _in_force(view, claim) -> dict:
    """Whether the place has the scheme: the same for everybody in it."""
    key, said = ("in force", claim.in_force, view.step), view.said
    if key not in said:
        said[key] = _stated(view, claim)
    return said[key]


def _stated(view, claim) -> dict:
    value = view.value(claim.in_force)
    if value is not None:
        because = say("自 %(since)s 起执行", since=value.since)
        if value.until:
            because = say("自 %(since)s 起执行，至 %(until)s 失效", since=value.since, until=value.until)
        return {"text": _CARRIED_OUT, "met": "yes", "because": because, "cite": clause(value)}
    household = view.of_household
    policy, asked = expr.asked(claim.in_force)
    month = view.month if asked is None else view.month // 12 * 12 + asked - 1
    pieces = household.place.pieces(policy.name)
    month_first = months.begins(month)
    past = [piece for piece in pieces if piece[1] <= month_first]
    if not pieces:
        return {"text": _CARRIED_OUT, "met": "no", "because": say("本地没有这个项目的文件"), "cite": ""}
    since, until, row = past[-1] if past else pieces[0]
    because = say("文件自 %(day)s 起失效", day=months.iso(until)) if past else say("文件自 %(day)s 起执行", day=months.iso(since))
    return {"text": _CARRIED_OUT, "met": "no", "because": because, "cite": clause(household.book.values[row])}


def _clause(view, policy) -> str:
    key, said = ("clause", policy, view.step), view.said
    if key not in said:
        value = view.value(policy)
        said[key] = "" if value is None else clause(value)
    return said[key]


def clause(value: Value) -> str:
    """The document and clause a value rests on."""
    return f"{value.cite} {value.clause}".strip()


_WORDS = {True: "yes", False: "no", None: "unknown"}


def word(met: bool | None) -> str:
    return _WORDS[met]


def distinct(items) -> list[dict]:
    return list({item["name"]: item for item in items}.values())
