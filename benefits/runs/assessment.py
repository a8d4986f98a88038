"""What a run says of some families: rules applied to recorded facts, beside what the book says. Reads only."""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from benefits import facts, rules
from benefits.models import Opening
from benefits.policies_table import queries as policies
from benefits.rules import bearing
from benefits.rules.facts import BENEFICIARIES, TABLE_OF, some_households
from benefits.runs import claims, evidence, standing, subjects

# A line before it is written: numbers that stand for words (`kind`, `scheme`, `component`), `used` a set of values, `claim` a one-off; −1 is none.
# `key` is the id of its entitlement where the book has one, 0 where it has none.
LINE = np.dtype([
    ("kind", "i1"), ("who", "i8"), ("partner", "i8"), ("person", "i8"), ("household", "i8"), ("place", "i8"), ("scheme", "i2"), ("component", "i2"),
    ("first", "i4"), ("months", "i2"), ("due", "i8"), ("booked", "i8"), ("key", "i8"), ("floor", "b1"), ("used", "i4"), ("claim", "i4"),
])  # fmt: skip
_KEY = ("kind", "who", "partner", "scheme", "first", "component")
_NEVER = 1 << 30
_EXPLAINED_TOGETHER = 500  # families with questions


@dataclass
class Found:
    """What a run says of the families: `lines` (LINE) with the words their numbers stand for, rows for run_question and run_blocker, and rows
    of `evidence` for those for which something changes."""

    lines: np.ndarray
    schemes: list
    components: list
    value_sets: list
    claims: list
    questions: list = field(default_factory=list)
    blockers: list = field(default_factory=list)
    evidence: list = field(default_factory=list)


def assess(run, household_ids):
    """Found for these families. Unknown answers become questions: nothing is taken back for want of a record."""
    return Assessment(run, household_ids).found()


def sides(window, household_ids, *, values):
    """The rules applied to the same facts with the values in force and with others (InForce), whatever the book says, for comparing the two.

    `window` has division_code, schemes, since and until like a run.
    """
    before = Assessment(window, household_ids)
    return before, Assessment(window, household_ids, values=values, tables=before.tables)


