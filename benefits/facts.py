"""Families as the rules read them: the recorded facts of many households, fetched by fixed-width binary COPY into arrays.

Only facts that stand are read (nothing withdrawn). People of a family are its memberships; a person's own claims are computed
in the one family that is their home. A kind of fact without rows is recorded only where somebody stated "none".
Every query asks one table for a list of ids, and arrays are joined here: no statistics of a table can lead it astray.
"""
import numpy as np
from django.db import connection

from benefits.rules import facts as tables
from benefits.rules import months
from benefits.wire import fetch

_KINDS = ("death", "disability", "couples", "children", "minimum_living", "status")  # of statements that there is none


def read(household_ids, *, since, until, one_off):
    """The rules' tables for these households. `one_off` schemes given outside the window (half-open days) are among them."""
    return _Reading(household_ids).tables(since=since, until=until, one_off=list(one_off))


def names(household_ids):
    """What to call each row of `persons` in explanations."""
    members = _members(household_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM households_person WHERE id = ANY (%s)", [np.unique(members["person"]).tolist()])
        called = dict(cursor.fetchall())
    return [called[person] for person in members["person"].tolist()]


class _Reading:
    """One chunk: rows of `persons` are its members in the order of household and person."""

    def __init__(self, household_ids):
        self.homes = fetch("households_household", "id", household_ids, {"id": ("id", "i8"), "place": ("division_code", "i8")})
        self.members = _members(self.homes["id"].tolist())
        self.home = np.searchsorted(self.homes["id"], self.members["household"])
        self._people = np.unique(self.members["person"]).tolist()
        self._by_person = np.argsort(self.members["person"], kind="stable")
        self._sorted = self.members["person"][self._by_person]

    def tables(self, **window):
        made = tables.empty()
        made |= {name: self._of_people(name) for name in ("hukou", "disability")}
        made |= {"couples": self._couples(), "children": self._children(), "allowances": self._allowances()}
        made |= {"status": self._status(), "given": self._given(**window)}
        made |= {"persons": self._persons(made), "households": self._households(made)}
        return made

    def rows_of(self, people):
        """(row of `persons`, index into `people`) for each time one of these people is a member of a household of the chunk."""
        first = np.searchsorted(self._sorted, people, side="left")
        count = np.searchsorted(self._sorted, people, side="right") - first
        index = np.repeat(np.arange(len(people)), count)
        step = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
        return self._by_person[first[index] + step], index

    def beside(self, rows, people):
        """For each row of `persons`, the row of another person in the same household, −1 where that person is no member."""
        return self._member(self.members["household"][rows], people)

    def _member(self, households, people):
        """The row of `persons` of a person in a household, −1 where there is none."""
        keys = self.members["household"] * _BEYOND + self.members["person"]
        wanted = households * _BEYOND + people
        found = np.searchsorted(keys, wanted)
        return np.where(np.isin(wanted, keys), found, -1)

    def household_rows(self, households):
        return np.searchsorted(self.homes["id"], households)

    def _of_people(self, name):
        source, columns = _FACTS[name]
        found = fetch(source, "person_id", self._people, {"who": ("person_id", "i8"), **_typed(name, columns)}, _STANDS)
        rows, index = self.rows_of(found["who"])
        return _assembled(name, rows, person=rows, found=found[index])

    def _couples(self):
        columns = {"him": ("husband_id", "i8"), "her": ("wife_id", "i8"), **_typed("couples", _MARRIAGE)}
        found = fetch("households_marriage", "husband_id", self._people, columns, _STANDS)
        husband, index = self.rows_of(found["him"])
        wife = self.beside(husband, found["her"][index])
        both = wife >= 0
        return _assembled("couples", husband[both], husband=husband[both], wife=wife[both], found=found[index][both])

    def _children(self):
        people = {"who": ("child_id", "i8"), "whose": ("parent_id", "i8"), "with": ("coalesce(custody_id, 0)", "i8")}
        found = fetch("households_parentage", "child_id", self._people, people | _typed("children", _PARENTAGE), _STANDS)
        child, index = self.rows_of(found["who"])
        parent = self.beside(child, found["whose"][index])
        both = parent >= 0
        child, parent, found = child[both], parent[both], found[index][both]
        custody = self.beside(child, found["with"])
        return _assembled("children", child, child=child, parent=parent, custody=custody, custody_recorded=True, found=found)

    def _allowances(self):
        columns = {"id": ("id", "i8"), "home": ("household_id", "i8"), **_typed("allowances", _LIVING)}
        periods = fetch("poverty_minimumliving", "household_id", self.homes["id"].tolist(), columns, _STANDS)
        self._living_homes = periods["home"]
        named = {"period": ("minimum_living_id", "i8"), "who": ("person_id", "i8")}
        members = fetch("poverty_minimumlivingmember", "minimum_living_id", periods["id"].tolist(), named)
        found = periods[np.searchsorted(periods["id"], members["period"])]
        rows, index = self.rows_of(members["who"])
        here = self.members["household"][rows] == found["home"][index]
        return _assembled("allowances", rows[here], person=rows[here], included=True, included_recorded=True, found=found[index][here])

    def _status(self):
        columns = {"home": ("household_id", "i8"), **_typed("status", _STATUS)}
        found = fetch("households_householdstatus", "household_id", self.homes["id"].tolist(), columns, _STANDS)
        rows = self.household_rows(found["home"])
        return _assembled("status", rows, household=rows, found=found)

    def _given(self, *, since, until, one_off):
        columns = {"id": ("id", "i8"), "home": ("household_id", "i8"), "who": ("coalesce(person_id, 0)", "i8"), **_typed("given", _GIVEN)}
        where = "scheme = ANY (%(one_off)s) AND (since < %(since)s OR since >= %(until)s)"
        window = {"one_off": one_off, "since": since, "until": until}
        found = fetch("benefits_entitlement", "household_id", self.homes["id"].tolist(), columns, where, **window)
        booked = {"key": ("entitlement_id", "i8"), "fen": ("amount_fen", "i8")}
        lines = fetch("benefits_entitlementline", "entitlement_id", found["id"].tolist(), booked)
        sums = np.zeros(len(found), "i8")
        np.add.at(sums, np.searchsorted(found["id"], lines["key"]), lines["fen"])
        found = found[sums > 0]
        rows = self.household_rows(found["home"])
        return _assembled("given", rows, household=rows, person=self._member(found["home"], found["who"]), couple=-1, found=found)

    def _persons(self, made):
        found = fetch("households_person", "id", self._people, {"who": ("id", "i8"), **_typed("persons", _PERSON)})
        deaths = fetch("households_death", "person_id", self._people, {"who": ("person_id", "i8"), "on": (_day("since"), "i4")}, _STANDS)
        self._stated = self._statements("person_id", self._people)
        self._stated_at_home = self._statements("household_id", self.homes["id"].tolist())
        people, rows = self.members["person"], np.arange(len(self.members))
        found = found[np.searchsorted(found["who"], people)]
        died = np.full(len(people), months.FOREVER)
        dead, index = self.rows_of(deaths["who"])
        died[dead] = deaths["on"][index]
        couples, children = self._recorded("couples", made["couples"]["husband"]), self._recorded("children", made["children"]["child"])
        return _assembled(
            "persons", rows, found=found, id=people, household=self.home, own=self._own(), died=died,
            died_recorded=(died < months.FOREVER) | np.isin(people, self._stated["death"]),
            hukou_recorded=np.isin(rows, made["hukou"]["person"]),
            disability_recorded=np.isin(rows, made["disability"]["person"]) | np.isin(people, self._stated["disability"]),
            couples_recorded=couples[self.home], children_recorded=children[self.home], parents_recorded=children[self.home],
            minimum_living_recorded=self._living_recorded()[self.home], **_NOT_READ["persons"],
        )  # fmt: skip

    def _households(self, made):
        rows = np.arange(len(self.homes))
        status = np.isin(rows, made["status"]["household"]) | np.isin(self.homes["id"], self._stated_at_home["status"])
        return _assembled(
            "households", rows, found=self.homes, id=self.homes["id"], minimum_living_recorded=self._living_recorded(), status_recorded=status,
            **_NOT_READ["households"],
        )  # fmt: skip

    def _own(self):
        """Whether the row's household is the person's home; of several the one moved into last."""
        columns = {"who": ("person_id", "i8"), "home": ("household_id", "i8"), "since": (_day("since"), "i4")}
        homes = fetch("households_membership", "person_id", self._people, columns, f"home AND {_STANDS}")
        last = homes[np.lexsort((homes["since"], homes["who"]))]
        last = last[np.append(last["who"][1:] != last["who"][:-1], True)] if len(last) else last
        return np.isin(self.members["household"] * _BEYOND + self.members["person"], last["home"] * _BEYOND + last["who"])

    def _recorded(self, kind, member_rows):
        """For each household whether its list of a kind is recorded: it has rows, or somebody stated that there are none."""
        made = np.isin(self.homes["id"], self._stated_at_home[kind])
        made[self.home[member_rows]] = True
        return made

    def _living_recorded(self):
        return np.isin(self.homes["id"], self._living_homes) | np.isin(self.homes["id"], self._stated_at_home["minimum_living"])

    def _statements(self, subject, ids):
        """{kind: ids of whom it is stated that there is none}."""
        kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
        columns = {"whose": (subject, "i8"), "kind": (f"array_position(ARRAY[{kinds}], kind::text) - 1", "i1")}
        found = fetch("households_statement", subject, ids, columns, f"kind IN ({kinds}) AND {_STANDS}")
        return {kind: found["whose"][found["kind"] == number] for number, kind in enumerate(_KINDS)}


_BEYOND = 1 << 31  # household × this + person is one number
_STANDS = "withdrawn_at IS NULL"


def _day(column):
    return f"({column} - DATE '1970-01-01')"


def _open_until(column):
    return f"coalesce({_day(column)}, {months.FOREVER})"


def _maybe(name, expression, fallback):
    """A column with its recorded bit: nothing stored is nothing recorded."""
    return {name: f"coalesce({expression}, {fallback})", f"{name}_recorded": f"({expression}) IS NOT NULL"}


def _word(name, column, table, *, always=False):
    """A word as its place among the table's options."""
    options = ", ".join(f"'{option}'" for option in tables.TABLES[table].columns[name].options)
    position = f"array_position(ARRAY[{options}], {column}::text) - 1"
    return {name: position} if always else _maybe(name, position, 0)


_PERIOD = {"since": _day("since"), "since_recorded": "true", "until": _open_until("until")}
# Kinds of facts that are not kept yet: nobody has recorded them, so what asks for them stays unknown.
_NOT_READ = {
    "persons": dict.fromkeys((
        "complication_recorded", "school_recorded", "admission_recorded", "exams_recorded", "post_recorded", "certificates_recorded",
        "medical_recorded",
    ), False),
    "households": dict.fromkeys((
        "income_recorded", "poverty_grants_recorded", "support_received_recorded", "village_recorded", "urban_area_per_person",
        "urban_area_per_person_recorded", "middle_lower_income", "middle_lower_income_recorded",
    ), False),
}  # fmt: skip
_FACTS = {
    "hukou": ("households_hukou", {**_PERIOD, **_word("kind", "kind", "hukou"), "place": "coalesce(place, '0')"}),
    "disability": (
        "households_disability",
        {
            **_PERIOD, **_maybe("grade", "grade", 0), **_word("kind", "kind", "disability"), **_maybe("lost_labour", "lost_labour", "false"),
            **_maybe("certified", "certified", "false"),
        },
    ),
}  # fmt: skip
_MARRIAGE = {
    **_maybe("married", _day("since"), 0),
    "ended": _open_until("until"),
    "ended_recorded": "(until IS NOT NULL OR ended_how IS NULL)",
    **_word("how", "coalesce(ended_how, 'none')", "couples"),
}
_PARENTAGE = {
    **_word("origin", "origin", "children"),
    "since": f"coalesce({_day('since')}, -{months.FOREVER})",
    "since_recorded": "(since IS NOT NULL OR coalesce(origin, 'birth') = 'birth')",
    **_maybe("within_policy", "within_policy", "false"),
}
_LIVING = {**_PERIOD, **_word("kind", "kind", "allowances"), **_maybe("subsidy", "subsidy_fen", 0)}
_STATUS = {**_word("kind", "kind", "status", always=True), **_PERIOD}
_GIVEN = {**_word("scheme", "scheme", "given", always=True), "month": "extract(year FROM since) * 12 + extract(month FROM since) - 1"}
_PERSON = {**_word("sex", "sex", "persons"), **_maybe("born", _day("born"), 0)}


def _members(household_ids):
    """Members of the households, once each, by household and person."""
    columns = {"household": ("household_id", "i8"), "person": ("person_id", "i8")}
    return np.unique(fetch("households_membership", "household_id", household_ids, columns, _STANDS))


def _typed(table, columns):
    """Expressions with the types the rules' table has."""
    dtype = tables.TABLES[table].dtype
    return {name: (expression, dtype[name].str[1:]) for name, expression in columns.items()}


def _assembled(table, rows, *, found, **given):
    """A table of the rules: columns as given, the others as found, in the order of the rows they belong to."""
    made = np.zeros(len(rows), tables.TABLES[table].dtype)
    for name in made.dtype.names:
        made[name] = given[name] if name in given else found[name]
    return made[np.argsort(rows, kind="stable")]
