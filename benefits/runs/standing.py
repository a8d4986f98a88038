"""What stands in the first book for the families of a run. One table a query, joined here: no statistics can lead it astray."""
import numpy as np

from benefits.models import Entitlement
from benefits.rules.facts import BENEFICIARIES
from benefits.wire import fetch
from households.models import Membership


def read(run, household_ids, *, people, schemes, components):
    """The keys booked inside the run's window for these families, and for the people who have their home in them (`people`, ids).

    A structured array: `kind` indexes BENEFICIARIES, `scheme` and `component` the given lists; `first` month and `months`; `fen` the sum,
    never 0; `away` marks what was booked through one of these families for somebody who belongs to no family any more.
    """
    rows = _keys(run, household_ids, people, schemes, components)
    if (rows["component"] < 0).any():
        booked = Entitlement.objects.filter(pk__in=rows["id"][rows["component"] < 0].tolist())
        components = [*components, *booked.values_list("component", flat=True).distinct().order_by("component")]
        rows = _keys(run, household_ids, people, schemes, components)
    lines = fetch("benefits_entitlementline", "entitlement_id", rows["id"].tolist(), {"key": ("entitlement_id", "i8"), "fen": ("amount_fen", "i8")})
    sums = np.zeros(len(rows), "i8")
    np.add.at(sums, np.searchsorted(rows["id"], lines["key"]), lines["fen"])
    away = (rows["kind"] == 0) & ~np.isin(rows["who"], people)
    elsewhere = away & np.isin(rows["who"], _at_home(rows["who"][away].tolist()))
    made = np.zeros(len(rows), [*rows.dtype.descr, ("fen", "i8"), ("away", "?")])
    for name in rows.dtype.names:
        made[name] = rows[name]
    made["fen"], made["away"] = sums, away
    return made[(sums != 0) & ~elsewhere], components


def _keys(run, household_ids, people, schemes, components):
    window = {"since": run.since, "until": run.until, "schemes": run.schemes}
    where = "scheme = ANY (%(schemes)s) AND since >= %(since)s AND until <= %(until)s"
    through = fetch("benefits_entitlement", "household_id", household_ids, _columns(schemes, components), where, **window)
    of_people = fetch("benefits_entitlement", "person_id", people, _columns(schemes, components), where, **window)
    rows = np.concatenate([through, of_people])
    return rows[np.unique(rows["id"], return_index=True)[1]]


def _at_home(people):
    """Those of the people who have a home in some family: their claims are computed there."""
    return list(Membership.objects.filter(person__in=people, home=True, withdrawn_at=None).values_list("person_id", flat=True))


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
        "first": ("extract(year FROM since) * 12 + extract(month FROM since) - 1", "i4"),
        "months": ("(extract(year FROM until) - extract(year FROM since)) * 12 + extract(month FROM until) - extract(month FROM since)", "i2"),
    }


def _words(words):
    return "ARRAY[" + ", ".join(f"'{word}'" for word in words) + "]::text[]"
