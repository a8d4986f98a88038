"""The facts a run saw of a family, put away as bytes, and the reasons they give: evaluated again by the rules, with the run's own values."""
import hashlib
import json
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from benefits import facts as recorded
from benefits import rules, wording
from benefits.models import Basis, Evidence, FactLayout
from benefits.policies_table import reach
from benefits.rules import facts
from benefits.rules.facts import TABLES
from benefits.runs import queries, subjects

_COUNT = "<u2"


def pack(tables, households):
    """For each of these households (rows, ascending) its rows of every table as bytes; links count from the household's own first row."""
    counts, pieces, order, homes, place = [], [], {}, {}, {}
    for name in TABLES:
        home = facts.households_of(tables, name)
        order[name] = np.argsort(home, kind="stable")
        homes[name] = home[order[name]]
        place[name] = np.full(len(home) + 1, -1, "i4")
        place[name][order[name]] = np.arange(len(home)) - np.searchsorted(homes[name], homes[name])
    for name, table in TABLES.items():
        rows, home = tables[name][order[name]], homes[name]
        for column, kind in table.columns.items():
            if kind.kind == "row":
                rows[column] = place[kind.to][rows[column]]
        start, end = np.searchsorted(home, households), np.searchsorted(home, households, "right")
        counts.append(end - start)
        pieces.append((memoryview(rows.tobytes()), (start * rows.itemsize).tolist(), (end * rows.itemsize).tolist()))
    heads = np.stack(counts, axis=1).astype(_COUNT)
    return [
        b"".join([heads[index].tobytes(), *(view[start[index] : end[index]] for view, start, end in pieces)]) for index in range(len(households))
    ]


def unpack(layout, content):
    """The tables of one household; columns the layout does not know are not recorded."""
    content = bytes(content)
    counts = np.frombuffer(content, _COUNT, count=len(layout))
    tables, at = facts.empty(), counts.nbytes
    for (name, described), count in zip(layout, counts.tolist(), strict=True):
        written = np.dtype([tuple(column) for column in described])
        rows = np.frombuffer(content, written, count=count, offset=at)
        at += rows.nbytes
        if name in tables:
            made = np.zeros(count, TABLES[name].dtype)
            for column in set(made.dtype.names) & set(written.names):
                made[column] = rows[column]
            tables[name] = made
    return tables


def layout():
    """The layout of today's tables, on record."""
    described = [[name, [list(column) for column in table.dtype.descr]] for name, table in TABLES.items()]
    digest = hashlib.sha256(json.dumps(described).encode()).hexdigest()
    return FactLayout.objects.get_or_create(hash=digest, defaults={"tables": described})[0]


def of_run_line(line):
    """The reason of a run's line; of one that changes nothing the reason it was booked with. {} where no facts were kept."""
    key = {"scheme": line.scheme, "beneficiary": line.beneficiary, "since": line.since}
    kept = Evidence.objects.select_related("layout", "basis").filter(run=line.run_id, household=line.household_id).first()
    if line.due_fen == line.booked_fen:
        booked = queries.booked(line)
        kept = booked and booked.evidence
    return seen(kept).reason(**key) if kept else {}


def of_family(run, household_id):
    """The Family as the run saw it; the run changes something for it."""
    return seen(Evidence.objects.select_related("layout", "basis").get(run=run, household=household_id))


def of_book_line(line):
    """The reason of a line of the first book, with its entitlement and evidence; where an opening balance brought it, which one did."""
    if line.opening:
        told = {"number": line.opening.number, "source": line.opening.source}
        return {"note": _("由期初结转表 %(number)s 转入（%(source)s），首个账期之前的月份不重新核算。") % told, "conditions": []}
    key = {name: getattr(line.entitlement, name) for name in ("scheme", "beneficiary", "since")}
    return seen(line.evidence).reason(**key) if line.evidence else {}


def as_of_today(household_id, period, *, values):
    """The Family as it is recorded today, with today's values (policies_table.InForce), over the `since` and `until` of a period."""
    tables = recorded.read([household_id], since=period.since, until=period.until, one_off=[s.code for s in rules.schemes() if s.one_off])
    return Family(tables, book=values.book, rules_hash=queries.rules_hash(), **window(period))


def seen(evidence):
    """The Family as the run saw it."""
    tables = unpack(evidence.layout.tables, evidence.facts)
    return Family(tables, book=_book(evidence.basis), rules_hash=evidence.basis.rules_hash, **window(evidence))


class Family:
    """One family's facts beside the values of a place: `since` and `until` are months."""

    def __init__(self, tables, *, book, rules_hash, since, until):
        self.tables, self.rules_hash = tables, rules_hash
        self.names = recorded.called(self.tables["persons"]["id"].tolist())
        self.reasons = rules.Reasons(tables=self.tables, book=book, names=self.names, since=since, until=until)

    def reason(self, *, scheme, beneficiary, since):
        """Conditions, values and sum as the rules give them; `note` says when the rules have changed since."""
        kind, row = self._row(beneficiary)
        if row is None:
            return {"note": _("这户当时的档案中没有这对夫妻的婚姻记录，不应发。"), "conditions": []}
        told = wording.told(self.reasons.reason(scheme, row, since.year * 12 + since.month - 1, kind))
        changed = self.rules_hash != queries.rules_hash()
        return told | ({"note": _("规则程序在这次核算之后有过更新，以下由当时的事实和标准按现行规则说明。")} if changed else {})

    def _row(self, beneficiary):
        kind, _colon, numbers = beneficiary.partition(":")
        who, _plus, partner = numbers.partition("+")
        found = subjects.named(self.tables, kind)
        rows = np.flatnonzero((found["who"] == int(who)) & (found["partner"] == int(partner or 0)))
        return kind, int(rows[0]) if len(rows) else None


def window(run):
    """The months a run is computed over: whole calendar years, whatever it asks for; then months share a yearly rate the same way in every run."""
    last = run.until.year * 12 + run.until.month - 2
    return {"since": run.since.year * 12, "until": (last // 12 + 1) * 12}


def basis(values):
    """The values in force (policies_table.InForce) and today's rules, on record."""
    named = reach.names()
    digest = hashlib.sha256(f"{values.hash}\n{queries.rules_hash()}\n{json.dumps(named)}".encode()).hexdigest()
    stored = [vars(value) | {"since": value.since.isoformat(), "until": value.until and value.until.isoformat()} for value in values.book.values]
    told = {"values": stored, "rules_hash": queries.rules_hash(), "names": named}
    return Basis.objects.get_or_create(hash=digest, defaults=told)[0]


_books = {}


def _book(basis):
    """The book of a basis, kept for the next family of it."""
    book = _books.get(basis.hash)
    if book is None:
        book = rules.Book(_value(**row) for row in basis.values)
        _books.clear()
        _books[basis.hash] = book
    return book


def _value(*, since, until, value, **rest):
    since, until = date.fromisoformat(since), date.fromisoformat(until) if until else None
    return rules.Value(since=since, until=until, value=tuple(value) if isinstance(value, list) else value, **rest)
