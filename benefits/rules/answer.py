"""A calculated household as the evaluation format gives it: entitlements, refusals, differences."""
from __future__ import annotations

import re

from benefits.rules import money, months
from benefits.rules.claimed import Claimed, Part, slices, whole_slices
from benefits.rules.explain import clause, conditions, distinct, word
from benefits.rules.expr import Always
from benefits.rules.lacking import lacking
from benefits.rules.sentences import joined, say
from benefits.rules.values import short
from benefits.rules.view import View
from benefits.rules.working import bracketed, formula, touched

FIGURES = ("money", "points", "area", "percent")
READINGS = ("choice", "share")


def household(of, *, ids, since, until, paid=()) -> dict:
    """The answer for a household by itself; `ids` name the persons, since <= month < until is asked for, `paid` are earlier payments."""
    entitlements, refusals, due = [], [], {}
    for code, scheme in of.schemes.items():
        for claim in scheme.claims:
            for row in of.claimants(claim):
                beneficiary, claimed = _beneficiary(claim.kind, row, ids), of.claimed(claim, row)
                due[code, beneficiary] = claimed
                granted = whole_slices(claimed.parts, since, until)
                if granted:
                    entitlements.append({"scheme": code, "beneficiary": beneficiary} | entitlement(claimed, granted))
                refused = refusal(claimed, claimed.asked(since, until), since, until, granted=bool(granted))
                if refused:
                    refusals.append({"scheme": code, "beneficiary": beneficiary} | refused)
    return {
        "entitlements": entitlements,
        "refusals": _without_repeats(of.schemes, entitlements, refusals),
        "differences": differences(of.schemes, due, since, until, paid),
    }


def _beneficiary(kind: str, row, ids) -> str:
    """A member's id, household, couple:<husband>+<wife> or village."""
    if kind == "couple":
        return f"couple:{ids[row.facts['husband']]}+{ids[row.facts['wife']]}"
    return ids[row.number] if kind == "person" else kind


def entitlement(claimed: Claimed, granted: list[Part]) -> dict:
    claim = claimed.claim
    views = [claimed.view(part.step) for part in granted]
    policies, readings = _used(claim, views)
    return {
        "from": months.text(granted[0].first),
        "to": months.text(granted[-1].until - 1),
        "amount": _amount(granted),
        "unit": claim.unit,
        "floor": any(bool(view.yes(claim.is_floor)) for view in views),
        "parts": [_part(claim, part, view) for part, view in zip(granted, views, strict=True)],
        "funds": _funds(claim, granted, views),
        "conditions": _conditions(views[0], claim),
        "values": policies,
        "choices": readings,
        "sum": joined(" + ", [_sum(claim, part, view) for part, view in zip(granted, views, strict=True)]),
    }


def _amount(granted: list[Part]) -> str | None:
    """What the parts come to; a standing figure is the last one."""
    if not all(part.has_amount for part in granted):
        return None
    return money.yuan(granted[-1].fen() if granted[-1].standing else sum(part.fen() for part in granted))


def _part(claim, part: Part, view: View) -> dict:
    per = "once" if claim.once else "standing" if claim.standing else "year" if view.yes(claim.yearly) and _counts_years(claim, view) else "month"
    rate = sum(money.of_rate(rate, 12 if per == "year" else 1) for rate in part.rates)
    return {
        "from": months.text(part.first), "to": months.text(part.until - 1), "months": part.months,
        "rate": money.yuan(rate) if part.has_amount else None, "per": per, "amount": money.yuan(part.fen()) if part.has_amount else None,
    }  # fmt: skip


def _counts_years(claim, view) -> bool:
    """Whether the figure itself is stated a year, not as a share of a monthly line."""
    always = isinstance(claim.yearly, Always) or not claim.amounts
    return always or "%" not in formula(claim.amounts[0].rate, view)


