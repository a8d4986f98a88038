"""What is due to a family and what moved, for its record page."""
from dataclasses import dataclass, field

from django.db.models import Q

from benefits.models import Entitlement


@dataclass
class Year:
    """One beneficiary's scheme in one calendar year: sums in fen, the lines that came to them and what moved later."""

    beneficiary: str
    scheme: str
    year: int
    periods: int = 0
    due_fen: int = 0
    moved_fen: int = 0
    lines: list = field(default_factory=list)
    moves: list = field(default_factory=list)

    @property
    def open_fen(self):
        """Due and not yet moved; negative where more moved than is due."""
        return self.due_fen - self.moved_fen


def of_household(household, *, titles):
    """Years, the latest first. People who moved in bring what was due to them before."""
    years = {}
    for entitlement in of_family(household).prefetch_related("lines", "money_lines"):
        key = entitlement.since.year, entitlement.scheme, entitlement.beneficiary
        name = entitlement.person.name if entitlement.person else ""
        year = years.setdefault(key, Year(name, str(titles.get(entitlement.scheme, entitlement.scheme)), entitlement.since.year))
        year.periods += 1
        year.due_fen += sum(line.amount_fen for line in entitlement.lines.all())
        year.moved_fen += sum(line.amount_fen for line in entitlement.money_lines.all())
        year.lines += [(entitlement, line) for line in entitlement.lines.all()]
        year.moves += list(entitlement.money_lines.all())
    return list(years.values())


def of_family(household):
    """The entitlements of a family and of who lives in it now, the latest period first."""
    at_home = Q(person__memberships__household=household, person__memberships__home=True, person__memberships__withdrawn_at=None)
    found = Entitlement.objects.filter(at_home | Q(household=household)).exclude(beneficiary__startswith="village:")
    found = found.exclude(beneficiary__startswith="receiver:")
    return found.select_related("person").order_by("-since", "scheme", "beneficiary", "component").distinct()
