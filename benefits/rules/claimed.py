"""A claim of one beneficiary: the runs of months in which it is granted, refused or not known, and the parts that come of it."""
from __future__ import annotations

from dataclasses import dataclass, replace

from benefits.rules import money
from benefits.rules.view import View


@dataclass(frozen=True)
class Part:
    """Months at one rate: `rates` one for each component; `yearly` when they belong to a calendar year as a whole, and whether there is an amount.

    A `standing` figure is the same however many months it holds. `step` is the first run.
    """

    step: int
    first: int
    months: int
    rates: tuple[int, ...]
    yearly: bool
    has_amount: bool
    standing: bool = False

    @property
    def until(self) -> int:
        return self.first + self.months

    def fen(self, component: int | None = None) -> int:
        chosen = self.rates if component is None else [self.rates[component]]
        return sum(money.of_rate(rate, 1 if self.standing else self.months) for rate in chosen)


class Claimed:
    """Bits of runs: `stated` where the place has the scheme, `yes` and `unknown`, `by_year` where the clause is written "a year", `inside` the window
    it is computed for; and the `parts` it comes to there."""

    def __init__(self, of, claim, row):
        self.of, self.claim, self.row = of, claim, row
        self.stated, _ = of.truth(claim.stated, row)
        self.by_year = of.truth(claim.yearly, row)[0]
        self.inside = of.in_whole_years | of.in_window & ~self.by_year
        self.yes, self.unknown = self._answer() if self.stated else (0, 0)
        self.parts = self._parts() if self.yes else []

    def _answer(self) -> tuple[int, int]:
        """Yes and unknown; where the clause is written "a year", one unknown month leaves the year unknown."""
        of, row = self.of, self.row
        yes, no = of.truth(self.claim.whole, row)
        priced = of.all
        for amount in self.claim.amounts if yes else ():
            priced &= of.where(int.__eq__, *of.number(amount.rate, row))
        unknown = of.all & ~(yes | no) | yes & ~priced
        doubtful = unknown & self.by_year if unknown else 0
        if doubtful:
            unknown |= sum(runs for runs in of.years.values() if doubtful & runs) & self.by_year & ~no
        return yes & priced & ~unknown, unknown

    def view(self, step: int) -> View:
        return View(self.of, self.row, step)

    def _parts(self) -> list[Part]:
        """What is due, split where the rate changes; a rate that is no whole fen also at the year's end, where it is rounded."""
        found: list[Part] = []
        for step in self.of.runs(self.yes & self.inside):
            part = self._part(step)
            last = found[-1] if found else None
            if not any(part.rates) and part.has_amount:
                continue
            joins = last and last.until == part.first and last.rates == part.rates and last.has_amount == part.has_amount
            if joins and not self.claim.once and not _breaks(part):
                found[-1] = replace(last, months=last.months + part.months)
            else:
                found.append(part)
        return found

    def _part(self, step: int) -> Part:
        view, first = self.view(step), self.of.begins[step]
        return Part(
            step=step, first=first, months=self.of.ends[step] - first, rates=tuple(view.bounds(amount.rate)[0] for amount in self.claim.amounts),
            yearly=bool(self.by_year >> step & 1), has_amount=bool(view.yes(self.claim.has_amount)), standing=self.claim.standing,
        )  # fmt: skip

    def unknown_months(self) -> set[int]:
        """The months whose answer is unknown."""
        of = self.of
        return {month for step in of.runs(self.unknown) for month in range(of.first[step], of.first[step] + of.months[step])}

    def asked(self, since: int, until: int) -> list[int]:
        """The runs that lie in a time; of a clause written "a year", in a year that does."""
        of, by_year = self.of, self.by_year
        in_time = [step for step in of.runs(self.inside) if of.begins[step] < until and of.ends[step] > since]
        return [step for step in in_time if not by_year >> step & 1 or whole_year(of.begins[step], since, until)] if by_year else in_time


def _breaks(part: Part) -> bool:
    """A new calendar year parts what is due by the year, and what is rounded in it."""
    return part.first % 12 == 0 and (part.yearly or any(rate % money.SCALE for rate in part.rates))


def slices(found: list[Part], since: int, until: int) -> list[Part]:
    """The months of parts that lie in a time."""
    cut = [replace(part, first=max(part.first, since), months=min(part.until, until) - max(part.first, since)) for part in found]
    return [part for part in cut if part.months > 0]


def whole_slices(found: list[Part], since: int, until: int) -> list[Part]:
    """The same, without calendar years that lie in it only in part."""
    return slices([part for part in found if not part.yearly or whole_year(part.first, since, until)], since, until)


def whole_year(month: int, since: int, until: int) -> bool:
    return since <= month // 12 * 12 and month // 12 * 12 + 12 <= until
