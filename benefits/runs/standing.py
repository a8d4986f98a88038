"""What stands in the first book for the families of a run. One table a query, joined here: no statistics can lead it astray."""
import numpy as np
from django.db import connection

from benefits import rules
from benefits.facts import expressions
from benefits.models import Entitlement
from benefits.rules import months
from benefits.rules.facts import BENEFICIARIES
from benefits.runs import subjects
from benefits.wire import fetch, listed
from households.models import Household, Membership
from poverty.models import VillageYear

_PERSON, _COUPLE, _VILLAGE = (BENEFICIARIES.index(kind) for kind in ("person", "couple", "village"))
# A couple is spoken for by the wife's home (the last she moved into) where her husband is a member too.
_COUPLES = """
SELECT m.husband_id, m.wife_id FROM (
  SELECT DISTINCT ON (person_id) person_id, household_id FROM households_membership
  WHERE person_id = ANY (%s) AND home AND withdrawn_at IS NULL ORDER BY person_id, since DESC) home
JOIN households_marriage m ON m.wife_id = home.person_id AND m.withdrawn_at IS NULL
JOIN households_membership his ON his.household_id = home.household_id AND his.person_id = m.husband_id AND his.withdrawn_at IS NULL
"""


def read(run, household_ids, *, own, schemes, components):
    """The keys booked inside the run's window through these families, and for those they speak for now: `own`, rows of SUBJECT by kind.

    A structured array: `kind` indexes BENEFICIARIES, `scheme` and `component` the given lists; `first` month and `months`; `fen` the sum,
    never 0; `away` marks what was booked through one of these families for somebody no family speaks for any more.
    """
    rows = _keys(run, household_ids, own, schemes, components)
    if (rows["component"] < 0).any():
        booked = Entitlement.objects.filter(pk__in=rows["id"][rows["component"] < 0].tolist())
        components = [*components, *booked.values_list("component", flat=True).distinct().order_by("component")]
        rows = _keys(run, household_ids, own, schemes, components)
    lines = fetch("benefits_entitlementline", "entitlement_id", rows["id"].tolist(), {"key": ("entitlement_id", "i8"), "fen": ("amount_fen", "i8")})
    sums = np.zeros(len(rows), "i8")
    np.add.at(sums, np.searchsorted(rows["id"], lines["key"]), lines["fen"])
    away = np.ones(len(rows), dtype=bool)
    for number, kind in enumerate(BENEFICIARIES):
        at = rows["kind"] == number
        away[at] = ~np.isin(rows[["who", "partner"]][at].astype(_PAIR), own[kind][["who", "partner"]].astype(_PAIR))
    elsewhere = np.zeros(len(rows), dtype=bool)
    elsewhere[away] = _spoken_for(rows[away])
    made = np.zeros(len(rows), [*rows.dtype.descr, ("fen", "i8"), ("away", "?")])
    for name in rows.dtype.names:
        made[name] = rows[name]
    made["fen"], made["away"] = sums, away
    return made[(sums != 0) & ~elsewhere], components


def _keys(run, household_ids, own, schemes, components):
    window = {"since": run.since, "until": run.until, "schemes": run.schemes}
    inside = "scheme = ANY (%(schemes)s) AND since >= %(since)s AND until <= %(until)s"
    through_others = f"household_id <> ALL (%(homes)s::bigint[]) AND {inside}"  # nearly all are theirs in both ways: nothing is sent twice
    homes, columns = listed(household_ids), _columns(schemes, components)
    found = [fetch("benefits_entitlement", "household_id", household_ids, columns, inside, **window)]
    for key, ids in (("person_id", own["person"]["who"].tolist()), ("beneficiary", _texts(run, own))):
        if ids:
            found.append(fetch("benefits_entitlement", key, ids, columns, through_others, homes=homes, **window))
    rows = np.concatenate(found)
    rows = rows[np.unique(rows["id"], return_index=True)[1]]
    first, until = months.of(rows["since"]), months.of(rows["until"])
    made = np.zeros(len(rows), [*rows.dtype.descr[:-2], ("first", "i4"), ("months", "i2")])
    for name in rows.dtype.names[:-2]:
        made[name] = rows[name]
    made["first"], made["months"] = first, until - first
    return made


def _texts(run, own):
    """Couples and villages of the run's schemes, as the book names them."""
    kinds = {claim.kind for scheme in rules.schemes() if scheme.code in run.schemes for claim in scheme.claims}
    return [
        subjects.text(number, who, partner)
        for number in (_COUPLE, _VILLAGE) if BENEFICIARIES[number] in kinds
        for who, partner in own[BENEFICIARIES[number]][["who", "partner"]].tolist()
    ]  # fmt: skip


def _spoken_for(rows):
    """Whether another family speaks for whom a row is about: what is due is computed there."""
    people, couples, villages = (rows["kind"] == kind for kind in (_PERSON, _COUPLE, _VILLAGE))
    found = np.zeros(len(rows), dtype=bool)
    at_home = Membership.objects.filter(person__in=rows["who"][people].tolist(), home=True, withdrawn_at=None)
    found[people] = np.isin(rows["who"][people], list(at_home.values_list("person_id", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute(_COUPLES, [rows["partner"][couples].tolist()])
        pairs = set(cursor.fetchall())
    found[couples] = [pair in pairs for pair in rows[["who", "partner"]][couples].tolist()]
    codes = [f"{village:012d}" for village in rows["who"][villages].tolist()]
    recorded = VillageYear.objects.in_use().filter(division_code__in=codes).values("division_code")
    lived_in = set(Household.objects.filter(division_code__in=recorded).values_list("division_code", flat=True))
    found[villages] = [code in lived_in for code in codes]
    return found


def _columns(schemes, components):
    numbers = "split_part(beneficiary, ':', 2)"
    return {
        "id": ("id", "i8"),
        "kind": (f"array_position({_words(BENEFICIARIES)}, split_part(beneficiary, ':', 1)) - 1", "i1"),
        "who": (f"split_part({numbers}, '+', 1)::bigint", "i8"),
        "partner": (f"coalesce(nullif(split_part({numbers}, '+', 2), ''), '0')::bigint", "i8"),
        "person": ("coalesce(person_id, 0)", "i8"),
        "household": ("household_id", "i8"),
        "place": ("division_code", "i8"),
        "scheme": (f"array_position({_words(schemes)}, scheme::text) - 1", "i2"),
        "component": (f"coalesce(array_position({_words(components)}, component::text), 0) - 1", "i2"),
        "since": (expressions.day("since"), "i4"),
        "until": (expressions.day("until"), "i4"),
    }


_PAIR = np.dtype([("who", "i8"), ("partner", "i8")])


def _words(words):
    return "ARRAY[" + ", ".join(f"'{word}'" for word in words) + "]::text[]"
