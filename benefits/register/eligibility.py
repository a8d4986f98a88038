"""What of the register a family may claim: the conditions an item's document states, looked up as far as they are recorded.

Three answers as everywhere, and a fourth: what no record can tell is judged by the official, who says on what grounds.
"""
from dataclasses import dataclass
from functools import cached_property

from accounts import stored
from accounts.stored import gettext as _
from benefits import measures, rules
from benefits.policies_table import queries as policies
from benefits.rules.families import KINDS
from households import case
from households.models import HouseholdStatus, Hukou, Relation, Sex
from households.queries import family as families
from households.queries.places import is_inside

YES, NO, UNKNOWN, JUDGED = "yes", "no", "unknown", "judged"


@dataclass(frozen=True)
class Finding:
    """One condition: its answer and what was found."""

    answer: str
    sentence: str


@dataclass(frozen=True)
class Candidate:
    """Somebody an item may be registered for (`person` is None for the household), and the place where it would apply."""

    person: object
    place: str
    findings: tuple[Finding, ...]

    @property
    def answer(self):
        return together(finding.answer for finding in self.findings)

    @property
    def sentences(self):
        return [finding.sentence for finding in self.findings]


@dataclass(frozen=True)
class Suggestion:
    """An item of the place with everybody it may be for, the most likely first."""

    item: measures.Item
    candidates: tuple[Candidate, ...]

    @property
    def answer(self):
        return self.candidates[0].answer


_ORDER = (YES, JUDGED, UNKNOWN, NO)


def together(answers):
    """All of them: one no is no, else one unknown is unknown, else one judged is judged."""
    found = set(answers)
    return next((answer for answer in (NO, UNKNOWN, JUDGED) if answer in found), YES)


def any_of(answers):
    """One of them: one yes is yes, else what may still come out, else no."""
    found = set(answers)
    return next((answer for answer in (YES, UNKNOWN, JUDGED) if answer in found), NO)


def suggestions(household_id, *, on):
    """[Suggestion] for every item granted on a day where the family is recorded or one of its people lives, likely ones first."""
    known = Known(household_id, on=on)
    found = []
    for item in measures.items():
        candidates = [known.candidate(item, person) for person in known.concerned(item)]
        if candidates:
            found.append(Suggestion(item, tuple(sorted(candidates, key=lambda candidate: _ORDER.index(candidate.answer)))))
    return sorted(found, key=lambda suggestion: _ORDER.index(suggestion.answer))


