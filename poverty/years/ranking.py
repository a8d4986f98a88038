"""Villages first: every village in the order its documents give it, with what its place rests on and what is missing.

The order is that of the priorities a village certainly has, the weightiest first: 重点倾斜 (筑委厅字〔2013〕89号 三(二)18), then the higher
support of poor villages (18), then 首先安排 (5), then 倾斜 and 优先 (1, 8). 淄博 has one rule (淄政办发〔2012〕74号 三(一)). The documents say
nothing among villages with the same priorities: these share a place. What is not recorded moves nobody up.
"""
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from poverty.years import judging

SHOWN = 10  # years looked back; the documents ask for five
ASKED = max(judging.WINDOWS.values())
_WEIGHTS = sorted({priority.weight for priority in judging.PRIORITIES})
CLEAN, OUTSIDE, WAITING, UNKNOWN = "clean", "outside", "waiting", "unknown"


@dataclass(frozen=True)
class Year:
    """A village's year: births outside policy, None when nobody confirmed a count."""

    year: int
    outside: int | None
    state: str


@dataclass(frozen=True)
class Streak:
    """Clean years in a row up to the last; `open` when the year before them is not recorded, so that there may be more."""

    years: int
    open: bool


@dataclass(frozen=True)
class Condition:
    name: str
    title: str
    finding: judging.Finding


@dataclass(frozen=True)
class Standing:
    """A village among the others: its place (None without a priority), how many share it, and what it rests on."""

    code: str
    name: str
    township_code: str
    township: str
    findings: dict
    priorities: list
    years: tuple
    now: object  # the confirmed VillageYear of the last year
    place: int | None = None
    tied: int = 0
    order: int = 0

    @property
    def conditions(self):
        return [Condition(name, title, self.findings[name]) for name, title in judging.CONDITIONS.items()]

    @property
    def streak(self):
        return streak(self.years)

    @property
    def reasons(self):
        """[(Priority, answer, sentence)], the weightiest first: what each priority rests on."""
        by_weight = sorted(self.priorities, key=lambda found: found[0].weight)
        return [(priority, answer, because(priority, self.findings)) for priority, answer in by_weight]

    @property
    def decisive(self):
        """(Priority, sentence) its place rests on, None without a place."""
        return next(((priority, told) for priority, answer, told in self.reasons if answer == judging.YES and self.place), None)

    @property
    def asked(self):
        """The years the documents ask for."""
        return self.years[-ASKED:]

    @property
    def questions(self):
        """[(year, whether a record waits for confirmation)] without a confirmed count, and the last year when a mark is missing."""
        years = {row.year: row.state == WAITING for row in self.asked if row.outside is None}
        if any(self.findings[name].answer == judging.UNKNOWN for name in ("poor", "good_work")):
            years.setdefault(self.years[-1].year, False)
        return sorted(years.items())

    @property
    def key(self):
        """In the order of the places, then by code."""
        return f"{self.order:03d}{self.code}"


def standings(villages, confirmed, waiting, *, county, year, on):
    """[Standing] in order; `confirmed` {village: {year: VillageYear}}, `waiting` {village: {year}}; judged by the records
    up to the end of `year` and the documents in force `on` a day.

    Where no document ranks, no village has a place; poor villages stand first.
    """
    ranked = bool(judging.in_force(county, on=on))
    found = [_standing(village, confirmed[village.pk], waiting[village.pk], county, year, on) for village in villages]
    merits = sorted((_merit(village, ranked) for village in found), reverse=True)
    orders = {merit: order for order, merit in enumerate(sorted(set(merits), reverse=True))}
    placed = []
    for village in found:
        merit = _merit(village, ranked)
        place = merits.index(merit) + 1 if ranked and any(merit) else None
        placed.append(replace(village, place=place, tied=merits.count(merit), order=orders[merit]))
    return sorted(placed, key=lambda village: village.key)


def because(priority, findings):
    """连续五年无政策外生育（2021–2025 年均为 0）, for each condition of a priority."""
    told = [_("%(words)s（%(more)s）") % {"words": judging.CONDITIONS[need], "more": findings[need].because} for need in priority.needs]
    return _("，且").join(told)


def years(records, waiting, *, year):
    """A village's years, oldest first."""
    return tuple(_year(records, waiting, of) for of in range(year - SHOWN + 1, year + 1))


def streak(shown):
    """The Streak of a village's years."""
    clean = 0
    for row in reversed(shown):
        if row.state != CLEAN:
            return Streak(clean, row.outside is None)
        clean += 1
    return Streak(clean, True)


def _standing(village, records, waiting, county, year, on):
    findings = judging.findings(records, year=year)
    return Standing(
        village.pk, village.name, village.parent_id, village.parent.name, findings,
        judging.priorities(findings, place=county, on=on), years(records, waiting, year=year), records.get(year),
    )  # fmt: skip


def _year(records, waiting, year):
    outside = getattr(records.get(year), "births_outside", None)
    if outside is None:
        return Year(year, None, WAITING if year in waiting else UNKNOWN)
    return Year(year, outside, OUTSIDE if outside else CLEAN)


def _merit(village, ranked):
    """Which weights a village certainly has, the weightiest first: villages compare as these do."""
    if not ranked:
        return (village.findings["poor"].answer == judging.YES,)
    certain = {priority.weight for priority, answer in village.priorities if answer == judging.YES}
    return tuple(weight in certain for weight in _WEIGHTS)
