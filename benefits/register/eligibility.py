"""What of the register a family may claim: the conditions an item's document states, looked up as far as they are recorded.

Three answers as everywhere, and a fourth: what no record can tell is judged by the official, who says on what grounds.
"""
from dataclasses import dataclass

from accounts.stored import gettext as _
from benefits import measures, rules
from benefits.policies_table import queries as policies
from households import case
from households.models import FamilyType, HouseholdStatus, Hukou
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

    def __init__(self, household_id, *, on):
        self.on = on
        self.family = families.family(household_id)
        self.household = self.family.household
        self.people = [person for person in self.family.people if not self._is_dead(person)]
        self._type = FamilyType.objects.filter(household=household_id).first()
        lived = [row for person in self.people for row in self.family.person_facts.get(("residence", person.pk), ())]
        self._residences = {row.person_id: row.place for row in lived if _holds(row, on)}
        self._evaluated = None

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
        findings = [self._ask(condition, told, person) for each in alternatives for condition, told in each.items()]
        return Finding(any_of(finding.answer for finding in findings), _("；或 ").join(finding.sentence for finding in findings))

    def _judge(self, why, person):
        return Finding(JUDGED, why)

    def _families(self, wanted, person):
        """Family types are derived; whether a disabled only child is a son or a daughter is not in the type."""
        kinds = FamilyType.Kind
        sentence = _("家庭类型应为%(wanted)s，档案为%(found)s")
        told = {
            "wanted": _("、").join(kinds(kind).label for kind in wanted),
            "found": kinds(self._type.kind).label if self._type else _("未录入"),
        }
        if self._type is None or self._type.kind == kinds.UNCERTAIN:
            return Finding(UNKNOWN, sentence % told)
        if self._type.kind in wanted:
            return Finding(YES, sentence % told)
        is_one_of_two = self._type.kind == kinds.DISABLED_ONLY_CHILD and {kinds.ONLY_SON, kinds.ONLY_DAUGHTER} & set(wanted)
        return Finding(UNKNOWN if is_one_of_two else NO, sentence % told)

    def _hukou(self, kind, person):
        """The person's hukou, the householder's where the item is for the household."""
        asked = person or (self.family.people[0] if self.family.people else None)
        rows = self.family.person_facts.get(("hukou", asked.pk), ()) if asked else ()
        row = next((row for row in rows if _holds(row, self.on)), None)
        told = {"wanted": Hukou.Kind(kind).label, "found": Hukou.Kind(row.kind).label if row else _("未录入")}
        answer = UNKNOWN if row is None else YES if row.kind == kind else NO
        return Finding(answer, _("户口应为%(wanted)s，档案为%(found)s") % told)

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
        rows = self.family.person_facts.get(("hukou", person.pk), ()) if person else ()
        row = next((row for row in rows if _holds(row, self.on)), None)
        if lives is None or row is None:
            return Finding(UNKNOWN, _("须现居本地、户口在外县，居住地或户口未录入"))
        home = row.place or self.household.division_code
        is_floating = not is_inside(home, families.county_of(lives))
        return Finding(YES if is_floating else NO, _("现居本地、户口在外县") if is_floating else _("户口就在本县，不是流动人口"))

    def _scheme(self, code, person):
        """As the rules answer for the calendar year of the day."""
        key = f"person-{person.pk}" if person else "household"
        answer = self._answers().get((code, key), UNKNOWN)
        sentence = {YES: _("按规则核定符合"), NO: _("按规则核定不符合"), UNKNOWN: _("按规则核定缺项")}[answer]
        return Finding(answer, sentence)

    def _answers(self):
        """{(scheme, beneficiary): yes, no or unknown} of the year; nothing where the record cannot be calculated yet."""
        if self._evaluated is None:
            year, place = self.on.year, self.household.division_code
            asked = case.case_of(families.entry_of(self.family), since=f"{year}-01", until=f"{year}-12")
            try:
                answer = rules.evaluate(asked, values=policies.in_force(place).book)
            except rules.Unusable:
                answer = {"entitlements": [], "refusals": []}
            self._evaluated = {(row["scheme"], row["beneficiary"]): row["answer"] for row in answer["refusals"]}
            self._evaluated |= {(row["scheme"], row["beneficiary"]): YES for row in answer["entitlements"]}
        return self._evaluated

    def _is_dead(self, person):
        return any(row.since <= self.on for row in self.family.person_facts.get(("death", person.pk), ()))


def _holds(row, on):
    return row.since <= on and (row.until is None or on < row.until)