class Known:
    """What is recorded of a family on a day, asked condition by condition."""

    def __init__(self, household_id, *, on, family=None):
        """`family`: the Family where it was read already, with others."""
        self.on = on
        self.family = family or families.family(household_id)
        self.household = self.family.household
        self.people = [person for person in self.family.people if not self._is_dead(person)]
        lived = [row for person in self.people for row in self._rows("residence", person)]
        self._residences = {row.person_id: row.place for row in lived if _holds(row, on)}
        self._evaluated = {}

    @cached_property
    def _kinds(self):
        """What the families are on the day, by the rules; None where the record cannot be calculated yet."""
        month = f"{self.on:%Y-%m}"
        try:
            return rules.Families(self._case(month, month), on=self.on, values=self._values())
        except rules.Unusable:
            return None

    def concerned(self, item):
        """Whom an item can be for: the household (None), or each member; nobody when the place does not grant it."""
        if not item.of_person:
            return [None] if item.why_not(place=self.household.division_code, on=self.on) is None else []
        return [person for person in self.people if self._place(item, person) and item.why_not(place=self._place(item, person), on=self.on) is None]

    def candidate(self, item, person):
        """The Candidate of an item: every condition of its document, in order."""
        findings = tuple(self._ask(condition, told, person) for condition, told in item.who.items())
        return Candidate(person, self._place(item, person), findings or (Finding(JUDGED, _("文件未写明条件，由经办人按材料认定")),))

    def _place(self, item, person):
        """Where it applies: where the person lives when the item says so, else where the family is recorded."""
        return self._residences.get(person.pk, "") if item.at_residence else self.household.division_code

    def _ask(self, condition, told, person):
        return getattr(self, f"_{condition}")(told, person)

    def _any(self, alternatives, person):
        """One of several; the conditions of each are met together."""
        findings = [[self._ask(condition, told, person) for condition, told in each.items()] for each in alternatives]
        sentences = [_("，").join(finding.sentence for finding in each) for each in findings]
        return Finding(any_of(together(finding.answer for finding in each) for each in findings), _("；或 ").join(sentences))

    def _judge(self, why, person):
        return Finding(JUDGED, why)

    def _families(self, wanted, person):
        """Somebody living in the household has such a family; a person belongs to one, as a parent or as a child."""
        return self._of_kind(wanted, lambda found: found.person(_key(person), wanted) if person else found.household(wanted))

    def _parents(self, wanted, person):
        """The person is a parent of such a family."""
        return self._of_kind(wanted, lambda found: found.parent(_key(person), wanted))

    def _of_kind(self, wanted, ask):
        told = {"wanted": _("或").join(stored.of_rules(KINDS[kind][0]) for kind in wanted)}
        if self._kinds is None:
            return Finding(UNKNOWN, _("应为%(wanted)s，档案还不能计算") % told)
        found = ask(self._kinds)
        return Finding(found.met, _("应为%(wanted)s，档案：%(found)s") % (told | {"found": stored.of_rules(found.because)}))

    def _hukou(self, kind, person):
        """The person's hukou; for the household that of either of the couple that lives, without them anybody's (decision 0013)."""
        asked = [person] if person else self._couple() or self.people
        rows = [next((row for row in self._rows("hukou", each) if _holds(row, self.on)), None) for each in asked]
        answers = [UNKNOWN if row is None else YES if row.kind == kind else NO for row in rows]
        found = dict.fromkeys(Hukou.Kind(row.kind).label if row else _("未录入") for row in rows)
        told = {"wanted": Hukou.Kind(kind).label, "found": _("、").join(found) or _("未录入")}
        return Finding(any_of(answers) if answers else UNKNOWN, _("户口应为%(wanted)s，档案为%(found)s") % told)

    def _couple(self):
        alive = {person.pk for person in self.people}
        return [row.person for row in self.family.memberships if row.person_id in alive and row.relation in (Relation.HEAD, Relation.SPOUSE)]

    def _sex(self, wanted, person):
        told = {"wanted": Sex(wanted).label}
        answer = UNKNOWN if not person.sex else YES if person.sex == wanted else NO
        sentence = {UNKNOWN: _("性别应为%(wanted)s，未录入"), YES: _("性别为%(wanted)s"), NO: _("性别不是%(wanted)s")}[answer]
        return Finding(answer, sentence % told)

    def _status(self, wanted, person):
        rows = self.family.family_facts["status"]
        held = [row for row in rows if row.kind in wanted and _holds(row, self.on)]
        answer = YES if held else NO if rows or ("status", None) in self.family.statements else UNKNOWN
        told = {"wanted": _("或").join(HouseholdStatus.Kind(kind).label for kind in wanted)}
        sentence = {YES: _("已认定为%(wanted)s"), NO: _("没有%(wanted)s的认定"), UNKNOWN: _("是否认定为%(wanted)s未录入")}[answer]
        return Finding(answer, sentence % told)

    def _ages(self, ages, person):
        first, beyond = ages
        told = {"first": first, "last": beyond - 1}
        if person is None or person.born is None:
            return Finding(UNKNOWN, _("年龄应为 %(first)s 至 %(last)s 周岁，出生日期未录入") % told)
        age = self.on.year - person.born.year - ((self.on.month, self.on.day) < (person.born.month, person.born.day))
        return Finding(YES if first <= age < beyond else NO, _("年龄应为 %(first)s 至 %(last)s 周岁，现 %(age)s 周岁") % (told | {"age": age}))

    def _floating(self, wanted, person):
        """Lives here while the hukou is in another county: 流动人口."""
        lives = self._residences.get(person.pk) if person else None
        row = next((row for row in self._rows("hukou", person) if _holds(row, self.on)), None) if person else None
        if lives is None or row is None:
            return Finding(UNKNOWN, _("须现居本地、户口在外县，居住地或户口未录入"))
        home = row.place or self.household.division_code
        is_floating = not is_inside(home, families.county_of(lives))
        return Finding(YES if is_floating else NO, _("现居本地、户口在外县") if is_floating else _("户口就在本县，不是流动人口"))

    def _scheme(self, code, person):
        """As the rules answer for the month of the day; for its calendar year where the clause is of a year or of something that happens once."""
        window = f"{self.on:%Y-%m}" if rules.SCHEMES[code].period == "month" else f"{self.on:%Y}"
        answer = self._answers(window).get((code, _key(person) if person else "household"), UNKNOWN)
        sentence = {YES: _("按规则核定符合"), NO: _("按规则核定不符合"), UNKNOWN: _("按规则核定缺项")}[answer]
        return Finding(answer, sentence)

    def _answers(self, window):
        """{(scheme, beneficiary): yes, no or unknown} of a month or a year; nothing where the record cannot be calculated yet."""
        if window not in self._evaluated:
            months = (window, window) if "-" in window else (f"{window}-01", f"{window}-12")
            try:
                answer = rules.evaluate(self._case(*months), values=self._values())
            except rules.Unusable:
                answer = {"entitlements": [], "refusals": []}
            found = {(row["scheme"], row["beneficiary"]): row["answer"] for row in answer["refusals"]}
            self._evaluated[window] = found | {(row["scheme"], row["beneficiary"]): YES for row in answer["entitlements"]}
        return self._evaluated[window]

    def _case(self, since, until):
        return case.case_of(families.entry_of(self.family), since=since, until=until)

    def _values(self):
        return policies.in_force(self.household.division_code).book

    def _rows(self, kind, person):
        return self.family.person_facts.get((kind, person.pk), ())

    def _is_dead(self, person):
        return any(row.since <= self.on for row in self._rows("death", person))


def _key(person):
    return f"person-{person.pk}"


def _holds(row, on):
    return row.since <= on and (row.until is None or on < row.until)
