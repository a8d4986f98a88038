"""The recorded facts of many households, fetched by fixed-width binary COPY into the tables of the rules.

Only facts that stand are read (nothing withdrawn). People of a family are its memberships; a person's own claims are computed
in the one family that is their home. A kind of fact without rows is recorded only where somebody stated "none".
Every query asks one table for a list of ids, and arrays are joined here: no statistics of a table can lead it astray.
Housing and a village's standing have no days in the rules: of several records the last before the end of the window counts.
What a family received (`support_received`) is asked by no scheme, only by the target of one case: it is not read here.
"""
import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from benefits.facts import expressions, villages
from benefits.rules import facts as tables
from benefits.rules import months
from benefits.wire import fetch

_STATED_OF_PEOPLE = ("death", "disability", "complication", "school", "admission", "exams", "post")
_STATED_AT_HOME = ("couples", "children", "certificates", "minimum_living", "medical", "status", "poverty_grants")


def read(household_ids, *, since, until, one_off):
    """The rules' tables for these households. `one_off` schemes given outside the window (half-open days) are among them."""
    return _Reading(household_ids).tables(since=since, until=until, one_off=list(one_off))


def names(household_ids):
    """What to call each row of `persons` in explanations."""
    return called(_members(household_ids)["person"].tolist())


