"""Why less is due than was paid, in sentences a family can read: the conditions that do not hold or the sum that is due, with document and clause."""
import re
from itertools import groupby

from accounts import stored
from benefits.models import EntitlementLine
from benefits.rosters import naming
from benefits.runs import evidence
from households.models import Person

_DAY = re.compile(r"(\d{4})-(\d{2}-\d{2})")


def of(case, keys):
    """[sentence] for the keys (recovery.queries.Key) of a case, the oldest first; periods next to each other with one reason are told together.

    Of a birth date, and of the day somebody comes of an age, only the year stands in them.
    """
    lines = EntitlementLine.objects.filter(entitlement__in=[key.entitlement for key in keys]).select_related(
        "entitlement", "evidence__layout", "evidence__basis", "opening", "run"
    )
    last = {line.entitlement_id: line for line in lines.order_by("id")}
    family = Person.objects.filter(memberships__household=case.household_id).exclude(born=None)
    birthdays = {f"{born:%m-%d}" for born in family.values_list("born", flat=True)}
    with stored.in_chinese():
        told = [(key.entitlement, _said(last[key.entitlement.pk], birthdays)) for key in keys if key.entitlement.pk in last]
    return [f"{_periods([key for key, _said in group])}：{said}" for said, group in groupby(told, key=lambda pair: pair[1])]


def _said(line, birthdays):
    """Why a line of the first book says what is due."""
    reason = evidence.of_book_line(line)
    failing = [condition for condition in reason.get("conditions", ()) if condition["met"] == "no"]
    if failing:
        return "；".join(_condition(condition, birthdays) for condition in failing) + "。"
    if reason.get("sum"):
        cites = dict.fromkeys(value["cite"] for value in reason["values"])
        return f"应发 {reason['sum']}，依据{'、'.join(cites)}。"
    return reason.get("note") or f"核定说明见核算批次 {line.run.number}。"


def _condition(condition, birthdays):
    because = _DAY.sub(lambda day: f"{day[1]} 年" if day[2] in birthdays else day[0], condition["because"]) or "不符合"
    return f"“{condition['text']}”一条，{because}" + (f"（依据 {condition['cite']}）" if condition["cite"] else "")


def _periods(keys):
    """2025年1—3月 of periods that follow on each other, else one after the other."""
    runs = []
    for key in keys:
        if runs and runs[-1][1] == key.since:
            runs[-1][1] = key.until
        else:
            runs.append([key.since, key.until])
    return "、".join(naming.period(since, until) for since, until in runs)
