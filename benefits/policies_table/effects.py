"""What a simulation found, as the confirmer reads it: schemes and periods with people and sums before and after."""
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Effect:
    """Beneficiaries by what happens to them, and sums in fen before and after; `key` is the period, "" the whole window."""

    key: str = ""
    people: int = 0
    winners: int = 0
    losers: int = 0
    unchanged: int = 0
    before_fen: int = 0
    after_fen: int = 0
    asked_before: int = 0
    asked_after: int = 0

    @property
    def difference_fen(self):
        return self.after_fen - self.before_fen


@dataclass(frozen=True)
class SchemeEffect:
    """A scheme over the whole window, and the periods (a month, a year, an event) in which something changes."""

    scheme: str
    whole: Effect
    periods: list = field(default_factory=list)


def of(simulation):
    """SchemeEffects in the order of scheme codes; a scheme that gives nobody anything has an empty one."""
    return [_scheme(scheme, simulation.effects.get(scheme, {})) for scheme in simulation.schemes]


def _scheme(scheme, found):
    periods = [(period(key), Effect(key, **counts)) for key, counts in sorted(found.items()) if key != "all"]
    changed = [(period, effect) for period, effect in periods if effect.winners or effect.losers]
    return SchemeEffect(scheme, Effect(**found.get("all", {})), changed)


def period(key):
    """A half-open period as its first and last month."""
    since, until = (date.fromisoformat(day) for day in key.split("/"))
    first, last = f"{since:%Y-%m}", f"{until - timedelta(days=1):%Y-%m}"
    return first if first == last else f"{first} – {last}"
