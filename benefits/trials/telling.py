"""An answer as a page tells it: what is owed and why, what cannot be said yet and what is missing for it, what is not owed and why not."""
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits import wording
from benefits.policies_table import names
from benefits.trials.form import drawing

REPORTED = "reported"


@dataclass(frozen=True)
class Granted:
    """One entitlement; `amount` in words, "" never."""

    scheme: str
    title: str
    who: str
    amount: str
    period: str
    floor: bool
    payable: bool
    parts: list
    sum: str
    values: list
    funds: list
    conditions: list


@dataclass(frozen=True)
class Refused:
    """A scheme that is not granted: for each beneficiaries who share it, the first condition that decides."""

    scheme: str
    title: str
    reasons: list


@dataclass
class Told:
    """The groups of an answer. Sums are Decimal yuan: of everything in yuan with an amount, and of what rests on reported sources alone."""

    owed: list = field(default_factory=list)
    unpriced: list = field(default_factory=list)
    in_kind: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    not_yet: list = field(default_factory=list)
    no: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    differences: list = field(default_factory=list)
    calculations: list = field(default_factory=list)
    total: Decimal = Decimal(0)
    not_payable: Decimal = Decimal(0)

    @property
    def total_words(self):
        return grouped(self.total)

    @property
    def not_payable_words(self):
        return grouped(self.not_payable)


def told(answer, case):
    """The Told of an answer to a case."""
    speech, answer = _Speech(case), wording.told(answer)
    found = Told()
    for row in answer["entitlements"]:
        granted = speech.granted(row)
        group = found.in_kind if row["unit"] != "yuan" else found.unpriced if row["amount"] is None else found.owed
        group.append(granted)
        if group is found.owed:
            found.total += Decimal(row["amount"])
            found.not_payable += 0 if granted.payable else Decimal(row["amount"])
    for row in answer["refusals"]:
        speech.refuse(found, row)
    found.differences = [speech.difference(row) for row in answer["differences"]]
    found.calculations = [speech.calculation(row) for row in answer.get("calculations", ())]
    return found


def grouped(yuan):
    """12345.60 as 12,345.60, in every language."""
    return f"{Decimal(yuan):,.2f}"


def amount_of(row):
    """The amount of an entitlement in words."""
    if row["unit"] == "priority":
        return _("优先")
    if row["amount"] is None:
        return _("由县级文件确定") if row["unit"] == "yuan" else _("数额由主管部门确定")
    plain = f"{Decimal(row['amount']):,f}".removesuffix(".00")
    words = {"points": _("%(amount)s 分"), "square metres": _("%(amount)s 平方米")}.get(row["unit"])
    return words % {"amount": plain} if words else _("%(amount)s 元") % {"amount": grouped(row["amount"])}


def signed(yuan):
    """A difference in yuan with its sign; a dash where no figure can be said."""
    if yuan is None:
        return "—"
    return f"{'+' if yuan > 0 else '−' if yuan < 0 else ''}{abs(yuan):,.2f}"


def months(row):
    """2014-01 至 2014-12, or one month."""
    return row["from"] if row["from"] == row["to"] else _("%(since)s 至 %(last)s") % {"since": row["from"], "last": row["to"]}