def called(people):
    """The names of these people (ids), one for one; somebody recorded outside the reader's scope has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM households_person WHERE id = ANY (%s)", [sorted(set(people))])
        names = dict(cursor.fetchall())
    return [names.get(person, _("不在可查看范围内的成员")) for person in people]


class _Reading:
    """One chunk: rows of `persons` are its members in the order of household and person."""

    def __init__(self, household_ids):
        self.homes = fetch("households_household", "id", household_ids, {"id": ("id", "i8"), "place": ("division_code", "i8")})
        self.members = _members(self.homes["id"].tolist())
        self.home = np.searchsorted(self.homes["id"], self.members["household"])
        self._people = np.unique(self.members["person"]).tolist()
        self._by_person = np.argsort(self.members["person"], kind="stable")
        self._sorted = self.members["person"][self._by_person]

    def tables(self, *, since, until, one_off):
        """Every table; what is asked again and again is fetched once."""
        self._keys = self.members["household"] * _BEYOND + self.members["person"]
        self._at_home, self._own = self._homes()
        self._stated = self._statements("person_id", self._people, _STATED_OF_PEOPLE)
        self._stated_at_home = self._statements("household_id", self.homes["id"].tolist(), _STATED_AT_HOME)
        made = tables.empty()
        made |= {name: self._of_people(name) for name in expressions.OF_PEOPLE}
        made |= {name: self._of_members(name) for name in expressions.OF_MEMBERS}
        made |= {name: self._of_households(name) for name in expressions.OF_HOUSEHOLDS}
        made |= {"couples": self._couples(), "children": self._children(), "allowances": self._allowances()}
        made |= villages.read(self.homes, before=until)
        made |= {"given": self._given(made["couples"], since=since, until=until, one_off=one_off)}
        made |= {"confirmations": self._confirmations(), "project_grants": self._project_grants()}
        made |= {"persons": self._persons(made), "households": self._households(made, until)}
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
        wanted = households * _BEYOND + people
        found = np.searchsorted(self._keys, wanted)
        return np.where(np.isin(wanted, self._keys), found, -1)

    def household_rows(self, households):
        return np.searchsorted(self.homes["id"], households)

    def _of_people(self, name):
        source, said = expressions.OF_PEOPLE[name]
        rows, found = self._about_people(name, source, said)
        return _assembled(name, rows, person=rows, found=found)

    def _of_members(self, name):
        source, said = expressions.OF_MEMBERS[name]
        rows, found = self._about_people(name, source, said)
        here = self._at_home[rows]
        return _assembled(name, rows[here], person=rows[here], found=found[here])

    def _about_people(self, name, source, said):
        asked = {"who": ("person_id", "i8"), **expressions.typed(name, said)}
        found = fetch(source, "person_id", self._people, asked, expressions.STANDS)
        rows, index = self.rows_of(found["who"])
        return rows, found[index]

    def _of_households(self, name):
        source, _kind, said = expressions.OF_HOUSEHOLDS[name]
        asked = {"home": ("household_id", "i8"), **expressions.typed(name, said)}
        found = fetch(source, "household_id", self.homes["id"].tolist(), asked, expressions.STANDS)
        rows = self.household_rows(found["home"])
        return _assembled(name, rows, household=rows, found=found)

    def _couples(self):
        columns = {"him": ("husband_id", "i8"), "her": ("wife_id", "i8"), **expressions.typed("couples", expressions.MARRIAGE)}
        found = fetch("households_marriage", "husband_id", self._people, columns, expressions.STANDS)
        husband, index = self.rows_of(found["him"])
        wife = self.beside(husband, found["her"][index])
        both = wife >= 0
        return _assembled("couples", husband[both], husband=husband[both], wife=wife[both], found=found[index][both])

    def _children(self):
        people = {"who": ("child_id", "i8"), "whose": ("parent_id", "i8"), "with": ("coalesce(custody_id, 0)", "i8")}
        asked = people | expressions.typed("children", expressions.PARENTAGE)
        found = fetch("households_parentage", "child_id", self._people, asked, expressions.STANDS)
        child, index = self.rows_of(found["who"])
        parent = self.beside(child, found["whose"][index])
        both = parent >= 0
        child, parent, found = child[both], parent[both], found[index][both]
        custody = self.beside(child, found["with"])
        return _assembled("children", child, child=child, parent=parent, custody=custody, custody_recorded=True, found=found)

    def _allowances(self):
        columns = {"id": ("id", "i8"), "home": ("household_id", "i8"), **expressions.typed("allowances", expressions.LIVING)}
        periods = fetch("poverty_minimumliving", "household_id", self.homes["id"].tolist(), columns, expressions.STANDS)
        self._living_homes = periods["home"]
        named = {"period": ("minimum_living_id", "i8"), "who": ("person_id", "i8")}
        members = fetch("poverty_minimumlivingmember", "minimum_living_id", periods["id"].tolist(), named)
        found = periods[np.searchsorted(periods["id"], members["period"])]
        rows, index = self.rows_of(members["who"])
        here = self.members["household"][rows] == found["home"][index]
        return _assembled("allowances", rows[here], person=rows[here], included=True, included_recorded=True, found=found[index][here])

    def _given(self, couples, *, since, until, one_off):
        """What was given once, known wherever the person or the couple belongs to; what a household or its village was given, there."""
        asked = {"id": ("id", "i8"), "home": ("household_id", "i8"), **expressions.GIVEN_TO, **expressions.typed("given", expressions.GIVEN)}
        where = "scheme = ANY (%(one_off)s) AND (since < %(since)s OR since >= %(until)s)"
        window = {"one_off": list(one_off), "since": since, "until": until}
        pairs = self._pairs(couples)
        keys = {"household_id": self.homes["id"].tolist(), "person_id": self._people, "beneficiary": [f"couple:{him}+{her}" for him, her in pairs]}
        found = np.concatenate([fetch("benefits_entitlement", key, ids, asked, where, **window) for key, ids in keys.items()])
        found = found[np.unique(found["id"], return_index=True)[1]]
        booked = {"key": ("entitlement_id", "i8"), "fen": ("amount_fen", "i8")}
        lines = fetch("benefits_entitlementline", "entitlement_id", found["id"].tolist(), booked)
        sums = np.zeros(len(found), "i8")
        np.add.at(sums, np.searchsorted(found["id"], lines["key"]), lines["fen"])
        found = found[sums > 0]
        person, whose = self.rows_of(found["who"])
        theirs = [(number, row) for number, pair in enumerate(found[["him", "her"]].tolist()) for row in pairs.get(pair, {}).values()]
        theirs, couple = np.array(theirs, "i8").reshape(-1, 2).T
        alone = np.flatnonzero((found["who"] == 0) & (found["him"] == 0) & np.isin(found["home"], self.homes["id"]))
        rows = np.concatenate([self.home[person], self.home[couples["husband"][couple]], self.household_rows(found["home"][alone])])
        of_person, of_couple = np.full((2, len(rows)), -1)
        of_person[: len(person)] = person
        of_couple[len(person) : len(person) + len(couple)] = couple
        return _assembled("given", rows, household=rows, person=of_person, couple=of_couple, found=found[np.concatenate([whose, theirs, alone])])

    def _confirmations(self):
        """From which day the county confirmed what it learnt of late; what was applied for in time has no row."""
        asked = {"who": ("person_id", "i8"), **expressions.typed("confirmations", expressions.CONFIRMED)}
        found = fetch("benefits_confirmation", "person_id", self._people, asked, expressions.STANDS)
        person, whose = self.rows_of(found["who"])
        return _assembled("confirmations", person, household=self.home[person], person=person, couple=-1, found=found[whose])

    def _project_grants(self):
        """Cash approved for the households in poverty projects; goods are never due."""
        asked = {"home": ("household_id", "i8"), **expressions.typed("project_grants", expressions.PROJECT_GRANT)}
        approved = "form = 'cash' AND state = 'approved'"
        found = fetch("poverty_projectgrant", "household_id", self.homes["id"].tolist(), asked, approved)
        rows = self.household_rows(found["home"])
        return _assembled("project_grants", rows, household=rows, found=found)

    def _pairs(self, couples):
        """{(husband, wife), ids: {household: the first row of `couples` of the two there}}."""
        people, found = self.members["person"], {}
        his, hers = people[couples["husband"]].tolist(), people[couples["wife"]].tolist()
        for row, (him, her, home) in enumerate(zip(his, hers, self.home[couples["husband"]].tolist(), strict=True)):
            found.setdefault((him, her), {}).setdefault(home, row)
        return found

    def _persons(self, made):
        found = fetch("households_person", "id", self._people, {"who": ("id", "i8"), **expressions.typed("persons", expressions.PERSON)})
        on = {"who": ("person_id", "i8"), "on": (expressions.day("since"), "i4")}
        deaths = fetch("households_death", "person_id", self._people, on, expressions.STANDS)
        people, rows = self.members["person"], np.arange(len(self.members))
        found = found[np.searchsorted(found["who"], people)]
        died = np.full(len(people), months.FOREVER)
        dead, index = self.rows_of(deaths["who"])
        died[dead] = deaths["on"][index]
        stated = {name: np.isin(people, self._stated.get(name, ())) for name in expressions.OF_PEOPLE}
        lists = {f"{name}_recorded": np.isin(rows, made[name]["person"]) | none for name, none in stated.items()}
        couples, children = self._listed("couples", made["couples"]["husband"]), self._listed("children", made["children"]["child"])
        members = {f"{name}_recorded": self._listed(name, made[name]["person"])[self.home] for name in expressions.OF_MEMBERS}
        return _assembled(
            "persons", rows, found=found, id=people, household=self.home, own=self._own, died=died,
            died_recorded=(died < months.FOREVER) | np.isin(people, self._stated["death"]), **lists, **members,
            couples_recorded=couples[self.home], children_recorded=children[self.home], parents_recorded=children[self.home],
            minimum_living_recorded=self._living_recorded()[self.home],
        )  # fmt: skip

    def _households(self, made, until):
        rows, ids = np.arange(len(self.homes)), self.homes["id"]
        lists = {
            "income" if name == "incomes" else name: np.isin(rows, made[name]["household"]) | np.isin(ids, self._stated_at_home.get(kind, ()))
            for name, (_source, kind, _said) in expressions.OF_HOUSEHOLDS.items()
        }
        return _assembled(
            "households", rows, found=self._housing(until), id=ids, place=self.homes["place"],
            minimum_living_recorded=self._living_recorded(), village_recorded=np.isin(rows, made["villages"]["household"]),
            support_received_recorded=False, **{f"{name}_recorded": listed for name, listed in lists.items()},
        )  # fmt: skip

    def _housing(self, until):
        """How each household was housed before a day, by the last record."""
        asked = {"home": ("household_id", "i8"), "since": (expressions.day("since"), "i4"), **expressions.typed("households", expressions.HOUSING)}
        before = f"{expressions.STANDS} AND since < %(until)s"
        found = fetch("households_housing", "household_id", self.homes["id"].tolist(), asked, before, until=until)
        housing = np.zeros(len(self.homes), found.dtype)
        found = found[np.argsort(found["since"], kind="stable")]
        housing[self.household_rows(found["home"])] = found
        return housing

    def _homes(self):
        """Whether each row's household is a home of the person's, and the one their own claims are computed in: the one moved into last."""
        asked = {"who": ("person_id", "i8"), "home": ("household_id", "i8"), "since": (expressions.day("since"), "i4")}
        homes = fetch("households_membership", "person_id", self._people, asked, f"home AND {expressions.STANDS}")
        last = homes[np.lexsort((homes["since"], homes["who"]))]
        last = last[np.append(last["who"][1:] != last["who"][:-1], True)] if len(last) else last
        return tuple(np.isin(self._keys, chosen["home"] * _BEYOND + chosen["who"]) for chosen in (homes, last))

    def _listed(self, kind, member_rows):
        """For each household whether its list of a kind is recorded: it has rows, or somebody stated that there are none."""
        made = np.isin(self.homes["id"], self._stated_at_home[kind])
        made[self.home[member_rows]] = True
        return made

    def _living_recorded(self):
        return np.isin(self.homes["id"], self._living_homes) | np.isin(self.homes["id"], self._stated_at_home["minimum_living"])

    @staticmethod
    def _statements(subject, ids, kinds):
        """{kind: ids of whom it is stated that there is none}."""
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        asked = {"whose": (subject, "i8"), "kind": (f"array_position(ARRAY[{listed}], kind::text) - 1", "i1")}
        found = fetch("households_statement", subject, ids, asked, f"kind IN ({listed}) AND {expressions.STANDS}")
        return {kind: found["whose"][found["kind"] == number] for number, kind in enumerate(kinds)}


_BEYOND = 1 << 31  # household × this + person is one number


def _members(household_ids):
    """Members of the households, once each, by household and person."""
    columns = {"household": ("household_id", "i8"), "person": ("person_id", "i8")}
    return np.unique(fetch("households_membership", "household_id", household_ids, columns, expressions.STANDS))


def _assembled(table, rows, *, found, **given):
    """A table of the rules: columns as given, the others as found, in the order of the rows they belong to and of their days."""
    made = np.zeros(len(rows), tables.TABLES[table].dtype)
    for name in made.dtype.names:
        made[name] = given[name] if name in given else found[name]
    day = next((made[name].astype("i8") for name in ("since", "on", "year") if name in made.dtype.names and table != "children"), 0)
    return made[np.argsort(rows.astype("i8") * _BEYOND + day, kind="stable")]
