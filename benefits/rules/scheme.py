"""What a scheme is: conditions in the order and words of its document, and what it comes to."""
from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from benefits.rules.choices import CHOICES
from benefits.rules.expr import Always, Const, If, InMonth, Node, Number, Policy, Stated, Truth, asked
from benefits.rules.walking import children, walk

NOTHING = Const(0)


class Policies:
    """The names of a scheme's policy values: `P.money("rate")` is `rural_reward.rate`."""

    def __init__(self, scheme: str = ""):
        self._prefix = f"{scheme}." if scheme else ""

    def __getattr__(self, kind: str) -> Callable[..., Policy]:
        if kind not in ("money", "points", "area", "percent", "years", "calendar_years", "grade", "date", "flag", "options", "places"):
            raise AttributeError(kind)
        return lambda name, *options: _policy(self._prefix + name, kind, options)


@functools.cache
def _policy(name: str, kind: str, options: tuple[str, ...]) -> Policy:
    return Policy(name, kind, options)


def if_stated(rate: Policy) -> Number:
    """A figure that the place may state or not."""
    return If(Stated(rate), rate, NOTHING)


def choice(code: str) -> Policy:
    """A policy choice of the register: which reading the place uses."""
    return _policy(code, "choice", CHOICES[code])


def share(code: str) -> Policy:
    """A policy choice that may also be read as a share of the whole."""
    return _policy(code, "share", ())


@dataclass(frozen=True, eq=False)
class Condition:
    """One condition: its sentence, the rule, the value whose document states it, and how to say what was found.

    `because(view)` is asked where the answer is yes or no. `when` is the day from which it holds by age alone. `shown` hides a condition that
    the place's document does not have.
    """

    text: str | Callable
    rule: Truth
    because: Callable
    cite: Policy | None = None
    when: Number | None = None
    shown: Truth | None = None


@dataclass(frozen=True, eq=False)
class Amount:
    """A part of what is due: a rate of `money.py`, and which level of government bears how much of it; the last level takes the rest."""

    rate: Number
    component: str = ""
    levels: tuple[tuple[str, Number | None], ...] = (("unspecified", None),)


@dataclass(frozen=True, eq=False)
class Claim:
    """What one kind of beneficiary (`facts.BENEFICIARIES`) can claim.

    Without `amounts`, and where `figure` is not stated, it is granted without an amount. A yearly clause may be `in_force` as it is in one month
    of the year. A unit other than yuan is no money and in no ledger; `registered` is money that somebody else pays, and in no ledger either.
    A `standing` figure holds as long as the conditions do and does not add up over the months.
    """

    kind: str
    in_force: Policy | InMonth
    conditions: tuple[Condition, ...]
    amounts: tuple[Amount, ...] = ()
    unit: str = "yuan"  # yuan, points, square metres or priority
    figure: Policy | None = None  # the amount the document leaves to the county
    excluded_by: tuple[Condition, ...] = ()  # conditions that look at what other schemes give
    yearly: Truth = field(default_factory=lambda: Always(False))
    floor: Policy | InMonth | None = None
    once: bool = False
    registered: bool = False
    standing: bool = False
    concerns: Truth | None = None  # whom a second claim of a scheme speaks of at all

    @functools.cached_property
    def stated(self) -> Truth:
        """The place has the scheme."""
        return Stated(self.in_force)

    @functools.cached_property
    def base(self) -> Truth:
        """The conditions by themselves."""
        return _all([self.stated, *(condition.rule for condition in self.conditions)])

    @functools.cached_property
    def whole(self) -> Truth:
        """With what excludes it."""
        return _all([self.base, *(condition.rule for condition in self.excluded_by)])

    @functools.cached_property
    def is_floor(self) -> Truth:
        """The figure is the least that may be approved."""
        return Always(False) if self.floor is None else self.floor == 1

    @functools.cached_property
    def has_amount(self) -> Truth:
        """Whether some document states a figure."""
        return Always(bool(self.amounts)) if self.figure is None else Stated(self.figure)

    @functools.cached_property
    def rate(self) -> Number:
        return functools.reduce(lambda a, b: a + b, [amount.rate for amount in self.amounts], NOTHING)

    @functools.cached_property
    def nodes(self) -> list[Node]:
        """Everything the claim's rules are made of."""
        conditions = (*self.conditions, *self.excluded_by)
        extra = [condition.when for condition in conditions] + [condition.shown for condition in conditions]
        shares = [share for amount in self.amounts for _, share in amount.levels]
        roots = (self.whole, self.rate, self.yearly, self.in_force, self.floor, self.concerns, self.figure, *extra, *shares)
        return walk(*(root for root in roots if root is not None))

    @functools.cached_property
    def policies(self) -> dict[str, Policy]:
        """The policy values the claim asks for."""
        return {node.name: node for node in self.nodes if isinstance(node, Policy)}


    @functools.cached_property
    def months_asked(self) -> dict[str, set[int | None]]:
        """For each policy value the months of the year it is asked for in; None: the month itself."""
        found: dict[str, set[int | None]] = {}
        roots = (self.in_force, self.floor, self.figure, *(share for amount in self.amounts for _, share in amount.levels))
        within = (part for node in self.nodes if not isinstance(node, InMonth) for part in children(node))
        for node in (*roots, *within):
            if isinstance(node, Policy | InMonth):
                policy, month = asked(node)
                found.setdefault(policy.name, set()).add(month)
        return {name: {None} if None in wanted else wanted for name, wanted in found.items()}


def _all(truths: list[Truth]) -> Truth:
    return functools.reduce(lambda a, b: a & b, truths)


@dataclass(frozen=True, eq=False)
class Definition:
    """What a file of `schemes/` defines: the scheme without its code, which is the name of the file."""

    title: str
    clause: str
    claims: tuple[Claim, ...]
    period: str  # month, year or once, as the national clause is written
