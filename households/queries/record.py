"""A family's record as the page shows it: as it stood on a day, and every value through time."""
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, groupby

from django.db.models import F
from django.utils.translation import gettext as _

from accounts import scope, stored
from accounts.models import Post
from audits.journal.models import Event
from households import identity, kinds, words
from households.cells import show
from households.models import Account, Household, Membership, Parentage, Person, Relation, Statement
from households.queries import duplicates, entry_page
from households.queries.family import county_of, entry_of, family

_FIELDS = {
    Household: ("division_code", "group", "address", "hukou_book", "phone", "notes"),
    Person: ("name", "sex", "born", "born_in_hukou_book", "marital"),
}


@dataclass(frozen=True)
class Said:
    """One fact in words, with the row it stands in."""

    title: str
    words: str
    period: str
    model: str
    row_id: int


@dataclass(frozen=True)
class Member:
    """A member on the page: the birth date is shown, so no digit of the number is."""

    person: Person
    membership: Membership
    mask: str
    born: str
    age: str
    sex: str
    facts: tuple[Said, ...]
    account: Said | None
    is_dead: bool
    conflict: str  # ID and 户口簿 disagree about the birth date

    @property
    def described(self):
        return [said for said in self.facts if said.model != "statement"]

    @property
    def denied(self):
        """[(when it was said, what there is none of)]: what was said on the same day stands together."""
        stated = sorted((said for said in self.facts if said.model == "statement"), key=lambda said: said.period)
        return [(period, [said.words for said in group]) for period, group in groupby(stated, key=lambda said: said.period)]

    @property
    def is_couple(self):
        return self.membership.relation in (Relation.HEAD, Relation.SPOUSE)


@dataclass(frozen=True)
class Record:
    household: Household
    on: date
    members: tuple[Member, ...]
    facts: tuple[Said, ...]
    tree: dict
    also: tuple[duplicates.Recorded, ...]  # members in other records of the county
    shared: tuple[duplicates.Recorded, ...]  # others paid to a member's account


@dataclass(frozen=True)
class Change:
    """One value through time: recorded by whom when, and how it was withdrawn."""

    subject: str
    title: str
    words: str
    period: str
    source: str
    recorded_at: object
    recorded_by: str
    withdrawn_at: object = None
    withdrawn_by: str = ""
    why: str = ""


def record(household_id, *, on):
    """The Record on a day: who was born, what held. Facts recorded later about that day count; withdrawn ones do not."""
    known = family(household_id)
    entry = entry_of(known)
    members = tuple(_member(known, membership, on) for membership in known.memberships if _belongs(membership, on))
    facts = tuple(said for kind in kinds.FAMILY for said in _family_facts(known, kind, on))
    also, shared = duplicates.of_family(known)
    return Record(known.household, on, members, facts, entry_page.tree(_as_of(entry, members)), tuple(also), tuple(shared))


def changes(household_id, *, at=None):
    """Every Change of the family, withdrawn ones among them: by subject, then kind, then time. `at`: only what one command did at that moment."""
    household = Household.objects.get(pk=household_id)
    with scope.entered(county_of(household.division_code)):
        memberships = Membership.objects.filter(household=household).select_related("person")
        memberships = memberships.order_by(F("withdrawn_at").asc(nulls_first=True), "relation", "person__born", "id")
        people = {row.person_id: row.person for row in memberships}
        rows = [row for row in _rows(household, people) if at in (None, row.recorded_at, row.withdrawn_at)]
        posts = _posts(rows)
        found = [_change(row, people, posts) for row in rows]
        reasons = _reasons(household)
        plain = [change for row in (household, *people.values()) for change in _plain(row, reasons)]
        found += [change for change in plain if at in (None, change.recorded_at)]
    order = [_("本户"), *(person.name for person in people.values())]
    return sorted(found, key=lambda change: (order.index(change.subject), change.title, change.recorded_at))


def _rows(household, people):
    ids = list(people)
    memberships = Membership.objects.filter(household=household)
    statements = Statement.objects.filter(household=household) | Statement.objects.filter(person__in=ids)
    facts = [kind.rows(ids) for kind in kinds.PERSON] + [kind.rows([household.pk], ids) for kind in kinds.FAMILY]
    return chain(memberships, statements, Account.objects.filter(person__in=ids), *facts)


def _posts(rows):
    ids = {number for row in rows for number in (row.recorded_by_id, row.withdrawn_by_id) if number}
    return {post.pk: str(post) for post in Post.objects.filter(pk__in=ids).select_related("user", "jurisdiction")}


def _change(row, people, posts):
    kind = kinds.of_row(row)
    person = people.get(getattr(row, "person_id", None))
    is_statement = isinstance(row, Statement)
    return Change(
        subject=person.name if person else _("本户"),
        title=str(kind.title) if kind else _title(row),
        words=kinds.words_of(row),
        period=_("%(on)s 说明") % {"on": row.on} if is_statement else words.period(row),
        source=stored.shown(row.source),
        recorded_at=row.recorded_at,
        recorded_by=posts.get(row.recorded_by_id, ""),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=posts.get(row.withdrawn_by_id, ""),
        why=stored.shown(row.withdrawn_why),
    )


