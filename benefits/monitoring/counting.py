"""What townships and villages received, were due and are made of in a calendar year, counted by the database.

What is not recorded makes two counts: the least that is certain and the most that may be.
"""
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from accounts import scope
from benefits.monitoring import sources

RURAL, URBAN, UNCERTAIN = "rural", "urban", "uncertain"
_FAMILIES = ("bereaved", "disabled_only_child", "only_son", "only_daughter", "two_daughters")
_MAY_COUNT = (*_FAMILIES, UNCERTAIN)  # a family without recorded children may become one of these

# Places are villages or townships: the first %(digits)s digits of a code. Bounds keep the reading to one place.
_PLACE = "rpad(left({0}.division_code, %(digits)s), 12, '0')"
_INSIDE = "{0}.division_code >= %(low)s AND {0}.division_code < %(high)s"

# Keys with something due, by the year they begin in. Nothing is netted across keys: what moved counts up to what is due, key by key.
# Both books are read together and added up once a key.
_PAID = f"""
SELECT place, year, scheme, sum(due_fen)::bigint, sum(least(greatest(coalesce(moved_fen, 0), 0), due_fen))::bigint, count(*) FROM (
  SELECT {_PLACE.format("e")} AS place, extract(year FROM e.since)::int AS year, e.scheme,
    sum(book.due_fen)::bigint AS due_fen, sum(book.moved_fen)::bigint AS moved_fen
  FROM benefits_entitlement e JOIN (
    SELECT entitlement_id, amount_fen AS due_fen, NULL::bigint AS moved_fen FROM benefits_entitlementline
    UNION ALL
    SELECT entitlement_id, NULL, amount_fen FROM benefits_moneyline
  ) book ON book.entitlement_id = e.id
  WHERE e.since >= %(first)s AND e.since < %(after)s AND {_INSIDE.format("e")} GROUP BY e.id
) key WHERE due_fen > 0 GROUP BY 1, 2, 3
"""

# Questions of published runs that no later published run of the same scheme and time has answered.
_QUESTIONS = f"""
SELECT {_PLACE.format("q")}, count(DISTINCT (q.beneficiary, q.scheme)) FROM benefits_runquestion q JOIN benefits_run r ON r.id = q.run_id
WHERE r.state = 'published' AND q.since < %(after)s AND q.until > %(first)s AND {_INSIDE.format("q")} AND NOT EXISTS (
  SELECT FROM benefits_run later WHERE later.state = 'published' AND later.id > r.id AND q.scheme = ANY (later.schemes)
    AND (later.households IS NULL OR q.household_id = ANY (later.households)) AND later.since < %(after)s AND later.until > %(first)s)
GROUP BY 1
"""

_HOMES = f"SELECT id, {_PLACE.format('o')} FROM households_household o WHERE {_INSIDE.format('o')}"
# Their types and members are asked for by families: joined, they would be made out for every family of the county to show a village.
_KINDS = "SELECT household_id, kind FROM households_familytype WHERE household_id = ANY (%s)"
# Members alive at the end of the year: certainly, perhaps, and by the hukou most of them have.
_MAY_LIVE = "(d.since < %(after)s) IS NOT TRUE"
_MEMBERS = f"""
SELECT m.household_id, count(*) FILTER (WHERE s.person_id IS NOT NULL OR d.since >= %(after)s), count(*) FILTER (WHERE {_MAY_LIVE}),
  count(*) FILTER (WHERE {_MAY_LIVE} AND h.kind = 'rural'), count(*) FILTER (WHERE {_MAY_LIVE} AND h.kind = 'urban')
FROM households_membership m
LEFT JOIN households_death d ON d.person_id = m.person_id AND d.withdrawn_at IS NULL
LEFT JOIN households_statement s ON s.person_id = m.person_id AND s.kind = 'death' AND s.withdrawn_at IS NULL
LEFT JOIN households_hukou h ON h.person_id = m.person_id AND h.withdrawn_at IS NULL
  AND (h.since IS NULL OR h.since < %(after)s) AND (h.until IS NULL OR h.until >= %(after)s)
WHERE m.household_id = ANY (%(families)s) AND m.withdrawn_at IS NULL AND m.home GROUP BY 1
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
class Place:
    """What is counted of a township or village in a year, sums in fen."""

    code: str
    due_fen: int = 0
    paid_fen: int = 0
    keys: int = 0
    questions: int = 0
    groups: dict = field(default_factory=lambda: {kind: Group() for kind in (RURAL, URBAN, UNCERTAIN)})

    @property
    def together(self):
        return sum(self.groups.values(), Group())


@dataclass(frozen=True)
class Paid:
    """What the keys of a scheme that begin in a year come to in a place, in fen."""

    place: str
    year: int
    scheme: str
    due_fen: int
    paid_fen: int
    keys: int


def places(codes, *, year, per, inside):
    """{code: Place} of the townships or villages of the place `inside`.

    `per`: by whom support is divided, `family_members` of families or the `recipients` among families (PC-30).
    """
    counted = {code: Place(code) for code in codes}
    asked = _asked(inside, year, year)
    for row in paid(inside, first=year, last=year):
        of = _of(counted, row.place)
        of.due_fen, of.paid_fen, of.keys = of.due_fen + row.due_fen, of.paid_fen + row.paid_fen, of.keys + row.keys
    for code, questions in _rows(_QUESTIONS, asked):
        _of(counted, code).questions = questions
    received, homes = sources.by_household(inside, year=year), dict(_rows(_HOMES, asked))
    others = [] if per == "recipients" else [home for home in homes if not received.get(home)]
    kinds = dict(_rows(_KINDS, [others]))  # who received counts, whatever the family is
    families = [home for home in homes if received.get(home)] + [home for home in others if kinds.get(home, UNCERTAIN) in _MAY_COUNT]
    for home, least, most, rural, urban in _rows(_MEMBERS, asked | {"families": families}):
        has, group = received.get(home, 0), _of(counted, homes[home]).groups[_kind(rural, urban, most)]
        certain = has > 0 or kinds.get(home) in _FAMILIES
        group.received_fen, group.least, group.most = group.received_fen + has, group.least + least * certain, group.most + most
    return counted


def paid(inside, *, first=1950, last=2100):
    """[Paid] of the townships of a county, or of the villages of anything smaller, for keys that begin in the years first to last."""
    return [Paid(*row) for row in _rows(_PAID, _asked(inside, first, last))]


def _asked(inside, first, last):
    low, high = scope.bounds(inside)
    digits = 9 if inside.endswith("000000") else 12
    return {"first": date(first, 1, 1), "after": date(last + 1, 1, 1), "low": low, "high": high, "digits": digits}


def _kind(rural, urban, people):
    """Rural or urban as most of the living members are; uncertain where the others could turn it."""
    open_to_both = people - rural - urban
    if rural >= urban + open_to_both:
        return RURAL
    return URBAN if urban > rural + open_to_both else UNCERTAIN


def _of(counted, code):
    if code not in counted:
        counted[code] = Place(code)
    return counted[code]


def _rows(statement, window):
    with connection.cursor() as cursor:
        cursor.execute(statement, window)
        return cursor.fetchall()
