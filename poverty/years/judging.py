"""What village-year records say of a village, and which priorities of the documents it has: yes, no, or unknown with what is missing."""
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poverty.years import citations

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class Finding:
    """An answer and what it rests on."""

    answer: str
    because: str


@dataclass(frozen=True)
class Priority:
    """优先事项 of a place's document: a village has it when every condition named in `needs` is met. In force from a day until a day.

    `weight` orders them (poverty.years.ranking): 1 comes first, equal weights say the same of a village.
    """

    measure: str
    title: str
    cite: str
    place: str
    since: date
    until: date | None
    needs: tuple[str, ...]
    weight: int


_ZIBO, _GUIYANG = ("370300000000", date(2012, 10, 1), date(2017, 10, 1)), ("520100000000", date(2013, 6, 9), None)
PRIORITIES = (
    Priority("ZB-a", gettext_lazy("扶贫项目资金优先"), citations.ZIBO_POOR_VILLAGES, *_ZIBO, ("poor", "good_work"), 1),
    Priority("GY-c", gettext_lazy("发展项目倾斜"), citations.GUIYANG_DEVELOPMENT, *_GUIYANG, ("this_year",), 4),
    Priority("GY-j", gettext_lazy("一事一议奖补首先安排"), citations.GUIYANG_AWARD, *_GUIYANG, ("good_work", "this_year"), 3),
    Priority("GY-s", gettext_lazy("整村推进优先"), citations.GUIYANG_WHOLE_VILLAGE, *_GUIYANG, ("this_year",), 4),
    Priority("GY-aj", gettext_lazy("定点结对帮扶优先"), citations.GUIYANG_PAIRING, *_GUIYANG, ("this_year",), 4),
    Priority("GY-al", gettext_lazy("贫困村扶持上浮"), citations.GUIYANG_CLEAN_YEARS, *_GUIYANG, ("poor", "three_years"), 2),
    Priority("GY-am", gettext_lazy("重点倾斜"), citations.GUIYANG_CLEAN_YEARS, *_GUIYANG, ("five_years",), 1),
)
WINDOWS = {"this_year": 1, "three_years": 3, "five_years": 5}
CONDITIONS = {
    "poor": gettext_lazy("贫困村"),
    "good_work": gettext_lazy("计生工作成效显著"),
    "this_year": gettext_lazy("当年无政策外生育"),
    "three_years": gettext_lazy("连续三年无政策外生育"),
    "five_years": gettext_lazy("连续五年无政策外生育"),
}


def findings(records, *, year):
    """{condition: Finding} of a village; `records` are its confirmed VillageYears by year, judged up to the end of `year`."""
    now = records.get(year)
    marks = {name: _mark(getattr(now, name, None), year) for name in ("poor", "good_work")}
    return marks | {name: _none_outside(records, range(year - years + 1, year + 1)) for name, years in WINDOWS.items()}


def priorities(found, *, place, on):
    """[(Priority, answer)] the documents in force in the place on a day give a village, those it lacks left out."""
    answers = [(priority, _all(found[need].answer for need in priority.needs)) for priority in in_force(place, on=on)]
    return [(priority, answer) for priority, answer in answers if answer != NO]


def in_force(place, *, on):
    """The priorities whose documents hold for a county on a day."""
    return [
        priority
        for priority in PRIORITIES
        if place.startswith(priority.place[:4]) and priority.since <= on and (priority.until is None or on < priority.until)
    ]


def last_day(year):
    return date(year, 12, 31)


def no_third_children(records):
    """Whether a township had no 政策外多孩 (筑委厅字〔2013〕89号 三(二)1); `records` one confirmed VillageYear or None for each of its villages."""
    counts = [_third(record) for record in records]
    if any(counts):
        return Finding(NO, _("政策外多孩 %(count)s 人") % {"count": sum(filter(None, counts))})
    if not counts or None in counts:
        return Finding(UNKNOWN, _("%(count)s 个村未录入") % {"count": counts.count(None)})
    return Finding(YES, _("各村均为 0"))


def _third(record):
    """Third and later children outside policy; none outside policy at all is none of these either."""
    if record is None:
        return None
    return 0 if record.births_outside == 0 else record.births_outside_third


def _mark(value, year):
    if value is None:
        return Finding(UNKNOWN, _("%(year)s 年未录入") % {"year": year})
    return Finding(YES if value else NO, _("%(year)s 年记录") % {"year": year})


def _none_outside(records, years):
    known = {year: records[year].births_outside for year in years if year in records and records[year].births_outside is not None}
    some = {year: count for year, count in known.items() if count}
    if some:
        return Finding(NO, _("、").join(_("%(year)s 年政策外 %(count)s 人") % {"year": year, "count": count} for year, count in some.items()))
    missing = [str(year) for year in years if year not in known]
    if missing:
        return Finding(UNKNOWN, _("%(years)s 年未录入") % {"years": _("、").join(missing)})
    return Finding(YES, _("%(years)s 年均为 0") % {"years": "–".join(str(year) for year in sorted({years[0], years[-1]}))})


def _all(answers):
    answers = set(answers)
    return NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES
