"""What the policy pages show: which place states what, values through time, where they are used, how a place reads what a clause leaves open."""
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from accounts.models import Jurisdiction
from benefits import policies, wording
from benefits.models import PolicyConfirmation, PolicyValue
from benefits.policies_table import names, queries, timebar
from benefits.rules.choices import CHOICES
from benefits.rules.values import code, lineage
from benefits.trials import choosing

State = PolicyValue.State


@dataclass(frozen=True)
class Row:
    """A value with what became of it: the document that confirmed it for the county, and the clause word for word."""

    value: PolicyValue
    confirmation: PolicyConfirmation | None
    quote: str

    @property
    def is_unproven(self):
        return self.value.quality == "reported" and self.confirmation is None


@dataclass(frozen=True)
class Entry:
    """What a place states of a scheme: its rows, and the figures that hold on the day asked."""

    place: str
    scheme: str
    rows: list
    current: list

    @property
    def is_unproven(self):
        return any(row.is_unproven for row in self.rows)

    @property
    def waiting(self):
        return sum(row.value.state == State.PROPOSED for row in self.rows)

    @property
    def documents(self):
        return list(dict.fromkeys(row.value.citation.number for row in self.rows))

    @property
    def since(self):
        return min(row.value.since for row in self.rows)

    @property
    def until(self):
        """When everything ends, None while something goes on."""
        ends = [row.value.until for row in self.rows if row.value.state == State.IN_FORCE]
        return max(ends) if ends and all(ends) else None

    def state(self, on):
        """waiting, ended, ahead or in_force on a day."""
        if all(row.value.state == State.PROPOSED for row in self.rows):
            return "waiting"
        if self.until is not None and self.until <= on:
            return "ended"
        return "ahead" if self.since > on else "in_force"


def rows(county):
    """Every Row a county has to do with, practice apart; the latest first within a name."""
    held = [value for value in queries.concerning(county).order_by("scheme", "name", "-place", "-since") if value.quality != "practice"]
    proven = _confirmed(county)
    return [Row(value, proven.get(value.pk), quote(value)) for value in held]


def entries(county, *, on, place="", scheme="", state=""):
    """The Entries of a county in the order of schemes and places, as filtered."""
    standing = [row for row in rows(county) if row.value.state != State.WITHDRAWN and not row.value.name.startswith("PC-")]
    found = [_entry(*of, list(same), on) for of, same in groupby(sorted(standing, key=_key), key=_key)]
    return [
        entry
        for entry in found
        if place in ("", entry.place) and scheme in ("", entry.scheme) and (not state or state in (entry.state(on), entry.is_unproven and "reported"))
    ]


def bars(county, place, scheme, *, on):
    """(Axis, [(name, unit, [(Piece, PolicyValue or None)])]) of what a place, with the places above it, states of a scheme; amounts first.

    (None, []) when nothing is stated.
    """
    held = [row for row in of_scheme(county, place, scheme) if row.value.state == State.IN_FORCE]
    if not held:
        return None, []
    values = [queries.as_stated(row.value, row.confirmation) for row in held]
    along = timebar.axis(values, on=on)
    drawn = {value.name: value.unit for value in values if value.unit == "flag" or value.unit == "percent" or value.unit.startswith("yuan")}
    money = [name for name, unit in drawn.items() if unit.startswith("yuan") and not name.endswith(".supplement")]
    made = []
    for name in sorted(drawn, key=lambda name: (drawn[name] == "flag", name not in money, name)):
        beside = [other for other in money if other != name] if name in money else []
        found = timebar.pieces(values, name, place=place, along=along, beside=beside)
        made.append((name, drawn[name], [(piece, held[piece.row].value if piece.row is not None else None) for piece in found]))
    return along, made


def of_scheme(county, place, scheme):
    """Every Row of a scheme at a place and above it, withdrawn ones among them; amounts first."""
    stating = set(lineage(place))
    found = [row for row in rows(county) if _scheme(row.value) == scheme and row.value.place in stating]
    return sorted(found, key=lambda row: (not row.value.unit.startswith("yuan"), row.value.unit != "percent"))


def quote(value):
    """The clause a value rests on, word for word, empty where its text is not archived."""
    return value.quote or _quotes().get((value.citation.number, value.clause), "")


@dataclass(frozen=True)
class Reading:
    """How a place reads what a clause leaves open: the choice, its question, the reading in words, the other readings, and the value that says so."""

    code: str
    question: str
    words: str
    others: list
    value: PolicyValue


def readings(place):
    """The Readings in force at a place: its own, or those of the nearest place above it."""
    held = {}
    stated = PolicyValue.objects.filter(place__in=lineage(place), name__in=CHOICES, withdrawn_at=None).select_related("citation")
    for value in sorted(stated, key=lambda value: (lineage(place).index(value.place), value.since)):
        held[value.name] = value
    return [_reading(name, held[name]) for name in CHOICES if name in held]


def places(county):
    """{code: name} of the county, the places above it and those inside it that state something."""
    codes = {code(step) for step in lineage(county)} | set(PolicyValue.objects.filter(place__startswith=county[:6]).values_list("place", flat=True))
    return dict(Jurisdiction.objects.filter(code__in=codes).order_by("level", "code").values_list("code", "name"))


def titles():
    """{code: what it is called} of everything values are stated for."""
    return {**wording.scheme_titles(), **names.calculations()}


def _confirmed(county):
    in_force = queries.confirmations(county).filter(state=PolicyConfirmation.State.IN_FORCE).select_related("citation", "recorded_by", "decided_by")
    return {row.value_id: row for row in in_force}


def _entry(scheme, place, rows, on):
    current = [
        row
        for row in rows
        if row.value.state == State.IN_FORCE
        and row.value.since <= on
        and (row.value.until is None or row.value.until > on)
        and row.value.value is not None
        and (row.value.unit == "percent" or row.value.unit.startswith("yuan"))
    ]
    latest = {}
    for row in sorted(current, key=lambda row: row.value.since):
        latest[row.value.name] = row
    return Entry(place, scheme, rows, list(latest.values()))


def _reading(name, value):
    others = [choosing.words(name, reading) for reading in CHOICES[name] if reading != value.value]
    return Reading(name, choosing.question(name), choosing.words(name, value.value), others, value)


def _key(row):
    return _scheme(row.value), row.value.place


def _scheme(value):
    return value.scheme or names.LINES


@cache
def _quotes():
    return policies.clauses()