class Assessment:
    """The rules applied to some families under a book of values (those in force unless others are given); `tables` are facts already read."""

    def __init__(self, run, household_ids, *, values=None, tables=None):
        self.run, self.household_ids = run, household_ids
        self.values = values or policies.in_force(run.division_code)
        self.tables = tables or facts.read(household_ids, since=run.since, until=run.until, one_off=[s.code for s in rules.schemes() if s.one_off])
        self.results = rules.assess(self.tables, values=self.values.book, **evidence.window(run))
        self.subjects = {kind: subjects.named(self.tables, kind) for kind in BENEFICIARIES}
        openings = dict(Opening.objects.filter(division_code=run.division_code, scheme__in=run.schemes).values_list("scheme", "since"))
        self.opened = np.array([_month(openings[code]) if code in openings else _NEVER for code in self.results.schemes])
        self.since, self.until = _month(run.since), _month(run.until)

    def found(self):
        own = {kind: found[found["own"]] for kind, found in self.subjects.items()}
        book, components = standing.read(self.run, self.household_ids, own=own, schemes=self.results.schemes, components=self.results.components)
        book = book[book["first"] >= self.opened[book["scheme"]]]  # what was carried over from before the ledger is not computed
        due = self.lines()
        at, of = _same(due, book)
        due["booked"][at], due["place"][at], due["key"][at] = book["fen"][of], book["place"][of], book["id"][of]
        book = np.delete(book, of)
        value_sets = [[self.values.ids[row] for row in rows] for rows in self.results.value_sets]
        found = Found(due, self.results.schemes, components, value_sets, claims=[])
        asked = self.questions()
        self._claims(found, asked)
        self._no_longer_due(found, asked, book)
        found.questions += [row for rows in asked.values() for row in rows]
        found.blockers += self._blockers(found.questions)
        changed = np.unique(found.lines["household"][found.lines["due"] != found.lines["booked"]])
        rows = np.searchsorted(self.tables["households"]["id"], changed)
        homes = self.tables["households"]["place"][rows].tolist()
        packed = zip(changed.tolist(), homes, evidence.pack(self.tables, rows), strict=True)
        found.evidence = [{"household_id": household, "division_code": f"{home:012d}", "facts": kept} for household, home, kept in packed]
        return found

    def borne(self):
        """For each of the lines which level of government bears how much of it (rules.bearing)."""
        return bearing.levels(self.results, self.inside())

    def lines(self):
        """The same as LINE, in their order."""
        lines = self.inside()
        due = np.zeros(len(lines), LINE)
        for name in ("kind", "scheme", "component", "first", "months", "floor", "used"):
            due[name] = lines[name]
        due["due"], due["claim"] = lines["amount_fen"], -1
        for kind, name in enumerate(BENEFICIARIES):
            at = lines["kind"] == kind
            subject = self.subjects[name][lines["row"][at]]
            for column in ("who", "partner", "person"):
                due[column][at] = subject[column]
            home = self.tables["households"][subject["home"]]
            due["household"][at], due["place"][at] = home["id"], home["place"]
        self._row = dict(zip(map(tuple, due[["kind", "who", "partner"]].tolist()), lines["row"].tolist(), strict=True))
        return due

    def told(self):
        """Of each of the lines, in their order: (whose it is, as rows name it; first day, first day after; part; fen)."""
        columns = ["kind", "who", "partner", "person", "household", "place", "scheme", "first", "months", "component", "due"]
        for kind, who, partner, person, household, place, scheme, first, months, part, fen in self.lines()[columns].tolist():
            whose = {
                "division_code": f"{place:012d}", "household_id": household, "person_id": person or None,
                "beneficiary": subjects.text(kind, who, partner), "scheme": self.results.schemes[scheme],
            }  # fmt: skip
            yield whose, _day(first), _day(first + months), part, fen

    def inside(self):
        """The results' lines of the run's schemes inside the window and the ledgers."""
        lines = self.results.lines
        first, until = lines["first"], lines["first"] + lines["months"]
        schemes = np.isin(lines["scheme"], [self.results.schemes.index(code) for code in self.run.schemes])
        return lines[schemes & (first >= self.since) & (until <= self.until) & (first >= self.opened[lines["scheme"]])]

    def asked(self):
        """The results' questions of the run's schemes inside window and ledgers, with the first month and the one after the last of each."""
        asked = self.results.questions
        first = np.maximum(np.maximum(asked["first"], self.since), self.opened[asked["scheme"]])
        until = np.minimum(asked["first"] + asked["months"], self.until)
        inside = np.isin(asked["scheme"], [self.results.schemes.index(code) for code in self.run.schemes]) & (first < until)
        return asked[inside], first[inside], until[inside]

    def unknown(self):
        """{(beneficiary, scheme)} with an unknown answer."""
        asked, _since, _until = self.asked()
        whose = [self.subjects[BENEFICIARIES[question["kind"]]][question["row"]] for question in asked]
        return {
            (subjects.text(int(question["kind"]), int(subject["who"]), int(subject["partner"])), self.results.schemes[question["scheme"]])
            for question, subject in zip(asked, whose, strict=True)
        }

    def questions(self):
        """Unknown answers as rows, neighbouring months together: {(beneficiary, scheme): rows}."""
        rows = defaultdict(list)
        for question, since, until, missing in self._missing(*self.asked()):
            about = self._about(int(question["kind"]), self.subjects[BENEFICIARIES[question["kind"]]][question["row"]])
            scheme = self.results.schemes[question["scheme"]]
            before = rows[about["beneficiary"], scheme]
            if before and before[-1]["until"] == _day(since) and before[-1]["missing"] == missing:
                before[-1]["until"] = _day(until)
            else:
                before.append(about | {"scheme": scheme, "since": _day(since), "until": _day(until), "missing": missing, "booked_fen": 0})
        return rows

    def _missing(self, asked, since, until):
        """(question, since, until, what has to be recorded) of each, explained some families together."""
        homes = np.zeros(len(asked), "i8")
        for kind, name in enumerate(BENEFICIARIES):
            at = asked["kind"] == kind
            homes[at] = self.subjects[name]["home"][asked["row"][at]]
        order = np.lexsort((asked["first"], asked["row"], asked["kind"], asked["scheme"], homes))
        asked, homes, since, until = asked[order], homes[order], since[order].tolist(), until[order].tolist()
        questioned = np.unique(homes)
        for begin in range(0, len(questioned), _EXPLAINED_TOGETHER):
            some = questioned[begin : begin + _EXPLAINED_TOGETHER]
            tables, kept = some_households(self.tables, some)
            names = facts.called(tables["persons"]["id"].tolist())
            reasons = rules.Reasons(tables=tables, book=self.values.book, names=names, **evidence.window(self.run))
            for index in np.flatnonzero(np.isin(homes, some)).tolist():
                question = asked[index]
                kind = BENEFICIARIES[question["kind"]]
                row = int(np.searchsorted(kept[TABLE_OF[kind]], question["row"]))
                told = reasons.reason(self.results.schemes[question["scheme"]], row, int(question["first"]), kind)
                yield question, since[index], until[index], _distinct(told)

    def _blockers(self, questions):
        """Values that are lacking, each once with the first day it is lacking on and how many families wait for it."""
        lacking = defaultdict(list)
        for question in questions:
            for item in question["missing"]:
                if "day" in item:
                    lacking[item["of"][:6] + "000000", question["scheme"], item["fact"]].append((item["day"], question["household_id"]))
        for (place, scheme, name), waiting in lacking.items():
            families = len({household for _, household in waiting})
            row = {"place": place, "scheme": scheme, "name": name, "on": min(waiting)[0], "families": families}
            yield {"division_code": self.run.division_code, **row}

    def _claims(self, found, asked):
        """One-offs carry whom the event happened to; those that cannot be booked become questions."""
        numbers = [index for index, code in enumerate(self.results.schemes) if code in claims.SUBJECTS]
        at = np.flatnonzero(np.isin(found.lines["scheme"], numbers)).tolist()
        told = [(index, self._one_off(found.lines[index])) for index in at]
        told = [(index, line) for index, line in told if claims.claims_something(self.tables, line)]
        at, lines = [index for index, _line in told], [line for _index, line in told]
        found.claims = claims.of(self.tables, lines)
        found.lines["claim"][at] = np.arange(len(at))
        doubtful = claims.doubtful(list(zip(lines, found.claims, strict=True)), county=self.run.division_code)
        for number, sentence in doubtful.items():
            line = lines[number]
            question = self._ask(asked, line, sentence)
            question["booked_fen"] += line["booked_fen"]
        if doubtful:
            found.lines = np.delete(found.lines, [at[number] for number in doubtful])

    def _one_off(self, line):
        key = int(line["kind"]), int(line["who"]), int(line["partner"])
        place = {"division_code": f"{int(line['place']):012d}", "household_id": int(line["household"]), "person_id": int(line["person"]) or None}
        return place | {
            "beneficiary": subjects.text(*key), "kind": BENEFICIARIES[key[0]], "row": self._row[key], "scheme": self.results.schemes[line["scheme"]],
            "first": int(line["first"]), "since": _day(int(line["first"])), "until": _day(int(line["first"] + line["months"])),
            "booked_fen": int(line["booked"]),
        }  # fmt: skip

    def _ask(self, asked, line, sentence):
        """A question of its own about one key; the parts of an entitlement share it."""
        rows = asked[line["beneficiary"], line["scheme"]]
        for row in rows:
            if row["since"] == line["since"]:
                return row
        row = {name: line[name] for name in _ASKED} | {"missing": [{"name": "claim", "text": sentence}], "booked_fen": 0}
        rows.append(row)
        return row

    def _no_longer_due(self, found, asked, book):
        """Something stands in the book and is not due: a line of 0, unless the answer is unknown."""
        made = []
        for stands in book:
            key = int(stands["kind"]), int(stands["who"]), int(stands["partner"])
            beneficiary, scheme = subjects.text(*key), self.results.schemes[stands["scheme"]]
            since, until, fen = _day(int(stands["first"])), _day(int(stands["first"] + stands["months"])), int(stands["fen"])
            open_question = next((row for row in asked[beneficiary, scheme] if row["since"] < until and since < row["until"]), None)
            if open_question:
                open_question["booked_fen"] += fen
            elif stands["away"] and not self._known_apart(stands):
                gone = {"beneficiary": beneficiary, "scheme": scheme, "since": since, "until": until, "division_code": f"{int(stands['place']):012d}"}
                gone |= {"household_id": int(stands["household"]), "person_id": int(stands["person"]) or None}
                self._ask(asked, gone, claims.away(BENEFICIARIES[key[0]]))["booked_fen"] += fen
            else:
                made.append(self._ended(stands, BENEFICIARIES[key[0]]))
        if made:
            found.lines = np.concatenate([found.lines, np.array(made, LINE)])

    def _known_apart(self, stands):
        """Of a couple: what marriages there are in the wife's home is recorded, and theirs is none of them."""
        people = self.tables["persons"]
        return stands["kind"] == BENEFICIARIES.index("couple") and stands["partner"] in people["id"][people["own"] & people["couples_recorded"]]

    def _ended(self, stands, kind):
        """A line of 0, from the family its person lives in now."""
        own = self.subjects[kind]
        at = np.flatnonzero((own["who"] == stands["who"]) & (own["partner"] == stands["partner"]) & own["own"])
        household = self.tables["households"]["id"][own["home"][at[0]]] if len(at) else stands["household"]
        given = {name: stands[name] for name in (*_KEY, "person", "place", "months")}
        line = given | {"household": household, "booked": stands["fen"], "key": stands["id"], "due": 0, "floor": False, "used": -1, "claim": -1}
        return tuple(line[name] for name in LINE.names)

    def _about(self, kind, subject):
        home = self.tables["households"][subject["home"]]
        return {
            "beneficiary": subjects.text(kind, int(subject["who"]), int(subject["partner"])),
            "person_id": int(subject["person"]) or None,
            "household_id": int(home["id"]),
            "division_code": f"{int(home['place']):012d}",
        }


_ASKED = ("division_code", "household_id", "person_id", "beneficiary", "scheme", "since", "until")


def _same(due, book):
    """Rows of both that are the same key: (indexes of due, indexes of book). In each a key stands once."""
    columns = [np.concatenate([due[name].astype("i8"), book[name].astype("i8")]) for name in _KEY]
    order = np.lexsort((np.arange(len(due) + len(book)), *columns))
    neighbours = np.ones(max(len(order) - 1, 0), dtype=bool)
    for column in columns:
        neighbours &= column[order][1:] == column[order][:-1]
    at = np.flatnonzero(neighbours)
    return order[at], order[at + 1] - len(due)


def _distinct(reason):
    """What a reason says is not recorded or not stated, each once."""
    return list({item["name"]: item for condition in reason["conditions"] for item in condition.get("unknown", ())}.values())


def _month(on):
    return on.year * 12 + on.month - 1


def _day(month):
    return date(month // 12, month % 12 + 1, 1)
