"""How far a value reaches: the schemes that rest on it, and the calendar years to simulate."""
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from benefits.models import Opening
from benefits.rules import SCHEMES, registry


@dataclass(frozen=True)
class Reach:
    """The county's ledgers {scheme: first day}, those of them a value has a part in, and the years in which it has (half-open)."""

    openings: dict[str, date]
    schemes: list[str]
    since: date
    until: date


def of(value, *, on):
    """The Reach of a county's value as of a day: up to the end of the year, or of the value's first year when that lies ahead."""
    openings = openings_of(value.place)
    ends = max(on.year, value.since.year)
    if value.until is not None:
        ends = min(ends, (value.until - timedelta(days=1)).year)
    until = date(ends + 1, 1, 1)
    schemes = sorted(scheme for scheme in schemes_of(value.name) if scheme in openings and openings[scheme] < until)
    begins = max(value.since, min(openings[scheme] for scheme in schemes)) if schemes else value.since
    return Reach(openings, schemes, min(date(begins.year, 1, 1), date(ends, 1, 1)), until)


def openings_of(county):
    """The ledgers of a county: {scheme: first day}."""
    return dict(Opening.objects.filter(division_code=county).values_list("scheme", "since"))


@cache
def schemes_of(name):
    """The schemes whose rules ask for a value, and those that look at what these give."""
    found = {code for code, scheme in SCHEMES.items() if any(name in claim.policies for claim in scheme.claims)}
    while more := {code for code, seen in _looks_at().items() if code not in found and seen & found}:
        found |= more
    return frozenset(found)


@cache
def names():
    """{scheme: the values it rests on}, as a run keeps them."""
    reached = {name: schemes_of(name) for name in registry.policies()}
    return {code: sorted(name for name, schemes in reached.items() if code in schemes) for code in SCHEMES}


@cache
def _looks_at():
    return {
        code: {node.scheme for claim in scheme.claims for node in claim.nodes if hasattr(node, "scheme")} - {code} for code, scheme in SCHEMES.items()
    }
