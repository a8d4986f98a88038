"""What changes when a policy choice is read otherwise: scheme by scheme, before and after."""
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits import wording
from benefits.trials.telling import amount_of, grouped, signed


@dataclass(frozen=True)
class Change:
    """One beneficiary of one scheme whose answer differs; `difference` in yuan where both sides have figures (nothing due is 0)."""

    title: str
    who: str
    before: str
    after: str
    difference: Decimal | None

    @property
    def difference_words(self):
        return signed(self.difference)


@dataclass(frozen=True)
class Changes:
    rows: list
    before: Decimal
    after: Decimal

    @property
    def before_words(self):
        return grouped(self.before)

    @property
    def after_words(self):
        return grouped(self.after)

    @property
    def difference_words(self):
        return signed(self.after - self.before)


def changes(before, after, case):
    """The Changes between two answers to a case."""
    titles = wording.scheme_titles()
    names = {member["id"]: member.get("name", member["id"]) for member in case["household"]["members"]} | {"household": _("全户")}
    was, now = _by_key(before), _by_key(after)
    rows = []
    for key in [*was, *(key for key in now if key not in was)]:
        old, new = was.get(key), now.get(key)
        if _said(old) != _said(new):
            who = _("、").join(names.get(part, part) for part in key[1].removeprefix("couple:").split("+"))
            rows.append(Change(titles.get(key[0], key[0]), who, _words(old), _words(new), _difference(old, new)))
    return Changes(rows, _sum(before), _sum(after))


def _by_key(answer):
    """{(scheme, beneficiary): entitlement, or the refusal where there is none}."""
    rows = {(row["scheme"], row["beneficiary"]): row for row in answer["refusals"]}
    return rows | {(row["scheme"], row["beneficiary"]): row for row in answer["entitlements"]}


def _said(row):
    if row is None:
        return None
    return (row["unit"], row["amount"], row["sum"]) if "amount" in row else row["answer"]


def _words(row):
    if row is None:
        return _("不涉及")
    if "amount" in row:
        return amount_of(row)
    return _("待补") if row["answer"] == "unknown" else _("不符合")


def _difference(old, new):
    figures = [_figure(row) for row in (old, new)]
    return None if None in figures else figures[1] - figures[0]


def _figure(row):
    """Yuan that are due: nothing for who is not given anything; None where no figure can be said."""
    if row is None or row.get("answer") == "no":
        return Decimal(0)
    return Decimal(row["amount"]) if row.get("unit") == "yuan" and row["amount"] is not None else None


def _sum(answer):
    return sum((Decimal(row["amount"]) for row in answer["entitlements"] if row["unit"] == "yuan" and row["amount"] is not None), Decimal(0))
