"""The villages of a chunk's households, by the yearly records two officials stand behind."""
import numpy as np
from django.db import connection

from benefits.facts import expressions
from benefits.rules import facts as tables
from benefits.wire import fetch

_IN_USE = f"{expressions.STANDS} AND confirmed_at IS NOT NULL"
_FIRST = "SELECT division_code::bigint, min(id) FROM households_household WHERE division_code = ANY (%s) GROUP BY division_code"


def read(homes, *, before):
    """{"villages", "village_years"}: a row for each household whose village has a record, and the years of each row.

    A village's standing is the last stated in the years of the window and before; `own` is its row in the household
    registered first, so that a claim of the village is computed once.
    """
    places = [f"{place:012d}" for place in np.unique(homes["place"]).tolist()]
    asked = {
        "place": ("division_code", "i8"),
        **expressions.typed("village_years", expressions.VILLAGE_YEAR),
        **expressions.typed("villages", expressions.VILLAGE),
    }
    years = fetch("poverty_villageyear", "division_code", places, asked, _IN_USE)
    years = years[np.lexsort((years["year"], years["place"]))]
    known = np.unique(years["place"])
    rows = np.flatnonzero(np.isin(homes["place"], known))
    villages = np.zeros(len(rows), tables.TABLES["villages"].dtype)
    villages["household"], villages["place"] = rows, homes["place"][rows]
    villages["own"] = np.isin(homes["id"][rows], _first_of(places))
    for name in ("poor", "support_standard"):
        _set_last(villages, years, name, before)
    return {"villages": villages, "village_years": _years(villages, years)}


def _first_of(places):
    """Ids of the households registered first in their village."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [places])
        return [household for _place, household in cursor.fetchall()]


def _set_last(villages, years, name, before):
    stated = years[years[f"{name}_recorded"] & (years["year"] < _year_after(before))]
    place, last = np.unique(stated["place"][::-1], return_index=True)
    last = len(stated) - 1 - last
    at = np.searchsorted(place, villages["place"])
    has = np.isin(villages["place"], place)
    villages[f"{name}_recorded"] = has
    villages[name][has] = stated[name][last[at[has]]]


def _years(villages, years):
    """The years of every row of `villages`."""
    first = np.searchsorted(years["place"], villages["place"], side="left")
    count = np.searchsorted(years["place"], villages["place"], side="right") - first
    village = np.repeat(np.arange(len(villages)), count)
    index = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(village))
    made = np.zeros(len(village), tables.TABLES["village_years"].dtype)
    made["village"] = village
    for name in made.dtype.names[1:]:
        made[name] = years[name][index]
    return made


def _year_after(day):
    """The year after the last one that has a day before this one."""
    return day.year if (day.month, day.day) == (1, 1) else day.year + 1
