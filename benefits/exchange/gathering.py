"""The rows of a file that goes out: families the other department knows, with what really moved to them in the year by the second book."""
from collections import defaultdict
from datetime import date

from django.db.models import Q
from django.utils import timezone

from benefits import wording
from benefits.exchange import columns
from benefits.models import MoneyLine
from benefits.policies_table.queries import in_force
from benefits.rules import months
from benefits.rules.calculations import DISREGARDS
from benefits.rules.explain import clause
from benefits.rules.money import yuan
from benefits.rules.schemes import project_grant
from households.models import FamilyType, Membership, Person, Relation
from poverty.models import MinimumLiving, PovertyRegistration, Transfer


def records(counterpart, *, county, year):
    """[{key: text}] for a department, each with its `household`, `person` (ids) and `fen`. Read under the county's scope.

    One without a `number` is about somebody the other department could not know again: it goes on no file, and has to be told of.
    """
    return _poverty(year) if counterpart == Transfer.Counterpart.POVERTY else _civil_affairs(county, year)


def received(household_ids, *, year):
    """{household id: {(person id, scheme): fen}}: what the bank confirmed in the year and did reach them, less what came back in the year.

    Keys of a receiver of a wrong payment lie under the family it was meant for: what went there and came back was never the family's.
    """
    lines = MoneyLine.objects.filter(entitlement__household__in=household_ids)
    lines = lines.exclude(entitlement__beneficiary__startswith="village:").exclude(entitlement__beneficiary__startswith="receiver:")
    kinds = (MoneyLine.Kind.HANDED, MoneyLine.Kind.CONFIRMED, MoneyLine.Kind.RECOVERED, MoneyLine.Kind.MISDIRECTED)
    lines = lines.filter(kind__in=kinds).select_related("entitlement")
    heads = dict(
        Membership.objects.filter(household__in=household_ids, relation=Relation.HEAD, withdrawn_at=None).values_list("household", "person")
    )
    lines = list(lines)
    taken_back = {line.reverses_id for line in lines} - {None}
    wrong = [line for line in lines if line.kind == MoneyLine.Kind.MISDIRECTED and not line.reverses_id and line.pk not in taken_back]
    astray = {(line.entitlement_id, line.payout_id) for line in wrong}
    confirmed = {(line.entitlement_id, line.payout_id) for line in lines if line.kind == MoneyLine.Kind.CONFIRMED and _year(line) == year}
    found = defaultdict(lambda: defaultdict(int))
    for line in lines:
        reached = line.kind == MoneyLine.Kind.HANDED and (line.entitlement_id, line.payout_id) in confirmed - astray
        if reached or (line.kind == MoneyLine.Kind.RECOVERED and _year(line) == year):
            key = line.entitlement
            found[key.household_id][key.person_id or heads.get(key.household_id), key.scheme] += line.amount_fen
    return found


def disregarded(county, *, year):
    """({scheme}, clause): whose money local documents leave out of the income for 低保 on the last day of a year; (set(), "") where none does."""
    book, day = in_force(county).book, int(months.last_day(year * 12 + 11))
    value = next((book.values[row] for since, until, row in book.place(county).pieces(DISREGARDS) if since <= day < until), None)
    return (set(value.value), clause(value)) if value is not None else (set(), "")


def _poverty(year):
    """A record for each person of a registered family who received something, and the householder of one where nobody did.

    Cash of a poverty project is that department's own money, whichever family has it, and no 计划生育金.
    """
    held = PovertyRegistration.objects.filter(_in_the_year(year), withdrawn_at=None).order_by("household", "-since").distinct("household")
    numbers = dict(held.values_list("household", "number"))
    kinds = dict(FamilyType.objects.filter(household__in=numbers).values_list("household", "kind"))
    money = received(list(numbers), year=year)
    people = _people(numbers, money)
    for household, number in sorted(numbers.items(), key=lambda pair: pair[1]):
        planning = FamilyType.is_planning(kinds.get(household))
        sums = defaultdict(int)
        for (person, scheme), fen in money[household].items():
            sums[person] += fen if scheme != project_grant.CODE else 0
        for who in [who for who in (*people[household], None) if sums[who]] or [_head(people[household])]:
            yield _about(household, who, sums[who], people) | {
                "family": number, "planning": columns.YES_AND_NO[planning], "year": str(year), "own_fen": yuan(sums[who]),
                "flag": columns.COUNTED,
            }  # fmt: skip


def _civil_affairs(county, year):
    """A record for each person and scheme of families on 低保 in the year."""
    households = set(MinimumLiving.objects.filter(_in_the_year(year), withdrawn_at=None).values_list("household", flat=True))
    schemes, cite = disregarded(county, year=year)
    titles, money = wording.ledger_titles(), received(list(households), year=year)
    people = _people(households, money)
    for household in sorted(households):
        for (who, scheme), fen in sorted(money[household].items(), key=str):
            if fen:
                left_out = any(scheme == named or scheme.startswith(f"{named}_") for named in schemes)
                yield _about(household, who, fen, people) | {
                    "year": str(year), "scheme": str(titles.get(scheme, scheme)), "paid": yuan(fen),
                    "flag": columns.DISREGARDED if left_out else columns.AS_CIVIL_AFFAIRS_DECIDE, "cite": cite if left_out else "",
                }  # fmt: skip


def _about(household, who, fen, people):
    """Whom a record is about; nobody is named where a family's money has no householder on record."""
    person = people[household].get(who)
    named = {"name": person.name, "number": person.number() or ""} if person else {"name": "", "number": ""}
    return named | {"household": household, "person": who, "fen": fen}


def _head(people):
    return next((pk for pk, person in people.items() if person.is_head), None)


def _people(households, money):
    """{household id: {person id: Person}}, the householder marked; who received something and has left since is among them."""
    found = defaultdict(dict)
    rows = Membership.objects.filter(household__in=households, withdrawn_at=None)
    for row in rows.select_related("person").order_by("household", "relation", "id"):
        row.person.is_head = row.relation == Relation.HEAD
        found[row.household_id][row.person_id] = row.person
    left = {household: {who for who, _scheme in sums if who} - found[household].keys() for household, sums in money.items()}
    known = Person.objects.in_bulk({who for people in left.values() for who in people})
    for household, people in left.items():
        for who in sorted(people):
            known[who].is_head = False
            found[household][who] = known[who]
    return found


def _in_the_year(year):
    return Q(since__lt=date(year + 1, 1, 1)) & (Q(until=None) | Q(until__gt=date(year, 1, 1)))


def _year(line):
    return timezone.localdate(line.at).year