def _sum(claim, part: Part, view: View) -> str:
    if not part.has_amount:
        return say("文件未写明金额") if claim.unit == "yuan" else say("不涉及金额")
    rates = [amount.rate for amount, rate in zip(claim.amounts, part.rates, strict=True) if rate]
    said, amount = joined(" + ", [formula(rate, view) for rate in rates]), money.yuan(part.fen())
    if claim.once or claim.standing:
        return joined(" = ", [said, amount])
    times = str(part.months)
    if part.yearly and part.months == 12 and all(re.findall(r"[0-9]\.[0-9]{2}( ÷ 12)?", said)):
        said, times = joined(" + ", [formula(rate, view, "") for rate in rates]), say("1 年")
    factor = said if said.endswith("%") else bracketed(said)
    return joined(" = ", [joined(" × ", [factor, times]), amount])


def _funds(claim, granted, views) -> list[dict]:
    if claim.unit != "yuan":
        return []
    return [{"level": level, "amount": money.yuan(fen)} for level, fen in shares(claim, granted, views).items()]


def shares(claim, granted: list[Part], views: list[View]) -> dict[str, int]:
    """Which level of government bears how many fen; the shares of a part add up to it, the last level taking the odd fen."""
    borne: dict[str, int] = {}
    for part, view in zip(granted, views, strict=True):
        for component, amount in enumerate(claim.amounts):
            left = part.fen(component)
            for level, percent in amount.levels:
                share = left if percent is None else (2 * part.fen(component) * view.number(percent) + 10_000) // 20_000
                borne[level] = borne.get(level, 0) + share
                left -= share
    return {level: fen for level, fen in borne.items() if fen}


def _conditions(view: View, claim) -> list[dict]:
    """The conditions in a run, worked out once for all its months."""
    key = "conditions", claim, view.row, view.step
    if key not in view.said:
        view.said[key] = conditions(view, claim)
    return view.said[key]


def _used(claim, views: list[View]) -> tuple[list[dict], dict[str, str]]:
    """The amounts and percentages used, and the readings of policy choices."""
    values, readings = {}, {}
    for view in views:
        key = "used", claim, view.row, view.step
        if key not in view.said:
            view.said[key] = _used_at(claim, view)
        values |= view.said[key][0]
        readings |= view.said[key][1]
    return list(values.values()), dict(sorted(readings.items()))


def _used_at(claim, view: View) -> tuple[dict, dict]:
    amounts = [(policy, view.value(policy)) for policy in touched(claim.rate, view, *FIGURES, *READINGS)]
    choices = [(policy, view.value(policy)) for policy in touched(claim.whole, view, *READINGS)]
    values = {
        (value.name, value.place, value.since): {
            "name": value.name, "value": str(value.value), "unit": value.unit, "place": short(value.place), "since": value.since.isoformat(),
            "cite": clause(value), "quality": value.quality,
        }
        for policy, value in reversed(amounts) if value is not None and policy.kind in FIGURES
    }  # fmt: skip
    return values, {policy.name: value.value for policy, value in [*amounts, *choices] if value is not None and policy.kind in READINGS}


def refusal(claimed: Claimed, runs: list[int], since: int, until: int, *, granted: bool) -> dict | None:
    """Why a beneficiary is not granted in its runs (or, beside what is granted, which months are not known); None when there is nothing to say."""
    unknown = [step for step in runs if claimed.unknown >> step & 1]
    if not runs or (granted and not unknown):
        return None
    view, claim = _telling(claimed, unknown or runs), claimed.claim
    if claim.concerns is not None and view.yes(claim.concerns) is not True:
        return None
    told = _conditions(view, claim)
    answer = {"answer": word(None if unknown else False), "conditions": told}
    if unknown:
        answer |= {
            "from": months.text(max(since, claimed.of.begins[unknown[0]])),
            "to": months.text(min(until, claimed.of.ends[unknown[-1]]) - 1),
            "unknown": distinct(item for condition in told for item in condition.get("unknown", ())),
        }
    return answer


def _telling(claimed: Claimed, runs: list[int]) -> View:
    """The month that says most: the last undecided one; of a one-off that in which most conditions are met; else the last in force, else the last."""
    claim, runs = claimed.claim, runs[::-1]
    for view in (claimed.view(step) for step in runs if claimed.unknown >> step & 1):
        met = view.yes(claim.whole)
        if met is None or (met and _unpriced(claim, view)):
            return view
    runs = [step for step in runs if claimed.stated >> step & 1] or runs[:1]
    if claim.once and len(runs) > 1:
        met = [claimed.of.truth(condition.rule, claimed.row)[0] for condition in (*claim.conditions, *claim.excluded_by)]
        runs = [max(runs, key=lambda step: sum(yes >> step & 1 for yes in met))]
    return claimed.view(runs[0])


