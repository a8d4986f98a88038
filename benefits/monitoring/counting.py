"""What townships received, were due and are made of in a calendar year, counted by the database.

What is not recorded makes two counts: the least that is certain and the most that may be.
"""
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

RURAL, URBAN, UNCERTAIN = "rural", "urban", "uncertain"
_FAMILIES = ("bereaved", "disabled_only_child", "only_son", "only_daughter", "two_daughters")

# Keys of the year with something due. Nothing is netted across keys: what moved counts up to what is due, key by key.
_PAID = """
WITH due AS (
  SELECT l.entitlement_id, sum(l.amount_fen)::bigint AS fen FROM benefits_entitlementline l JOIN benefits_entitlement e ON e.id = l.entitlement_id
  WHERE e.since >= %(first)s AND e.since < %(after)s GROUP BY 1
), moved AS (
  SELECT entitlement_id, sum(amount_fen)::bigint AS fen FROM benefits_moneyline WHERE entitlement_id IN (SELECT entitlement_id FROM due) GROUP BY 1
)
SELECT left(e.division_code, 9) || '000', sum(due.fen)::bigint, sum(least(greatest(coalesce(moved.fen, 0), 0), due.fen))::bigint, count(*)
FROM due JOIN benefits_entitlement e ON e.id = due.entitlement_id LEFT JOIN moved ON moved.entitlement_id = due.entitlement_id
WHERE due.fen > 0 GROUP BY 1
"""

# Questions of published runs that no later published run of the same scheme and time has answered.
_QUESTIONS = """
SELECT left(q.division_code, 9) || '000', count(DISTINCT (q.beneficiary, q.scheme)) FROM benefits_runquestion q JOIN benefits_run r ON r.id = q.run_id
WHERE r.state = 'published' AND q.since < %(after)s AND q.until > %(first)s AND NOT EXISTS (
  SELECT FROM benefits_run later WHERE later.state = 'published' AND later.id > r.id AND q.scheme = ANY (later.schemes)
    AND (later.households IS NULL OR q.household_id = ANY (later.households)) AND later.since < %(after)s AND later.until > %(first)s)
GROUP BY 1
"""

# What the bank confirmed in the year and did reach the family, what funds granted and departments gave in cash (三结合) in it, family by family.
_RECEIVED = """
SELECT household_id, sum(fen)::bigint FROM (
  SELECT e.household_id, h.amount_fen AS fen FROM benefits_moneyline h
  JOIN benefits_moneyline c ON c.entitlement_id = h.entitlement_id AND c.payout_id = h.payout_id AND c.kind = 'confirmed'
  JOIN benefits_entitlement e ON e.id = h.entitlement_id
  WHERE h.kind = 'handed' AND NOT EXISTS (
      SELECT FROM benefits_moneyline w WHERE w.entitlement_id = h.entitlement_id AND w.payout_id = h.payout_id AND w.kind = 'misdirected')
    AND (c.at AT TIME ZONE 'Asia/Shanghai')::date >= %(first)s AND (c.at AT TIME ZONE 'Asia/Shanghai')::date < %(after)s
  UNION ALL
  SELECT g.household_id, -l.amount_fen FROM benefits_fundline l JOIN benefits_fundgrant g ON g.id = l.grant_id
  WHERE g.state = 'approved' AND l."on" >= %(first)s AND l."on" < %(after)s
  UNION ALL
  SELECT household_id, cash_fen FROM poverty_support
  WHERE cash_fen IS NOT NULL AND withdrawn_at IS NULL AND since >= %(first)s AND since < %(after)s) moved
GROUP BY 1
"""

# Families on record with members alive at the end of the year: certainly, perhaps, and by the hukou most of them have.
_FAMILY = """
WITH member AS (
  SELECT m.household_id, m.person_id,
    NOT EXISTS (SELECT FROM households_death d WHERE d.person_id = m.person_id AND d.withdrawn_at IS NULL AND d.since < %(after)s) AS may_live,
    EXISTS (SELECT FROM households_statement s WHERE s.person_id = m.person_id AND s.kind = 'death' AND s.withdrawn_at IS NULL)
      OR EXISTS (SELECT FROM households_death d WHERE d.person_id = m.person_id AND d.withdrawn_at IS NULL AND d.since >= %(after)s) AS lives,
    (SELECT h.kind FROM households_hukou h WHERE h.person_id = m.person_id AND h.withdrawn_at IS NULL
       AND (h.since IS NULL OR h.since < %(after)s) AND (h.until IS NULL OR h.until >= %(after)s) LIMIT 1) AS hukou
  FROM households_membership m WHERE m.withdrawn_at IS NULL AND m.home
)
SELECT h.id, left(h.division_code, 9) || '000', f.kind, count(*) FILTER (WHERE member.lives), count(*) FILTER (WHERE member.may_live),
  count(*) FILTER (WHERE member.may_live AND member.hukou = 'rural'), count(*) FILTER (WHERE member.may_live AND member.hukou = 'urban')
FROM households_household h LEFT JOIN households_familytype f ON f.household_id = h.id JOIN member ON member.household_id = h.id
GROUP BY 1, 2, 3
"""


@dataclass
class Group:
    """Families of one kind of hukou: fen received, and the least and the most people it is shared by."""

    received_fen: int = 0
    least: int = 0
    most: int = 0

    def __add__(self, other):
        return Group(self.received_fen + other.received_fen, self.least + other.least, self.most + other.most)


@dataclass
class Township:
    """What is counted of a township in a year, sums in fen."""

    code: str
    due_fen: int = 0
    paid_fen: int = 0
    keys: int = 0
    questions: int = 0
    groups: dict = field(default_factory=lambda: {kind: Group() for kind in (RURAL, URBAN, UNCERTAIN)})

    @property
    def together(self):
        return sum(self.groups.values(), Group())


def townships(codes, *, year, per):
    """{code: Township}. `per`: by whom support is divided, `family_members` of families or the `recipients` among families (PC-30)."""
    counted = {code: Township(code) for code in codes}
    window = {"first": date(year, 1, 1), "after": date(year + 1, 1, 1)}
    for code, due_fen, paid_fen, keys in _rows(_PAID, window):
        _of(counted, code).due_fen, _of(counted, code).paid_fen, _of(counted, code).keys = due_fen, paid_fen, keys
    for code, questions in _rows(_QUESTIONS, window):
        _of(counted, code).questions = questions
    received = dict(_rows(_RECEIVED, window))
    for household, code, kind, least, most, rural, urban in _rows(_FAMILY, window):
        has = received.get(household, 0)
        if (kind not in _FAMILIES and not has and kind not in (None, "uncertain")) or (per == "recipients" and not has):
            continue
        certain = kind in _FAMILIES or has > 0
        group = _of(counted, code).groups[_kind(rural, urban, most)]
        group.received_fen, group.least, group.most = group.received_fen + has, group.least + least * certain, group.most + most
    return counted


def _kind(rural, urban, people):
    """Rural or urban as most of the living members are; uncertain where the others could turn it."""
    open_to_both = people - rural - urban
    if rural >= urban + open_to_both:
        return RURAL
    return URBAN if urban > rural + open_to_both else UNCERTAIN


def _of(counted, code):
    return counted.setdefault(code, Township(code))


def _rows(statement, window):
    with connection.cursor() as cursor:
        cursor.execute(statement, window)
        return cursor.fetchall()
