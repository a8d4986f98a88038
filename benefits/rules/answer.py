"""A calculated household as the evaluation format gives it: entitlements, refusals, differences."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from benefits.rules import money, months
from benefits.rules.explain import clause, conditions, distinct, word
from benefits.rules.expr import Always
from benefits.rules.facts import BENEFICIARIES
from benefits.rules.lacking import lacking
from benefits.rules.sentences import joined, say
from benefits.rules.values import short
from benefits.rules.view import View
from benefits.rules.working import bracketed, formula, touched

FIGURES = ("money", "points", "area", "percent")
READINGS = ("choice", "share")


@dataclass(frozen=True)
class Part:
    """Months at one rate: `rates` one for each component; `yearly` when they belong to a calendar year as a whole, and whether there is an amount.

    A `standing` figure is the same however many months it holds.
    """

    cell: int
    first: int
    months: int
    rates: tuple[int, ...]
    yearly: bool
    has_amount: bool
    standing: bool = False

    @property
    def until(self) -> int:
        return self.first + self.months

    def fen(self, component: int | None = None) -> int:
        chosen = self.rates if component is None else [self.rates[component]]
        return sum(int(money.rounded(rate, 1 if self.standing else self.months)) for rate in chosen)


def household(results, *, ids, since, until, paid=()) -> dict:
    """The answer for a batch of one; `ids` name the persons, since <= month < until is asked for, `paid` are earlier payments."""
    entitlements, refusals, due = [], [], {}
    for spans in results.spans:
        code = results.schemes[spans.scheme]
        cells = _cells_asked(spans, since, until)
        rows = spans.frame.row[cells]
        for row in np.flatnonzero(spans.own).tolist():
            beneficiary = _beneficiary(results, spans.claim.kind, row, ids)
            due[code, beneficiary] = spans, row
            granted = _asked(parts(spans, row), since, until)
            if granted:
                entitlements.append({"scheme": code, "beneficiary": beneficiary} | entitlement(results, spans, granted))
            refused = refusal(results, spans, cells[rows == row], since, until, granted=bool(granted))
            if refused:
                refusals.append({"scheme": code, "beneficiary": beneficiary} | refused)
    return {
        "entitlements": entitlements,
        "refusals": _without_repeats(results, entitlements, refusals),
        "differences": differences(results, due, since, until, paid),
    }


def _beneficiary(results, kind: str, row: int, ids) -> str:
    """A member's id, household, couple:<husband>+<wife> or village."""
    if kind == "couple":
        couple = results.evaluation.tables["couples"][row]
        return f"couple:{ids[couple['husband']]}+{ids[couple['wife']]}"
    return ids[row] if kind == "person" else kind


def parts(spans, row: int) -> list[Part]:
    """What a beneficiary is due, split where the rate changes; a rate that is no whole fen also at the year's end, where it is rounded."""
    found: list[Part] = []
    if not len(spans.cell):
        return found
    for index in range(*np.searchsorted(spans.row, [row, row + 1]).tolist()):
        first, rates = int(spans.first[index]), tuple(spans.rates[:, index].tolist())
        part = Part(
            cell=int(spans.cell[index]), first=first, months=int(spans.months[index]), rates=rates, yearly=bool(spans.yearly[index]),
            has_amount=bool(spans.has_amount[index]), standing=spans.claim.standing,
        )  # fmt: skip
        last = found[-1] if found else None
        joins = last and last.until == first and last.rates == rates and last.has_amount == part.has_amount
        if joins and not spans.claim.once and not _breaks_at(first, part):
            found[-1] = replace(last, months=last.months + part.months)
        else:
            found.append(part)
    return found


def _breaks_at(first: int, part: Part) -> bool:
    """A new calendar year parts what is due by the year, and what is rounded in it."""
    return first % 12 == 0 and (part.yearly or any(rate % money.SCALE for rate in part.rates))


def _slices(found: list[Part], since: int, until: int) -> list[Part]:
    """The months of parts that lie in a time."""
    cut = [replace(part, first=max(part.first, since), months=min(part.until, until) - max(part.first, since)) for part in found]
    return [part for part in cut if part.months > 0]


def _asked(found: list[Part], since: int, until: int) -> list[Part]:
    """The same, without calendar years that lie in it only in part."""
    return _slices([part for part in found if not part.yearly or _whole_year(part.first, since, until)], since, until)


def _whole_year(month: int, since: int, until: int) -> bool:
    return since <= month // 12 * 12 and month // 12 * 12 + 12 <= until


def _cells(spans, row: int) -> np.ndarray:
    """The cells of one row, in order of time."""
    return np.arange(*np.searchsorted(spans.frame.row, [row, row + 1]))


