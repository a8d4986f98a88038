"""What the rules say of a family on a page: for each scheme yes, not yet, missing or no, each condition with its clause."""
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benefits import rules, wording
from benefits.facts import cases
from benefits.policies_table import queries as policies
from households.models import Relation

YES, NOT_YET, MISSING, NO = "yes", "not_yet", "missing", "no"
_ORDER = (YES, MISSING, NOT_YET, NO)
_CHILDREN = (Relation.SON, Relation.DAUGHTER)


@dataclass(frozen=True)
class Condition:
    """One condition in the document's order; answer yes, no or unknown."""

    answer: str
    sentence: str
    because: str
    clause: str
    source: str


@dataclass(frozen=True)
class Assessment:
    """One scheme for one beneficiary (for those it does not fit, once for all)."""

    id: str
    scheme: str
    answer: str
    tag: str
    amount: str
    who: str
    conditions: tuple[Condition, ...]

    @property
    def open(self):
        """Conditions that are not met, or not known to be."""
        return [condition for condition in self.conditions if condition.answer != YES]

    @property
    def met(self):
        return [condition for condition in self.conditions if condition.answer == YES]


def of_entry(entry, *, year, household_id=None):
    """[Assessment] of a FamilyEntry (of a record when its id is given) for a calendar year; raises rules.Unusable for what cannot be calculated."""
    if not entry.people or not entry.village:
        return []
    asked = cases.case_of(entry, since=f"{year}-01", until=f"{year}-12", household_id=household_id)
    answer = wording.told(rules.evaluate(asked, values=policies.in_force(entry.village).book))
    titles = wording.scheme_titles()
    names = {person.key: person.name for person in entry.people} | {"household": _("全户")}
    own = {person.key for person in entry.people if person.relation not in _CHILDREN} | {"household"}
    found = [_granted(row, titles, names) for row in answer["entitlements"]]
    refused = [row for row in answer["refusals"] if row["beneficiary"] in own or "+" in row["beneficiary"]]
    found += [_refused(row, titles, names) for row in refused]
    return sorted(_once(found), key=lambda assessment: _ORDER.index(assessment.answer))


def _granted(row, titles, names):
    return Assessment(
        id=f"{row['scheme']}-{row['beneficiary']}",
        scheme=titles[row["scheme"]],
        answer=YES,
        tag=_("符合"),
        amount=_amount(row),
        who=_who(row, names),
        conditions=_conditions(row),
    )


def _refused(row, titles, names):
    answer, tag, amount = _refusal(row)
    return Assessment(
        id=f"{row['scheme']}-{row['beneficiary']}",
        scheme=titles[row["scheme"]],
        answer=answer,
        tag=tag,
        amount=amount,
        who=_who(row, names),
        conditions=_conditions(row),
    )


def _refusal(row):
    """(answer, tag, what stands where an amount would)."""
    if row["answer"] == "unknown":
        return MISSING, _("缺 %(count)s 项") % {"count": len(row["unknown"])}, ""
    open_conditions = [condition for condition in row["conditions"] if condition["met"] != "yes"]
    days = [condition.get("when") for condition in open_conditions]
    if days and all(days):
        return NOT_YET, _("未到龄"), _("%(day)s 起") % {"day": max(days)}
    in_force = row["conditions"][0]["met"] == "yes"  # the first condition of every scheme: this place carries it out
    return NO, _("不符合") if in_force else _("本地未执行"), ""


def _amount(row):
    if row["amount"] is None:
        return _("金额待定")
    part = row["parts"][-1] if row["parts"] else None
    per = {"year": _("元/年"), "month": _("元/月")}.get(part["per"] if part else "")
    said = f"{_grouped(part['rate'])} {per}" if per else _("一次性 %(amount)s 元") % {"amount": _grouped(row["amount"])}
    return _("不低于 %(amount)s") % {"amount": said} if row["floor"] else said


def _grouped(yuan):
    whole, _dot, fen = yuan.partition(".")
    return f"{int(whole):,}.{fen}"


def _who(row, names):
    keys = row["beneficiary"].removeprefix("couple:").split("+")
    return _("、").join(names.get(key, "") for key in keys)


def _conditions(row):
    return tuple(
        Condition(condition["met"], condition["text"], condition["because"], condition["cite"].split(" ", 1)[-1], condition["cite"])
        for condition in row["conditions"]
    )


def _once(found):
    """A scheme that fits nobody is said once, with everybody it does not fit."""
    refused = {}
    for assessment in found:
        if assessment.answer != NO:
            yield assessment
        else:
            refused.setdefault(assessment.scheme, []).append(assessment)
    for rows in refused.values():
        first = rows[0]
        yield Assessment(first.id, first.scheme, NO, first.tag, "", _("、").join(row.who for row in rows), first.conditions)