def _title(row):
    if isinstance(row, Statement):
        kind = next((kind for kind in (*kinds.PERSON, *kinds.FAMILY) if kind.name == row.kind), None)
        return str(kind.title) if kind else ""
    return _("收款账户") if isinstance(row, Account) else _("户内关系")


def _reasons(household):
    """{moment: why} of what was done to the family."""
    events = Event.objects.filter(subject_kind="households.household", subject_id=str(household.pk))
    return {at.isoformat(): reason for at, reason in events.values_list("at", "reason")}


def _plain(row, reasons):
    """Changes of the plain fields, from the rows of history; the reason is the event's of the same moment."""
    before = dict.fromkeys(_FIELDS[type(row)], "")
    subject = row.name if isinstance(row, Person) else _("本户")
    history = row.events.select_related("pgh_context").order_by("pgh_id")
    names = {post.pk: str(post) for post in Post.objects.filter(pk__in=_signed(history)).select_related("user", "jurisdiction")}
    for event in history:
        signed = event.pgh_context.metadata if event.pgh_context else {}
        for name in _FIELDS[type(row)]:
            value = _shown(event, name)
            if value == before[name]:
                continue
            before[name] = value
            yield Change(
                subject=subject,
                title=str(type(row)._meta.get_field(name).verbose_name) if name != "division_code" else _("村（居）"),
                words=value or _("（空）"),
                period="",
                source="",
                recorded_at=datetime.fromisoformat(signed["at"]) if "at" in signed else event.pgh_created_at,
                recorded_by=names.get(signed.get("post"), ""),
                why=reasons.get(signed.get("at"), ""),
            )


def _signed(history):
    return {event.pgh_context.metadata.get("post") for event in history if event.pgh_context}


def _shown(event, name):
    value = getattr(event, name)
    if value in (None, ""):
        return ""
    display = getattr(event, f"get_{name}_display", None)
    if name == "division_code":
        return words.place_name(value)
    return str(display() if display else value)


def _member(known, membership, on):
    person = membership.person
    death = next((row.since for row in known.person_facts.get(("death", person.pk), ())), None)
    is_dead = death is not None and death <= on
    said = show.known_of(person, death if is_dead else on)
    accounts = [row for row in known.accounts.get(person.pk, ()) if _holds(row, on)]
    return Member(
        person=person,
        membership=membership,
        mask=identity.FULL_MASK if person.number_hash else "",
        born=said.birth,
        age=said.age,
        sex=said.sex,
        facts=tuple(said for kind in kinds.PERSON for said in _person_facts(known, kind, person, on)),
        account=_said(_("收款账户"), accounts[-1]) if accounts else None,
        is_dead=is_dead,
        conflict=_conflict(person),
    )


def _person_facts(known, kind, person, on):
    rows = known.person_facts.get((kind.name, person.pk), ())
    for row in rows:
        if _holds(row, on):
            yield _said(kind.title, row)
    statement = known.statements.get((kind.name, person.pk))
    if statement is not None:
        yield Said(str(kind.title), kinds.words_of(statement), _("%(on)s 说明") % {"on": statement.on}, "statement", statement.pk)


def _family_facts(known, kind, on):
    for row in known.family_facts[kind.name]:
        if _holds(row, on):
            yield _said(kind.title, row)
    statement = known.statements.get((kind.name, None))
    if statement is not None:
        yield Said(str(kind.title), kinds.words_of(statement), _("%(on)s 说明") % {"on": statement.on}, "statement", statement.pk)


def _said(title, row):
    return Said(str(title), kinds.words_of(row), words.period(row), row._meta.model_name, row.pk)


def _holds(row, on):
    since = row.since or (row.child.born if isinstance(row, Parentage) else None)
    return (since is None or since <= on) and (row.until is None or on < row.until)


def _belongs(membership, on):
    """Whether somebody was born and of the household on a day; who has no birth date on record is of it from the beginning."""
    return membership.person.born is None or (membership.person.born <= on and _holds(membership, on))


def _as_of(entry, members):
    """The entry with the members of a day, and deaths that had happened."""
    dead = {member.person.pk: member.is_dead for member in members}
    people = [person for person in entry.people if person.person_id in dead]
    people = [replace(person, death=None) if isinstance(person.death, date) and not dead[person.person_id] else person for person in people]
    return replace(entry, people=tuple(people))


def _conflict(person):
    if person.born is None or person.born_in_hukou_book in (None, person.born):
        return ""
    return _("户口簿出生日期 %(book)s 与身份证不一致，以身份证为准") % {"book": person.born_in_hukou_book}
