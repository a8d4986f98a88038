"""Questions about adjustments: what was simulated, by township, scheme and level of government, and whether it still stands."""
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from benefits.adjustments import outlook
from benefits.models import Adjustment
from benefits.rules import money
from benefits.runs import listing
from benefits.simulated import queries as simulated

_COUNTS = """
SELECT {by} AS key, year, count(*) FILTER (WHERE after_fen > before_fen), count(*) FILTER (WHERE after_fen < before_fen),
  count(*) FILTER (WHERE after_fen = before_fen), sum(before_fen)::bigint, sum(after_fen)::bigint
FROM benefits_adjustmentrow WHERE adjustment_id = %s GROUP BY 1, 2 ORDER BY 1, 2
"""
_LEVELS = """
SELECT l.key, year, 0, 0, 0, sum((l.value ->> 0)::bigint)::bigint, sum((l.value ->> 1)::bigint)::bigint
FROM benefits_adjustmentrow CROSS JOIN LATERAL jsonb_each(levels) l WHERE adjustment_id = %s GROUP BY 1, 2 ORDER BY 1, 2
"""
_BY = {"township": "left(division_code, 9) || '000'", "scheme": "scheme", "all": "''"}


@dataclass
class Effect:
    """Beneficiaries of a scheme by what happens to them in a year, and sums in fen before and after."""

    winners: int = 0
    losers: int = 0
    unchanged: int = 0
    before_fen: int = 0
    after_fen: int = 0

    @property
    def people(self):
        return self.winners + self.losers + self.unchanged

    @property
    def difference_fen(self):
        return self.after_fen - self.before_fen


@dataclass
class Group:
    """A township, scheme or level of government with its Effect of each year."""

    key: str
    years: dict = field(default_factory=dict)


def effects(adjustment, by):
    """[Group] by township, scheme, level or all, each with an Effect for every year simulated."""
    statement = _LEVELS if by == "level" else _COUNTS.format(by=_BY[by])
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [adjustment.pk])
        for key, year, *counted in cursor.fetchall():
            group = found.setdefault(key, Group(key, {year: Effect() for year in years(adjustment)}))
            group.years[year] = Effect(*counted)
    return list(found.values())


def years(adjustment):
    """The calendar years simulated."""
    return range(adjustment.since.year, adjustment.until.year) if adjustment.since else range(0)


def rows(adjustment, parameters):
    """A page of the person-level list; filters: township, scheme, year, change."""
    return listing.page(filtered_rows(adjustment, parameters).order_by("id"), parameters)


def filtered_rows(adjustment, parameters):
    year = parameters.get("year", "")
    rows = adjustment.rows.filter(year=int(year)) if year.isdecimal() and len(year) == 4 else adjustment.rows
    return simulated.filtered(rows, parameters)


def announced(adjustment):
    """The rows the villages are told of: who gets another sum in the year the standards begin, village by village."""
    rows = simulated.filtered(adjustment.rows.filter(year=adjustment.effective.year), {"change": "changed"})
    return list(rows.order_by("division_code", "household_id", "id"))


def gaps(adjustment, parameters):
    """A page of those without a result, each with its cause."""
    return listing.page(adjustment.gaps.select_related("household", "person").order_by("id"), parameters)


def why_stale(adjustment, *, outdated):
    """Why what was simulated may no longer be so, in one word; None while it stands. The database says it of all but the rules' own text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lidao_adjustment_is_stale(%s)", [adjustment.pk])
        return cursor.fetchone()[0] or ("values" if outdated(adjustment) else None)


def of_county():
    """The adjustments in scope, newest first."""
    return Adjustment.objects.select_related("proposed_by", "job").order_by("-id")


def formula(adjustment, value):
    """The arithmetic of a new standard in words, as it is kept with the value."""
    growth = outlook.percent(outlook.growth_of(adjustment))
    told = {
        "old": money.yuan(value.old_fen), "growth": growth, "base": adjustment.base_year, "year": adjustment.year,
        "exact": money.yuan(value.exact_fen), "new": money.yuan(value.new_fen),
    }  # fmt: skip
    words = _("调整后的标准 = 现标准 × (1 + 累计增长幅度)：%(old)s × (1 + %(growth)s) = %(exact)s，执行 %(new)s（%(base)s 年至 %(year)s 年）。")
    return words % told

