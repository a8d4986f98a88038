"""What a run says of some families: rules applied to recorded facts, beside what the book says. Reads only."""
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from benefits import facts, rules
from benefits.models import Opening
from benefits.policies_table import queries as policies
from benefits.rules import months
from benefits.runs import claims, standing

_KINDS = rules.facts.BENEFICIARIES


@dataclass
class Found:
    """Rows for run_line, run_question and run_blocker, without run and chunk."""

    lines: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    blockers: list = field(default_factory=list)


def assess(run, household_ids):
    """Rows for these families. Unknown answers become questions: nothing is taken back for want of a record."""
    return _Assessment(run, household_ids).found()


def due(window, household_ids, *, values):
    """What the rules alone give these families under `values` (InForce), whatever the book says, for comparing two of them.

    ({(beneficiary, scheme, first day, first day after): fen}, {(beneficiary, scheme)} with an unknown answer). `window` has
    division_code, schemes, since and until like a run.
    """
    assessment = _Assessment(window, household_ids, values=values)
    amounts, unknown = Counter(), set()
    for line in assessment._due():
        amounts[line["beneficiary"], line["scheme"], line["since"], line["until"]] += line["due_fen"]
    for asked in assessment.results.questions:
        scheme = assessment.results.schemes[asked["scheme"]]
        if scheme in window.schemes and _first_day(asked["first"] + asked["months"]) > assessment.openings.get(scheme, date.max):
            unknown.add((assessment._beneficiary(asked["kind"], asked["row"])["beneficiary"], scheme))
    return amounts, unknown