def _unpriced(claim, view: View) -> bool:
    return any(lacking(amount.rate, view) for amount in claim.amounts)


def _without_repeats(schemes, entitlements, refusals):
    """Where a scheme speaks of persons instead of the household, what the household is not given is not repeated."""
    several = {code for code, scheme in schemes.items() if len(scheme.claims) > 1}
    personal = {row["scheme"] for row in (*entitlements, *refusals) if row["beneficiary"] != "household"}
    return [row for row in refusals if not (row["scheme"] in several & personal and row["beneficiary"] == "household")]


def differences(schemes, due, since: int, until: int, paid) -> list[dict]:
    """What was paid against what is due for its months; nothing is said of months that are unknown, nor of what is not calculated here."""
    found = []
    rows: dict[tuple, int] = {}
    for row in paid:
        key = row["scheme"], row["beneficiary"], row["from"], row["to"]
        rows[key] = rows.get(key, 0) + row["fen"]
    for (scheme, beneficiary, first, last), fen in rows.items():
        if first >= until or last < since or (scheme, beneficiary) not in due:
            continue
        claimed = due[scheme, beneficiary]
        if claimed.unknown_months() & set(range(first, last + 1)):
            continue
        inside = claimed.parts if schemes[scheme].one_off else slices(claimed.parts, first, last + 1)
        if not all(part.has_amount for part in inside):
            continue
        difference = sum(part.fen() for part in inside) - fen
        if difference:
            found.append({
                "scheme": scheme, "beneficiary": beneficiary, "from": months.text(first), "to": months.text(last),
                "due": money.yuan(difference + fen), "paid": money.yuan(fen), "difference": money.yuan(difference),
                "kind": "arrears" if difference > 0 else "recovery",
            })  # fmt: skip
    return found


def of_year(claimed: Claimed, year: int) -> dict:
    """What a beneficiary is given in a calendar year, as `entitlement`; empty where it is given nothing."""
    granted = slices(claimed.parts, year * 12, year * 12 + 12)
    return entitlement(claimed, granted) if granted else {}


def reason(claimed: Claimed, period: int) -> dict:
    """Why one beneficiary is or is not given something in a month or its year: conditions, values, shares and sum."""
    of, claim = claimed.of, claimed.claim
    here = max(step for step in of.steps if of.first[step] <= period)
    yearly = claimed.by_year >> here & 1
    since, until = (period // 12 * 12, period // 12 * 12 + 12) if yearly else (period, period + 1)
    granted = slices(claimed.parts, since, until)
    if granted:
        told = {"answer": "yes"} | entitlement(claimed, granted)
        return told if yearly or told["amount"] is None or told["unit"] != "yuan" else _as_booked(told, claimed, period)
    view = _telling(claimed, of.runs(of.years[period // 12]) if yearly else [here])
    met = view.yes(claim.whole)
    window = {"from": months.text(since), "to": months.text(until - 1)}
    return {"answer": word(None if met else met)} | window | {"conditions": _conditions(view, claim)}


def _as_booked(told: dict, claimed: Claimed, period: int) -> dict:
    """A month of a rate that is no whole fen is booked with its share of what the year has come to so far; the reason says so."""
    part = next(part for part in claimed.parts if part.first <= period < part.until)
    before = period - part.first
    booked = sum(money.of_rate(rate, before + 1) - money.of_rate(rate, before) for rate in part.rates)
    odd = booked - money.fen(told["amount"])
    if not odd:
        return told
    *funds, last = told["funds"]
    return told | {
        "amount": money.yuan(booked),
        "parts": [told["parts"][0] | {"amount": money.yuan(booked)}],
        "funds": [*funds, last | {"amount": money.yuan(money.fen(last["amount"]) + odd)}],
        "sum": say("%(sum)s，按本年累计取整为 %(amount)s", sum=told["sum"], amount=money.yuan(booked)),
    }
