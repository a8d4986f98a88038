"""Kinds of fact 事实种类: for each, its rows, what they say as part of an entry, and in words.

A kind's name is the attribute of the entry, the kind of the Statement that there is none, and the key of the evaluation
format. Commands compare an entry with the rows through this table, queries read the rows back through it, pages list it.
Kinds of a person are `PERSON`; kinds of a family `FAMILY`, to which poverty adds 低保 (`poverty.kinds`).
"""
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy

from households import entry as entries
from households import words
from households.entry import UNRECORDED
from households.models import (
    Admission,
    Certificate,
    Complication,
    Death,
    Disability,
    Exam,
    HouseholdStatus,
    Housing,
    Hukou,
    Income,
    Marriage,
    MedicalCost,
    Parentage,
    Pension,
    Residence,
    Schooling,
    Statement,
    VillagePost,
)


@dataclass(frozen=True)
class PersonKind:
    """A kind of fact about one person; `item` is its entry class, whose fields are the model's."""

    name: str
    title: str
    model: type
    item: type
    none: object = ()  # what an entry says when there is none
    once: bool = False  # something that happens on a day, rather than a state the next one ends

    def rows(self, person_ids):
        return self.model.objects.filter(person_id__in=person_ids).order_by("since", "id")

    def made(self, values, person_id, common):
        """The new row that says these values, in a list."""
        return [self.model(**values, person_id=person_id, **common)]

    def said(self, person):
        """What a PersonEntry says: UNRECORDED, or a tuple of model values, empty for "none"."""
        items = getattr(person, self.name)
        if items is UNRECORDED:
            return UNRECORDED
        return tuple({**asdict(item), "since": item.since or person.born} for item in items)

    def read(self, rows):
        """The entry's value for rows that stand (there is at least one)."""
        return tuple(self.item(**self.values(row)) for row in rows)

    def values(self, row):
        return {field.name: getattr(row, field.name) for field in fields(self.item)}

    def words(self, row):
        return words.value(row)


class DeathKind(PersonKind):
    """Death is a day, and "none" means alive."""

    def said(self, person):
        if person.death is UNRECORDED:
            return UNRECORDED
        return () if person.death is None else ({"since": person.death},)

    def read(self, rows):
        return rows[0].since

    def values(self, row):
        return {"since": row.since}


class FamilyKind:
    """A kind of fact about a family: `rows` of its people, `said` by an entry's items, `read` back as items."""

    def made(self, values, person_id, common):
        """The new rows that say these values."""
        return [self.model(**values, **common)]

    def words(self, row):
        return words.value(row)

    def place(self, rows, division_code):
        """The rows lie in another place from now on: the family moved inside its county."""
        self.model.objects.filter(pk__in=[row.pk for row in rows]).update(division_code=division_code)


class Couples(FamilyKind):
    name, title, model = "couples", gettext_lazy("婚姻"), Marriage

    def rows(self, households, people):
        both = Marriage.objects.filter(husband_id__in=people, wife_id__in=people)
        return both.select_related("husband", "wife").order_by("since", "id")

    def said(self, items, ids):
        """Model values; a marriage that is over on an unknown day has no `until` but says how it ended."""
        for couple in items:
            yield {
                "husband_id": ids[couple.husband],
                "wife_id": ids[couple.wife],
                "since": None if couple.since is UNRECORDED else couple.since,
                "until": None if couple.ended is UNRECORDED else couple.ended,
                "ended_how": couple.how,
            }

    def read(self, rows, keys):
        return tuple(
            entries.CoupleEntry(
                husband=keys[row.husband_id],
                wife=keys[row.wife_id],
                since=row.since or UNRECORDED,
                ended=UNRECORDED if row.ended_how and row.until is None else row.until,
                how=row.ended_how,
            )
            for row in rows
        )

    def values(self, row):
        return {name: getattr(row, name) for name in ("husband_id", "wife_id", "since", "until", "ended_how")}


class Children(FamilyKind):
    name, title, model = "children", gettext_lazy("亲子关系"), Parentage

    def rows(self, households, people):
        both = Parentage.objects.filter(child_id__in=people, parent_id__in=people)
        return both.select_related("child", "parent").order_by("child_id", "parent_id")

    def said(self, items, ids):
        for item in items:
            for parent in item.parents:
                yield {
                    "child_id": ids[item.child],
                    "parent_id": ids[parent],
                    "origin": None if item.origin is UNRECORDED else item.origin,
                    "since": item.since,
                    "within_policy": None if item.within_policy is UNRECORDED else item.within_policy,
                    "custody_id": ids[item.custody] if item.custody else None,
                }

    def read(self, rows, keys):
        """Parents of whom the same is recorded stand in one entry."""
        alike = {}
        for row in rows:
            rest = self.values(row)
            parent = keys[rest.pop("parent_id")]
            alike.setdefault(tuple(rest.items()), []).append(parent)
        return tuple(self._entry(dict(rest), parents, keys) for rest, parents in alike.items())

    @staticmethod
    def _entry(rest, parents, keys):
        return entries.ChildEntry(
            child=keys[rest["child_id"]],
            parents=tuple(parents),
            origin=rest["origin"] or UNRECORDED,
            since=rest["since"],
            within_policy=UNRECORDED if rest["within_policy"] is None else rest["within_policy"],
            custody=keys.get(rest["custody_id"]),
        )

    def values(self, row):
        return {name: getattr(row, name) for name in ("child_id", "parent_id", "origin", "since", "within_policy", "custody_id")}