class _Assessment:
    def __init__(self, run, household_ids, *, values=None):
        self.run, self.household_ids = run, household_ids
        self.values = values or policies.in_force(run.division_code)
        self.openings = dict(Opening.objects.filter(division_code=run.division_code).values_list("scheme", "since"))
        one_off = [scheme.code for scheme in rules.schemes() if scheme.one_off]
        self.tables = facts.read(household_ids, since=run.since, until=run.until, one_off=one_off)
        # Whole calendar years, whatever the window: then months share a yearly rate the same way in every run.
        self.results = rules.assess(
            self.tables,
            values=self.values.book,
            since=run.since.year * 12,
            until=(_last_day_month(run.until) // 12 + 1) * 12,
            names=facts.names(household_ids),
        )
        self.people, self.homes, self.couples = self.tables["persons"], self.tables["households"], self.tables["couples"]
        self._told = {}

    def found(self):
        found = Found()
        booked = standing.keys(self.run, self.household_ids, beneficiaries=self._own_beneficiaries())
        unknown = self._questions(found)
        due = {line["key"]: line for line in self._due()}
        doubtful = claims.doubtful([line for line in due.values() if line["one_off"]], county=self.run.division_code)
        for key, line in due.items():
            if key in doubtful:
                self._ask(found, unknown, line, doubtful[key])
            else:
                found.lines.append(self._line(line, booked.pop(key, None)))
        for key, stands in booked.items():
            self._no_longer_due(found, unknown, key, stands)
        return found

    def _due(self):
        """Lines of the rules inside the window, as rows with their key (beneficiary, scheme, since, component)."""
        for line in self.results.lines:
            scheme = self.results.schemes[line["scheme"]]
            since, until = _first_day(line["first"]), _first_day(line["first"] + line["months"])
            if not self._is_asked(scheme, since, until):
                continue
            beneficiary = self._beneficiary(line["kind"], line["row"])
            component = self.results.components[line["component"]]
            yield {
                "key": (beneficiary["beneficiary"], scheme, since, component),
                **beneficiary,
                "scheme": scheme,
                "since": since,
                "until": until,
                "component": component,
                "due_fen": int(line["amount_fen"]),
                "floor": bool(line["floor"]),
                "value_ids": [self.values.ids[row] for row in self.results.value_sets[line["used"]]],
                "one_off": claims.subject(self, scheme, line) if scheme in claims.SUBJECTS else None,
                "at": (scheme, int(line["row"]), int(line["first"]), _KINDS[line["kind"]]),
            }

    def _line(self, line, stands):
        booked_fen = stands["booked_fen"] if stands else 0
        row = {name: line[name] for name in _LINE_COLUMNS}
        if stands:
            row["division_code"] = stands["division_code"]
        row["booked_fen"] = booked_fen
        row["reason"] = self._reason(*line["at"], line["due_fen"]) if line["due_fen"] != booked_fen else {}
        one_off = line["one_off"]
        return row | {"subject_hash": one_off.hash if one_off else None, "sides": one_off.sides if one_off else []}

    def _reason(self, scheme, row, month, kind, amount_fen):
        """The reason of a line. Within a run of months in which nothing changes only the month it names differs."""
        segments = self.results.evaluation.segments
        home = self._home(kind, row)
        first = segments.first[segments.start[home] : segments.start[home] + segments.count[home]]
        stretch = scheme, kind, row, int(first.searchsorted(month, side="right")), amount_fen
        if stretch not in self._told:
            self._told[stretch] = self.results.reason(scheme, row, month, kind)
        told = self._told[stretch]
        if told["from"] != told["to"]:
            return told
        named = {"from": months.text(month), "to": months.text(month)}
        return told | named | {"parts": [part | named for part in told["parts"]]}

    def _questions(self, found):
        """Unknown answers as rows, neighbouring months together; {(beneficiary, scheme): rows} for what stands in the book."""
        unknown = defaultdict(list)
        for asked in self.results.questions:
            scheme = self.results.schemes[asked["scheme"]]
            since = max(_first_day(asked["first"]), self.run.since, self.openings.get(scheme, date.max))
            until = min(_first_day(asked["first"] + asked["months"]), self.run.until)
            if scheme not in self.run.schemes or since >= until:
                continue
            beneficiary = self._beneficiary(asked["kind"], asked["row"])
            at = scheme, int(asked["row"]), int(asked["first"]), _KINDS[asked["kind"]]
            missing = _missing(self.results.reason(*at))
            rows = unknown[beneficiary["beneficiary"], scheme]
            if rows and rows[-1]["until"] == since and rows[-1]["missing"] == missing:
                rows[-1]["until"] = until
                continue
            row = beneficiary | {"scheme": scheme, "since": since, "until": until, "missing": missing, "booked_fen": 0}
            rows.append(row)
            found.questions.append(row)
        found.blockers += self._blockers(found.questions)
        return unknown

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

    def _ask(self, found, unknown, line, sentence):
        """A question of its own about one key; the parts of an entitlement share it."""
        rows = unknown[line["beneficiary"], line["scheme"]]
        for row in rows:
            if row["since"] == line["since"]:
                return row
        row = {name: line[name] for name in _ASKED_COLUMNS}
        row |= {"missing": [{"name": "claim", "text": sentence}], "booked_fen": 0}
        rows.append(row)
        found.questions.append(row)
        return row

    def _no_longer_due(self, found, unknown, key, stands):
        """Something stands in the book and is not due: a line of 0, unless the answer is unknown."""
        beneficiary, scheme, since, _component = key
        for question in unknown[beneficiary, scheme]:
            if question["since"] < stands["until"] and since < question["until"]:
                question["booked_fen"] += stands["booked_fen"]
                return
        if stands["away"]:
            self._ask(found, unknown, stands, claims.away())["booked_fen"] += stands["booked_fen"]
            return
        kind, at = beneficiary.split(":")[0], self._row(beneficiary)
        row = {name: stands[name] for name in (*_ASKED_COLUMNS, "component")}
        row["household_id"] = self._beneficiary(_KINDS.index(kind), at)["household_id"]  # where the person lives now
        reason = self.results.reason(scheme, at, since.year * 12 + since.month - 1, kind)
        empty = {"due_fen": 0, "floor": False, "value_ids": [], "subject_hash": None, "sides": []}
        found.lines.append(row | empty | {"booked_fen": stands["booked_fen"], "reason": reason})

    def _is_asked(self, scheme, since, until):
        opened = self.openings.get(scheme, date.max)
        return scheme in self.run.schemes and self.run.since <= since and until <= self.run.until and since >= opened

    def _home(self, kind, row):
        """The row of the household a beneficiary is in; a couple is at home where the wife is."""
        if kind == "household":
            return int(row)
        return int(self.people["household"][self.couples["wife"][row] if kind == "couple" else row])

    def _beneficiary(self, kind, row):
        kind, home = _KINDS[kind], self._home(_KINDS[kind], row)
        household = int(self.homes["id"][home])
        person = int(self.people["id"][row]) if kind == "person" else None
        return {
            "beneficiary": self._couple(row) if kind == "couple" else f"person:{person}" if person else f"household:{household}",
            "person_id": person,
            "household_id": household,
            "division_code": f"{int(self.homes['place'][home]):012d}",
        }

    def _couple(self, row):
        couple = self.couples[row]
        return f"couple:{self.people['id'][couple['husband']]}+{self.people['id'][couple['wife']]}"

    def _own_beneficiaries(self):
        people = self.people["id"][self.people["own"]].tolist()
        couples = self.people["own"][self.couples["wife"]].nonzero()[0].tolist()
        households = [f"household:{household}" for household in self.homes["id"].tolist()]
        return [f"person:{person}" for person in people] + households + [self._couple(row) for row in couples]

    def _row(self, beneficiary):
        kind, _, number = beneficiary.partition(":")
        if kind == "household":
            return int((self.homes["id"] == int(number)).nonzero()[0][0])
        if kind == "couple":
            return next(row for row in range(len(self.couples)) if self._couple(row) == beneficiary)
        return int(((self.people["id"] == int(number)) & self.people["own"]).nonzero()[0][0])


_ASKED_COLUMNS = ("division_code", "household_id", "person_id", "beneficiary", "scheme", "since", "until")
_LINE_COLUMNS = (*_ASKED_COLUMNS, "component", "due_fen", "floor", "value_ids")


def _missing(reason):
    """What a reason says is not recorded or not stated, each once."""
    found = {}
    for condition in reason["conditions"]:
        for item in condition.get("unknown", ()):
            found[item["name"]] = item
    return list(found.values())


def _first_day(month):
    return date(int(month) // 12, int(month) % 12 + 1, 1)


def _last_day_month(until):
    """The last month before a first-of-month day."""
    return until.year * 12 + until.month - 2
