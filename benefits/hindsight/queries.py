"""What the first book said of a family on a day: its lines recorded until then, beside all of them."""
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from benefits import beneficiaries
from benefits.models import EntitlementLine
from benefits.policies_table import queries as policies
from benefits.runs import due, evidence
from households.models import Membership, Person


@dataclass
class Held:
    """One beneficiary's scheme in a calendar year: sums in fen on the day and today, and its (entitlement, line)s, the earliest first."""

    name: str
    scheme: str
    year: int
    then_fen: int = 0
    now_fen: int = 0
    lines: list = field(default_factory=list)

    @property
    def later_fen(self):
        """What was found after the day."""
        return self.now_fen - self.then_fen


def held(household, *, on):
    """[Held] of a family, the latest year first; `line.known` says whether a line was recorded by the end of the day."""
    until = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    found = {}
    entitlements = due.of_family(household).prefetch_related("lines__run", "lines__opening")
    names = beneficiaries.names({entitlement.beneficiary for entitlement in entitlements})
    for entitlement in entitlements:
        key = entitlement.since.year, entitlement.scheme, entitlement.beneficiary
        year = found.setdefault(key, Held(names[entitlement.beneficiary], entitlement.scheme, entitlement.since.year))
        for line in entitlement.lines.all():
            line.known = line.recorded_at < until
            year.now_fen += line.amount_fen
            year.then_fen += line.amount_fen if line.known else 0
            year.lines.append((entitlement, line))
    for year in found.values():
        year.lines.sort(key=lambda pair: pair[1].pk)
    return list(found.values())


def days(household):
    """The days on which the book changed for a family, the latest first, with how many lines."""
    lines = EntitlementLine.objects.filter(entitlement__in=due.of_family(household))
    return sorted(Counter(timezone.localdate(at) for at in lines.values_list("recorded_at", flat=True)).items(), reverse=True)


def people(household):
    """The Persons of a family something was booked for, by themselves or as one of a couple."""
    ids = {person for key in due.of_family(household).order_by().values_list("beneficiary", flat=True) for person in beneficiaries.people(key)}
    return Person.objects.filter(pk__in=ids).order_by("born", "pk")


def today(line):
    """The reason that today's records and values give for the period of a line."""
    key = line.entitlement
    family = evidence.as_of_today(home_of(key), key, values=policies.in_force(key.division_code))
    return family.reason(scheme=key.scheme, beneficiary=key.beneficiary, since=key.since)


def home_of(entitlement):
    """The family that has the person of an entitlement now."""
    if not entitlement.person_id:
        return entitlement.household_id
    at_home = Membership.objects.filter(person=entitlement.person_id, home=True, withdrawn_at=None).order_by("-since")
    return at_home.values_list("household_id", flat=True).first() or entitlement.household_id
