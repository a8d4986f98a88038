"""目标监测: what was counted against what the place's document sets; yes, no, or unknown with what is missing."""
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benefits.monitoring.counting import RURAL, UNCERTAIN
from benefits.rules import money

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class Finding:
    """An answer, the figure it is about in fen (or ten-thousandths), and what it rests on."""

    answer: str
    because: str
    value: int | None = None


def fulfilment(counted, *, published):
    """兑现率: what moved ÷ what is due for the year's keys. Unknown while nothing is published for the year or questions are open."""
    if not published:
        return Finding(UNKNOWN, _("本年度还没有发布的核算批次"))
    if not counted.due_fen:
        return Finding(UNKNOWN, _("%(count)s 项待补") % {"count": counted.questions}) if counted.questions else Finding(YES, _("无应发"))
    rate = counted.paid_fen * 10_000 // counted.due_fen
    if counted.paid_fen < counted.due_fen:
        return Finding(NO, _("未足额发放"), rate)
    return Finding(UNKNOWN, _("%(count)s 项待补") % {"count": counted.questions}, rate) if counted.questions else Finding(YES, "", rate)


def average(counted, *, target_fen):
    """Support per person in all families against a figure in fen."""
    return _compared(counted.together, target_fen, may_also=None)


def share(counted, kind, *, percent, income_fen):
    """Support per person in rural or urban families against a share (a whole number of ten-thousandths) of an income in fen."""
    group = counted.groups[kind]
    if percent is None:
        return Finding(UNKNOWN, _("本地文件未定目标"), _average(group))
    if income_fen is None:
        return Finding(UNKNOWN, _("未录入农民人均纯收入") if kind == RURAL else _("未录入城镇居民人均可支配收入"), _average(group))
    return _compared(group, income_fen * percent, may_also=counted.groups[UNCERTAIN], scale=10_000)


def income(mean_fen, *, missing, stated):
    """A mean in fen a year against a stated figure in yuan: unknown while the figure is not stated or families have no income on record."""
    if mean_fen is None:
        return Finding(UNKNOWN, _("没有家庭") if not missing else _("%(count)s 户未录入") % {"count": missing})
    if stated is None:
        return Finding(UNKNOWN, _("未录入全市人均收入"), mean_fen)
    if missing:
        return Finding(UNKNOWN, _("%(count)s 户未录入") % {"count": missing}, mean_fen)
    return Finding(YES if mean_fen > money.fen(stated.value) else NO, "", mean_fen)


def answer(value):
    """Yes or no that may not be recorded."""
    return UNKNOWN if value is None else YES if value else NO


def _compared(group, target, *, may_also, scale=1):
    """Compared where every way the unrecorded may turn out leads to the same answer; otherwise unknown."""
    if target is None:
        return Finding(UNKNOWN, _("本地文件未定目标"), _average(group))
    most_people = group.most + (may_also.most if may_also else 0)
    most_fen = group.received_fen + (may_also.received_fen if may_also else 0)
    if not most_people:
        return Finding(UNKNOWN, _("没有家庭"))
    certainly = group.received_fen * scale >= target * most_people
    possibly = not group.least or most_fen * scale >= target * group.least
    return Finding(YES if certainly else UNKNOWN if possibly else NO, _people(group.least, most_people), _average(group))


def _people(least, most):
    if least == most:
        return _("%(count)s 人") % {"count": f"{most:,}"}
    return _("%(least)s 至 %(most)s 人") % {"least": f"{least:,}", "most": f"{most:,}"}


def _average(group):
    """Fen per person, rounded half up, by the most people; None without any."""
    return (2 * group.received_fen + group.most) // (2 * group.most) if group.most else None