def _cells_asked(spans, since: int, until: int) -> np.ndarray:
    """The cells that lie in a time; of a clause written "a year", in a year that does."""
    years = spans.begins // 12 * 12
    in_time = (spans.begins < until) & (spans.ends > since)
    return np.flatnonzero(spans.inside & in_time & (~spans.by_year | ((years >= since) & (years + 12 <= until))))


def unknown_months(spans, row: int) -> set[int]:
    """The months whose answer is unknown."""
    segments = spans.frame.segments
    cells = _cells(spans, row)
    cells = cells[spans.unknown[cells]]
    return {
        month
        for segment in spans.frame.segment[cells].tolist()
        for month in range(int(segments.first[segment]), int(segments.first[segment] + segments.months[segment]))
    }


def entitlement(results, spans, granted: list[Part]) -> dict:
    claim = spans.claim
    first = View(results.evaluation, spans.frame, granted[0].cell, results.names)
    views = [View(results.evaluation, spans.frame, part.cell, results.names) for part in granted]
    policies, readings = _used(results, claim, views)
    return {
        "from": months.text(granted[0].first),
        "to": months.text(granted[-1].until - 1),
        "amount": _amount(granted),
        "unit": claim.unit,
        "floor": any(bool(view.yes(claim.is_floor)) for view in views),
        "parts": [_part(spans, part, view) for part, view in zip(granted, views, strict=True)],
        "funds": _funds(claim, granted, views),
        "conditions": _conditions(results, first, claim),
        "values": policies,
        "choices": readings,
        "sum": joined(" + ", [_sum(spans, part, view) for part, view in zip(granted, views, strict=True)]),
    }


def _amount(granted: list[Part]) -> str | None:
    """What the parts come to; a standing figure is the last one."""
    if not all(part.has_amount for part in granted):
        return None
    return money.yuan(granted[-1].fen() if granted[-1].standing else sum(part.fen() for part in granted))


def _part(spans, part: Part, view: View) -> dict:
    claim = spans.claim
    per = "once" if claim.once else "standing" if claim.standing else "year" if view.yes(claim.yearly) and _counts_years(spans, view) else "month"
    rate = sum(int(money.rounded(rate, 12 if per == "year" else 1)) for rate in part.rates)
    return {
        "from": months.text(part.first), "to": months.text(part.until - 1), "months": part.months,
        "rate": money.yuan(rate) if part.has_amount else None, "per": per, "amount": money.yuan(part.fen()) if part.has_amount else None,
    }  # fmt: skip


def _counts_years(spans, view) -> bool:
    """Whether the figure itself is stated a year, not as a share of a monthly line."""
    always = isinstance(spans.claim.yearly, Always) or not spans.claim.amounts
    return always or "%" not in formula(spans.claim.amounts[0].rate, view)


def _sum(spans, part: Part, view: View) -> str:
    if not part.has_amount:
        return say("文件未写明金额") if spans.claim.unit == "yuan" else say("不涉及金额")
    rates = [amount.rate for amount, rate in zip(spans.claim.amounts, part.rates, strict=True) if rate]
    said, amount = joined(" + ", [formula(rate, view) for rate in rates]), money.yuan(part.fen())
    if spans.claim.once or spans.claim.standing:
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


def _conditions(results, view: View, claim) -> list[dict]:
    """The conditions of a cell, worked out once for all its months."""
    key = claim, view.cell
    if key not in results.told:
        results.told[key] = conditions(view, claim)
    return results.told[key]


def _used(results, claim, views: list[View]) -> tuple[list[dict], dict[str, str]]:
    """The amounts and percentages used, and the readings of policy choices."""
    values, readings = {}, {}
    for view in views:
        key = "used", claim, view.cell
        if key not in results.told:
            results.told[key] = _used_at(claim, view)
        values |= results.told[key][0]
        readings |= results.told[key][1]
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


def refusal(results, spans, cells: np.ndarray, since: int, until: int, *, granted: bool) -> dict | None:
    """Why a beneficiary is not granted in its cells (or, beside what is granted, which months are not known); None when there is nothing to say."""
    unknown = cells[spans.unknown[cells]]
    if not len(cells) or (granted and not len(unknown)):
        return None
    view = _telling(results, spans, unknown if len(unknown) else cells)
    if spans.claim.concerns is not None and view.yes(spans.claim.concerns) is not True:
        return None
    told = _conditions(results, view, spans.claim)
    answer = {"answer": word(None if len(unknown) else False), "conditions": told}
    if len(unknown):
        answer |= {
            "from": months.text(max(since, int(spans.begins[unknown[0]]))),
            "to": months.text(min(until, int(spans.ends[unknown[-1]])) - 1),
            "unknown": distinct(item for condition in told for item in condition.get("unknown", ())),
        }
    return answer


def _telling(results, spans, cells) -> View:
    """The month that says most: the last undecided one; of a one-off that in which most conditions are met; else the last in force, else the last."""
    claim, cells = spans.claim, cells[::-1]
    for cell in cells[spans.unknown[cells]]:
        view = View(results.evaluation, spans.frame, cell, results.names)
        met = view.yes(claim.whole)
        if met is None or (met and _unpriced(spans, view)):
            return view
    says = _met(results, spans) if claim.once else results.evaluation.truth(claim.stated, spans.frame)[0]
    return View(results.evaluation, spans.frame, cells[np.argmax(says[cells])], results.names)


def _met(results, spans) -> np.ndarray:
    """How many conditions each cell meets; none where the scheme is not in force."""
    key = "met", spans.claim
    if key not in results.told:
        conditions = (*spans.claim.conditions, *spans.claim.excluded_by)
        met = [results.evaluation.truth(condition.rule, spans.frame)[0] for condition in conditions]
        results.told[key] = (1 + np.sum(met, axis=0)) * results.evaluation.truth(spans.claim.stated, spans.frame)[0]
    return results.told[key]


def _unpriced(spans, view) -> bool:
    return any(lacking(amount.rate, view) for amount in spans.claim.amounts)


def _without_repeats(results, entitlements, refusals):
    """Where a scheme speaks of persons instead of the household, what the household is not given is not repeated."""
    several = {code for code in results.schemes if len(results.evaluation.schemes[code].claims) > 1}
    personal = {row["scheme"] for row in (*entitlements, *refusals) if row["beneficiary"] != "household"}
    return [row for row in refusals if not (row["scheme"] in several & personal and row["beneficiary"] == "household")]


def differences(results, due, since: int, until: int, paid) -> list[dict]:
    """What was paid against what is due for its months; nothing is said of months that are unknown, nor of what is not calculated here."""
    found = []
    rows: dict[tuple, int] = {}
    for row in paid:
        key = row["scheme"], row["beneficiary"], row["from"], row["to"]
        rows[key] = rows.get(key, 0) + row["fen"]
    for (scheme, beneficiary, first, last), fen in rows.items():
        if first >= until or last < since or (scheme, beneficiary) not in due:
            continue
        owed, unknown = parts(*due[scheme, beneficiary]), unknown_months(*due[scheme, beneficiary])
        once = results.evaluation.schemes[scheme].one_off
        if unknown & set(range(first, last + 1)):
            continue
        inside = owed if once else _slices(owed, first, last + 1)
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


def of_year(results, scheme: str, kind: str, row: int, year: int) -> dict:
    """What a beneficiary is given of a scheme in a calendar year, as `entitlement`; a scheme that gives it nothing there is a KeyError."""
    index = results.schemes.index(scheme)
    for spans in results.spans:
        if spans.scheme == index and spans.claim.kind == kind and (granted := _slices(parts(spans, row), year * 12, year * 12 + 12)):
            return entitlement(results, spans, granted)
    raise KeyError((scheme, kind, row, year))


def reason(results, scheme: str, kind: str, row: int, period: int) -> dict:
    """Why one beneficiary is or is not given something in a month or its year: conditions, values, shares and sum."""
    index = results.schemes.index(scheme)
    spans = next(spans for spans in results.spans if spans.scheme == index and spans.claim.kind == kind)
    cells = _cells(spans, row)
    first = spans.frame.segments.first[spans.frame.segment[cells]]
    here = cells[np.searchsorted(first, period, "right") - 1]
    yearly = View(results.evaluation, spans.frame, here, results.names).yes(spans.claim.yearly)
    since, until = (period // 12 * 12, period // 12 * 12 + 12) if yearly else (period, period + 1)
    granted = _slices(parts(spans, row), since, until)
    if granted:
        told = {"scheme": scheme, "answer": "yes"} | entitlement(results, spans, granted)
        return told if yearly or told["amount"] is None or told["unit"] != "yuan" else _as_booked(told, results, index, kind, row, period)
    view = _telling(results, spans, cells[first // 12 == period // 12] if yearly else np.array([here]))
    met = view.yes(spans.claim.whole)
    window = {"from": months.text(since), "to": months.text(until - 1)}
    return {"scheme": scheme, "answer": word(None if met else met)} | window | {"conditions": _conditions(results, view, spans.claim)}


def _as_booked(told: dict, results, scheme: int, kind: str, row: int, period: int) -> dict:
    """A month of a rate that is no whole fen is booked with its share of what the year has come to so far; the reason says so."""
    lines = results.lines
    same = (lines["scheme"] == scheme) & (lines["kind"] == BENEFICIARIES.index(kind)) & (lines["row"] == row) & (lines["first"] == period)
    booked = int(lines["amount_fen"][same].sum())
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
