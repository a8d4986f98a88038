"""The lines of one person, each with the facts and values it was booked on beside today's, and what differs in sentences."""
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import SimpleNamespace

from django.db.models import Q
from django.utils.translation import gettext as _

from benefits.hindsight import differences, queries, told
from benefits.models import Entitlement, EntitlementLine
from benefits.policies_table import queries as policies
from benefits.runs import evidence
from households.models import Membership

_RELATED = ("entitlement__person", "entitlement__household", "run", "opening", "evidence__layout", "evidence__basis")


@dataclass(frozen=True)
class Span:
    """Lines of neighbouring periods booked together alike, of which the same is to be said."""

    lines: tuple
    note: str
    facts: tuple
    values: tuple
    sentences: tuple

    @property
    def first(self):
        return self.lines[0]

    @property
    def since(self):
        return self.first.entitlement.since

    @property
    def until(self):
        return self.lines[-1].entitlement.until

    @property
    def amount_fen(self):
        return sum(line.amount_fen for line in self.lines)


def years(person):
    """The calendar years something was booked for, the latest first."""
    return sorted({day.year for day in _entitlements(person).values_list("since", flat=True)}, reverse=True)


def of_person(person, *, year, titles):
    """[Span] of a calendar year, what was booked last first."""
    lines = EntitlementLine.objects.filter(entitlement__in=_entitlements(person).filter(since__year=year)).select_related(*_RELATED)
    lines = lines.order_by("-recorded_at", "-run", "entitlement__scheme", "entitlement__beneficiary", "entitlement__component", "entitlement__since")
    beside = _Beside(year, titles)
    alike = groupby(((line, beside.of(line)) for line in lines), key=lambda pair: (*_booked(pair[0]), pair[1]))
    return [Span(tuple(line for line, _said in of), *said) for (*_key, said), of in alike]


class _Beside:
    """What is said of a line: families of then and today are read once."""

    def __init__(self, year, titles):
        self.titles, self.period = titles, SimpleNamespace(since=date(year, 1, 1), until=date(year + 1, 1, 1))
        self.homes, self.then, self.today, self.facts = {}, {}, {}, {}

    def of(self, line):
        """(note, rows of facts, rows of values, sentences)."""
        if line.evidence is None:
            return evidence.of_book_line(line).get("note") or _("这笔没有留存当时的事实。"), (), (), ()
        then, now = self._then(line.evidence), self._today(line.entitlement)
        key = {name: getattr(line.entitlement, name) for name in ("scheme", "beneficiary", "since")}
        before, after = then.reason(**key), now.reason(**key)
        facts = self._facts(line.evidence_id, then, now)
        values = differences.values(before, after, titles=self.titles)
        rows = [*facts, *values, *differences.conditions(before, after)]
        return before.get("note", ""), tuple(facts), tuple(values), tuple(differences.sentences(rows))

    def _then(self, kept):
        if kept.pk not in self.then:
            self.then[kept.pk] = evidence.seen(kept)
        return self.then[kept.pk]

    def _today(self, entitlement):
        whose = entitlement.person_id, entitlement.household_id
        if whose not in self.homes:
            self.homes[whose] = queries.home_of(entitlement)
        home = self.homes[whose]
        if home not in self.today:
            self.today[home] = evidence.as_of_today(home, self.period, values=policies.in_force(entitlement.division_code))
        return self.today[home]

    def _facts(self, evidence_id, then, now):
        if (evidence_id, id(now)) not in self.facts:
            self.facts[evidence_id, id(now)] = differences.facts(*(told.of(family.tables, family.names) for family in (then, now)))
        return self.facts[evidence_id, id(now)]


def _booked(line):
    key = line.entitlement
    return line.recorded_at, line.run_id, line.opening_id, key.scheme, key.beneficiary, key.component, line.amount_fen


def _entitlements(person):
    """Their own keys, and those of a couple they are one of."""
    homes = Membership.objects.filter(person=person).values("household")
    one_of_two = Q(beneficiary__startswith=f"couple:{person.pk}+") | Q(beneficiary__startswith="couple:", beneficiary__endswith=f"+{person.pk}")
    found = Entitlement.objects.filter(Q(person=person) | Q(household__in=homes) & one_of_two)
    return found.exclude(beneficiary__startswith="receiver:")
