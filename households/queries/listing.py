"""The list of families: filters, a search, pages by key, and what one line of it says."""
import re
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import crypto, scope
from audits.journal import numbers
from households import identity
from households.cells.values import narrow
from households.models import FamilyType, Household, Membership, Person
from households.queries import missing
from households.queries.family import county_of

PAGE = 30
_FILE_NUMBER = re.compile(r"\d{12}-\d+")
_LAST_FOUR = r"\d{3}[\dXx]"


@dataclass(frozen=True)
class Search:
    """What is looked for: words as they were typed; an ID number, whole or its last four digits, only as its keyed hash in hex."""

    kind: str  # "words", "number", "last_four"
    key: str
    last_four: str = ""  # beside words: the last four digits of the same person

    def __str__(self):
        said = {"number": _("一个身份证号"), "last_four": _("证件后四位")}.get(self.kind, self.key)
        return said + _("和证件后四位") if self.last_four else said


def sought(post, text):
    """The Search for what a person of the post typed. Digits that are no file number are a number, whole or mistyped: they are kept nowhere."""
    text = narrow(text)
    if re.fullmatch(_LAST_FOUR, text):
        return Search("last_four", _last_four(post, text))
    if numbers.holds(text) or (re.fullmatch(r"[\d\s-]{5,}[Xx]?", text) and not _FILE_NUMBER.fullmatch(text)):
        digits = re.sub(r"[^\dXx]", "", text)
        try:
            return Search("number", crypto.number_hash(identity.parse(digits).number).hex())
        except identity.NotAnIdentity:
            return Search("number", "")
    both = re.fullmatch(rf"([^\d*]+?)\s*({_LAST_FOUR})", text)
    return Search("words", both[1], _last_four(post, both[2])) if both else Search("words", text)


def _last_four(post, digits):
    return crypto.last_four_hash(digits.upper(), county_code=county_of(post.division_code)).hex()


@dataclass(frozen=True)
class Filters:
    """What the URL says: place (12 digits), type, missing; and the search kept in the session."""

    place: str = ""
    kind: str = ""
    missing: str = ""
    search: Search | None = None


@dataclass(frozen=True)
class Line:
    """One family in the list."""

    id: int
    number: str
    division_code: str
    group: str
    people: tuple = field(default=())  # householder and spouse
    births: int | None = None
    living: int | None = None
    kind: str = ""  # words of the family type
    missing: tuple = ()


def households(post, filters):
    """The families a post may see that the filters leave, in the order of the list. Evaluate it under `sight`."""
    found = scope.within(Household.objects.all(), post.division_code)
    if filters.place:
        found = scope.within(found, filters.place)
    if filters.kind in FamilyType.Kind.values:
        found = found.filter(family_type__kind=filters.kind)
    if filters.missing in missing.TITLES:
        found = found.filter(missing.lacks(filters.missing))
    if filters.search:
        found = _searched(found, filters.search)
    return found.order_by("division_code", "id")


def sight(post):
    """The county's rows: a grown child of a family here may be recorded in another township."""
    return scope.entered(county_of(post.division_code))


def page(post, filters, *, after=None, before=None):
    """(lines, key of the previous page, key of the next page). A key is "division code-id" of a line."""
    with sight(post):
        found = households(post, filters)
        if before:
            rows = list(_beyond(found.reverse(), before, "lt")[: PAGE + 1])[::-1]
            more_before, rows = len(rows) > PAGE, rows[-PAGE:]
            more_after = True
        else:
            rows = list((_beyond(found, after, "gt") if after else found)[: PAGE + 1])
            more_after, rows = len(rows) > PAGE, rows[:PAGE]
            more_before = bool(after)
        listed = lines(rows)
    previous = _key(rows[0]) if rows and more_before else None
    return listed, previous, _key(rows[-1]) if rows and more_after else None


def count(post, filters):
    """How many families the filters leave."""
    with sight(post):
        return households(post, filters).count()


def lines(rows):
    """Line for each household, with the same number of queries however many."""
    ids = [row.pk for row in rows]
    couples = {}
    of_couples = Membership.objects.filter(household__in=ids, withdrawn_at=None, relation__in=missing.COUPLE)
    for membership in of_couples.select_related("person").order_by("relation"):
        couples.setdefault(membership.household_id, []).append(membership.person)
    types = FamilyType.objects.in_bulk(ids)
    lacking = missing.of(ids)
    return [
        Line(
            id=row.pk,
            number=row.number,
            division_code=row.division_code,
            group=row.group,
            people=tuple(couples.get(row.pk, ())),
            births=types[row.pk].births if row.pk in types else None,
            living=types[row.pk].living if row.pk in types else None,
            kind=types[row.pk].get_kind_display() if row.pk in types else "",
            missing=tuple(title for name, title in missing.TITLES.items() if row.pk in lacking[name]),
        )
        for row in rows
    ]


def neighbours(post, household):
    """(previous, next) family of the same list without filters, or None."""
    found = scope.within(Household.objects.only("id", "division_code"), post.division_code)
    key = _key(household)
    return _beyond(found.order_by("-division_code", "-id"), key, "lt").first(), _beyond(found.order_by("division_code", "id"), key, "gt").first()


def _beyond(found, key, direction):
    code, _dash, number = key.partition("-")
    if not (code.isdigit() and number.isdigit()):
        return found
    return found.filter(Q(**{f"division_code__{direction}": code}) | Q(division_code=code, **{f"id__{direction}": int(number)}))


def _key(row):
    return f"{row.division_code}-{row.id}"


def people(search):
    """People by whole ID number, last four digits, initials or the first characters of the name; initials or name narrowed by last four digits."""
    found = Person.objects.filter(last_four_hash=bytes.fromhex(search.last_four)) if search.last_four else Person.objects.all()
    if search.kind == "number":
        return found.filter(number_hash=bytes.fromhex(search.key))
    if search.kind == "last_four":
        return found.filter(last_four_hash=bytes.fromhex(search.key))
    if re.fullmatch(r"[A-Za-z]+", search.key):
        first, second, third = (Q(**{f"initials__{position}__starts": search.key.lower()}) for position in range(3))
        return found.filter(first | second | third)
    return found.filter(name__starts=search.key)


def _searched(found, search):
    """Families by file number, or with a member found by `people`."""
    if search.kind == "words" and _FILE_NUMBER.fullmatch(search.key):
        return found.filter(number__startswith=search.key)
    return found.filter(pk__in=Membership.objects.filter(person__in=people(search), withdrawn_at=None).values("household"))