class _Speech:
    """Names of schemes and people in one case."""

    def __init__(self, case):
        self.case = case
        self.titles = wording.scheme_titles()
        self.names = {member["id"]: member.get("name", member["id"]) for member in case["household"]["members"]}
        self.names |= {"household": _("全户"), "village": _("本村")}

    def who(self, beneficiary):
        return _("、").join(self.names.get(key, key) for key in beneficiary.removeprefix("couple:").split("+"))

    def granted(self, row):
        return Granted(
            scheme=row["scheme"],
            title=self.titles.get(row["scheme"], row["scheme"]),
            who=self.who(row["beneficiary"]),
            amount=amount_of(row),
            period=months(row),
            floor=row["floor"],
            payable=all(value.get("quality") != REPORTED for value in row["values"]),
            parts=[part | {"period": months(part), "per": _per(part["per"])} for part in row["parts"]] if len(row["parts"]) > 1 else [],
            sum=row["sum"],
            values=[self.value(value) for value in row["values"]],
            funds=[(_level(fund["level"]), grouped(fund["amount"])) for fund in row["funds"]] if row["amount"] is not None else [],
            conditions=row["conditions"],
        )

    def value(self, value):
        return value | {
            "title": names.title(value["name"], self.titles),
            "unit": "%" if value["unit"] == "percent" else names.unit(value["unit"]) or value["unit"],
            "reported": value.get("quality") == REPORTED,
        }

    def refuse(self, found, row):
        unmet = [condition for condition in row["conditions"] if condition["met"] != "yes"]
        if row["answer"] == "unknown":
            items = [self.missing(item) for item in row.get("unknown", ())]
            self._add(found.missing, row, [item["text"] for item in items], {"lacking": items})
        elif row["conditions"][0]["met"] != "yes":
            title = self.titles.get(row["scheme"], row["scheme"])
            if (title, row["conditions"][0]["because"]) not in found.absent:
                found.absent.append((title, row["conditions"][0]["because"]))
        elif unmet and all(condition.get("when") for condition in unmet):
            when = max(condition["when"] for condition in unmet)
            self._add(found.not_yet, row, (when, unmet[0]["text"]), {"when": when, "condition": unmet[0]})
        else:
            first = unmet[0] if unmet else row["conditions"][-1]
            self._add(found.no, row, (first["text"], first["cite"]), {"condition": first})

    def missing(self, item):
        """A fact nobody recorded, or a value no document states, with its cell (and what a value's cell is filled with)."""
        cell = drawing.cell_of(item, self.case)
        if "day" not in item:
            return {"text": item["text"], "cell": cell, "focus": cell}
        told = {"place": item["of"], "day": item["day"], "name": names.title(item["fact"], self.titles)}
        text = _("%(place)s 在 %(day)s 没有“%(name)s”的数值") % told
        return {"text": text, "cell": cell, "focus": f"{cell}={item['fact']}" if cell else ""}

    def _add(self, group, row, key, reason):
        """Beneficiaries refused by the same condition are named together, each with what was found."""
        refused = next((one for one in group if one.scheme == row["scheme"]), None)
        if refused is None:
            refused = Refused(row["scheme"], self.titles.get(row["scheme"], row["scheme"]), [])
            group.append(refused)
        same = next((other for other in refused.reasons if other["key"] == key), None)
        if same is None:
            same = {"key": key, "whose": [], "found": [], "reason": reason, "conditions": []}
            refused.reasons.append(same)
        same["whose"].append(self.who(row["beneficiary"]))
        same["who"] = _("、").join(same["whose"])
        same["conditions"].append((same["whose"][-1], row["conditions"]))
        because = reason.get("condition", {}).get("because")
        if because and because not in same["found"]:
            same["found"].append(because)

    def difference(self, row):
        return row | {
            "title": self.titles.get(row["scheme"], row["scheme"]), "who": self.who(row["beneficiary"]), "period": months(row),
            "kind": _("补发") if row["kind"] == "arrears" else _("追回"),
        }  # fmt: skip

    def calculation(self, row):
        title = {"minimum_living_income": _("低保收入核定"), "support_target": _("补助照顾资金人均水平")}.get(row["name"], row["name"])
        value = "—" if row["value"] is None else grouped(row["value"])
        return row | {"title": title, "who": self.who(row["beneficiary"]), "value": value, "unit": names.unit(row["unit"]) or row["unit"]}


def _per(per):
    return {"year": _("元/年"), "month": _("元/月"), "once": _("元，一次性")}.get(per, per)


def _level(level):
    return {"nation": _("中央"), "province": _("省级"), "city": _("市级"), "county": _("县级"), "unspecified": _("文件未分担")}.get(level, level)
