"""What families received in a calendar year, by where it came from, counted by the database.

Support of families (补助照顾资金) is what the bank confirmed and did reach the family, what funds granted (by a document of the county too,
docs/decisions/0027) and what departments gave in cash (三结合); what is for a village as a whole is no family's; the rest is shown beside it and
is no part of a target. Neither is what poverty projects granted, in cash or goods: 筑委厅字〔2013〕89号 二 speaks of 人口计生利益导向政策, and a
project is for whichever family is poor.
"""
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accounts import scope
from benefits.rules.schemes import project_grant
from households.models import Household

BANK, FUND, DEPARTMENT, VILLAGE, PROJECT, GOODS, GRANT = "bank", "fund", "department", "village", "project", "goods", "grant"
TITLES = {
    BANK: _("利益导向资金（银行到账）"),
    FUND: _("公益金、关怀基金和专项经费"),
    DEPARTMENT: _("三结合部门帮扶现金"),
    VILLAGE: _("给村的扶持（银行到账）"),
    PROJECT: _("扶贫项目资金（银行到账）"),
    GOODS: _("扶贫项目物资（折价）"),
    GRANT: _("扶贫资金物资（登记的帮扶标准）"),
}
SUPPORT = (BANK, FUND, DEPARTMENT)

# What the bank confirmed and did reach the family; a source a branch, for the planner takes a choice among sources for next to nothing.
_BANK = """
  SELECT '{0}' AS source, e.household_id, (max(l.at) FILTER (WHERE l.kind = 'confirmed') AT TIME ZONE 'Asia/Shanghai')::date AS "on",
    (sum(l.amount_fen) FILTER (WHERE l.kind = 'handed'))::bigint AS fen
  FROM benefits_moneyline l JOIN benefits_entitlement e ON e.id = l.entitlement_id JOIN home ON home.id = e.household_id
  WHERE l.payout_id IS NOT NULL AND {1} GROUP BY e.id, l.payout_id
  HAVING bool_or(l.kind = 'confirmed') AND bool_or(l.kind = 'handed')
    AND count(*) FILTER (WHERE l.kind = 'misdirected' AND l.reverses_id IS NULL)
      = count(*) FILTER (WHERE l.kind = 'misdirected' AND l.reverses_id IS NOT NULL)
"""
_VILLAGE, _GRANT = "e.beneficiary LIKE 'village:%%'", f"e.scheme = '{project_grant.CODE}'"
# (source, household, day, fen) of everything received by the families of `home`. Each part asks for these families itself: from few of them the
# planner goes to their own rows, and need not add up everybody's first.
_RECEIVED = f"""
  {_BANK.format("bank", f"NOT {_VILLAGE} AND NOT {_GRANT}")}
  UNION ALL
  {_BANK.format("village", _VILLAGE)}
  UNION ALL
  {_BANK.format("project", f"NOT {_VILLAGE} AND {_GRANT}")}
  UNION ALL
  SELECT 'fund', g.household_id, l."on", -l.amount_fen
  FROM benefits_fundline l JOIN benefits_fundgrant g ON g.id = l.grant_id JOIN home ON home.id = g.household_id WHERE g.state = 'approved'
  UNION ALL
  SELECT 'department', s.household_id, s.since, s.cash_fen
  FROM poverty_support s JOIN home ON home.id = s.household_id WHERE s.cash_fen IS NOT NULL AND s.withdrawn_at IS NULL
  UNION ALL
  SELECT 'goods', g.household_id, g.granted_on, g.amount_fen
  FROM poverty_projectgrant g JOIN home ON home.id = g.household_id WHERE g.state = 'approved' AND g.form = 'goods'
  UNION ALL
  SELECT 'grant', g.household_id, g.since, g.standard_fen
  FROM poverty_grant g JOIN home ON home.id = g.household_id WHERE g.withdrawn_at IS NULL AND g.standard_fen IS NOT NULL
"""
# A family counts where its record is now.
_HOMES = "WITH home AS NOT MATERIALIZED (SELECT id FROM households_household WHERE division_code >= %s AND division_code < %s)"
_FROM = f"""({_RECEIVED}) r WHERE r."on" >= %s AND r."on" < %s AND r.source = ANY (%s)"""
_BY_HOUSEHOLD = f"{_HOMES} SELECT r.household_id, sum(r.fen)::bigint FROM {_FROM} GROUP BY 1"
_BY_SOURCE = f"""{_HOMES}
SELECT extract(year FROM r."on")::int, r.source, sum(r.fen)::bigint, count(DISTINCT r.household_id) FROM {_FROM} GROUP BY 1, 2"""
_HOUSEHOLDS = f"{_HOMES} SELECT r.household_id FROM {_FROM}"
_OF_FAMILIES = f"{_HOMES} SELECT r.household_id, r.source, sum(r.fen)::bigint FROM {_FROM} AND r.household_id = ANY (%s) GROUP BY 1, 2 ORDER BY 1, 2"
_OF_ONE = f"""
WITH home AS NOT MATERIALIZED (SELECT %s::bigint AS id)
SELECT extract(year FROM r."on")::int, sum(r.fen)::bigint FROM ({_RECEIVED}) r WHERE r.source = ANY (%s) GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Received:
    """Fen a place's families received of a source in a year."""

    year: int
    source: str
    fen: int
    families: int

    @property
    def title(self):
        return TITLES[self.source]


def by_household(inside, *, year):
    """{household: fen of support} of a year."""
    return dict(_rows(_BY_HOUSEHOLD, _asked(inside, year, year, SUPPORT)))


def of_household(household_id):
    """[(year, fen)] of the support a family received, oldest year first."""
    return _rows(_OF_ONE, [household_id, list(SUPPORT)])


def by_source(inside):
    """[Received] of all years, newest first."""
    found = [Received(*row) for row in _rows(_BY_SOURCE, _asked(inside, 1950, 2100, TITLES))]
    return sorted(found, key=lambda row: (-row.year, list(TITLES).index(row.source)))


def households(inside, *, year, wanted=SUPPORT):
    """The families that received something of these sources in a year, in order of their ids."""
    return Household.objects.filter(pk__in=RawSQL(_HOUSEHOLDS, _asked(inside, year, year, wanted))).order_by("id")


def of_households(ids, inside, *, year, wanted=SUPPORT):
    """{household: {source: fen}} of a year."""
    found = defaultdict(dict)
    for household, source, fen in _rows(_OF_FAMILIES, [*_asked(inside, year, year, wanted), list(ids)]):
        found[household][source] = fen
    return found


def _asked(inside, first, last, wanted):
    return [*scope.bounds(inside), date(first, 1, 1), date(last + 1, 1, 1), list(wanted)]


def _rows(statement, asked):
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