class OfMembers(FamilyKind):
    """A kind listed by the family whose rows are about a member; they belong where that person is at home."""

    def rows(self, households, people):
        at_home = Q(person__memberships__household__in=households, person__memberships__home=True, person__memberships__withdrawn_at=None)
        return self.model.objects.filter(at_home, person_id__in=people).order_by("since", "id")


class Certificates(OfMembers):
    name, title, model = "certificates", gettext_lazy("光荣证"), Certificate

    def said(self, items, ids):
        for item in items:
            yield {
                "person_id": ids[item.holder],
                "since": None if item.issued is UNRECORDED else item.issued,
                "until": item.until,
                "number": item.number,
            }

    def read(self, rows, keys):
        return tuple(
            entries.CertificateEntry(holder=keys[row.person_id], issued=row.since or UNRECORDED, until=row.until, number=row.number) for row in rows
        )

    def values(self, row):
        return {name: getattr(row, name) for name in ("person_id", "since", "until", "number")}


class MedicalCosts(OfMembers):
    name, title, model = "medical", gettext_lazy("大病自付"), MedicalCost

    def said(self, items, ids):
        for item in items:
            yield {"person_id": ids[item.member], "own_fen": item.own_fen, **_calendar_year(item.year)}

    def read(self, rows, keys):
        return tuple(entries.MedicalEntry(keys[row.person_id], row.year, row.own_fen) for row in rows)

    def values(self, row):
        return {name: getattr(row, name) for name in ("person_id", "own_fen", "since", "until")}


class OfHousehold(FamilyKind):
    """A kind about the family as a whole."""

    def rows(self, households, people):
        return self.model.objects.filter(household__in=households).order_by("since", "id")


class Incomes(OfHousehold):
    name, title, model = "income", gettext_lazy("家庭收入"), Income

    def said(self, items, ids):
        for item in items:
            yield {"household_id": ids[None], "other_fen": item.other_fen, **_calendar_year(item.year)}

    def read(self, rows, keys):
        return tuple(entries.IncomeEntry(row.year, row.other_fen) for row in rows)

    def values(self, row):
        return {name: getattr(row, name) for name in ("household_id", "other_fen", "since", "until")}


class Housings(OfHousehold):
    name, title, model = "housing", gettext_lazy("住房"), Housing

    def said(self, items, ids):
        for item in items:
            told = {"urban_area": item.area, "middle_lower_income": item.middle_lower_income}
            yield {"household_id": ids[None], "since": item.since, "until": item.until, **told}

    def read(self, rows, keys):
        return tuple(entries.HousingEntry(row.since, row.until, row.urban_area, row.middle_lower_income) for row in rows)

    def values(self, row):
        return {name: getattr(row, name) for name in ("household_id", "since", "until", "urban_area", "middle_lower_income")}


class Statuses(OfHousehold):
    name, title, model = "status", gettext_lazy("家庭认定"), HouseholdStatus

    def said(self, items, ids):
        for item in items:
            yield {**asdict(item), "household_id": ids[None]}

    def read(self, rows, keys):
        return tuple(entries.StatusEntry(row.kind, row.since, row.until, row.decided_by, row.document) for row in rows)

    def values(self, row):
        return {name: getattr(row, name) for name in ("kind", "since", "until", "decided_by", "document", "household_id")}


PERSON = (
    DeathKind("death", gettext_lazy("死亡"), Death, entries.DeathEntry, none=None, once=True),
    PersonKind("hukou", gettext_lazy("户口"), Hukou, entries.HukouEntry),
    PersonKind("disability", gettext_lazy("残疾"), Disability, entries.DisabilityEntry),
    PersonKind("complication", gettext_lazy("手术并发症"), Complication, entries.ComplicationEntry),
    PersonKind("school", gettext_lazy("在读学段"), Schooling, entries.SchoolingEntry),
    PersonKind("admission", gettext_lazy("高校录取"), Admission, entries.AdmissionEntry, once=True),
    PersonKind("exams", gettext_lazy("升学考试"), Exam, entries.ExamEntry, once=True),
    PersonKind("post", gettext_lazy("村级任职"), VillagePost, entries.PostEntry),
    PersonKind("residence", gettext_lazy("现居住地"), Residence, entries.ResidenceEntry),
    PersonKind("pension", gettext_lazy("养老保险"), Pension, entries.PensionEntry),
)
FAMILY = [Couples(), Children(), Certificates(), Statuses(), Incomes(), Housings(), MedicalCosts()]


def _calendar_year(year):
    return {"since": date(year, 1, 1), "until": date(year + 1, 1, 1)}


def person_kind(name):
    """The kind of a person's facts by its name."""
    return next(kind for kind in PERSON if kind.name == name)


def of_row(row):
    """The kind a row belongs to, None for memberships, accounts and statements."""
    return next((kind for kind in (*PERSON, *FAMILY) if isinstance(row, kind.model)), None)


def words_of(row):
    """What any row of a family says, statements and other apps' kinds included."""
    if isinstance(row, Statement):
        return str(row.get_kind_display())
    kind = of_row(row)
    return kind.words(row) if kind else words.value(row)


def none_words(name):
    """The statement that there is none of a kind: 在世, 无残疾; "" for kinds of which nobody states none."""
    return str(Statement.Kind(name).label) if name in Statement.Kind.values else ""
