"""Who the people of an entry are: already on record or new; and where their own claims are calculated."""
import uuid

from accounts import crypto
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from households import pinyin, words
from households.models import Person, Relation
from households.queries.family import county_of
from households.queries.places import is_inside

_HEADS = (Relation.HEAD, Relation.SPOUSE)
_PLAIN = ("name", "sex", "born", "born_in_hukou_book", "marital")
AMENDED = (*_PLAIN, "name_sort", "initials", "number_sealed", "number_hash", "last_four_hash")


def hashes_of(entry):
    """{key: number hash} of the people of an entry that has their numbers."""
    return {person.key: crypto.number_hash(person.number) for person in entry.people if person.number}


def on_record(entry, known, numbered):
    """{key: Person} of those an entry means by id, by number inside the county, or by name among members without a number.

    `numbered`: {number hash: Person} of those the county has on record.
    """
    members = {person.pk: person for person in known.people}
    unnumbered = {person.name: person for person in known.people if person.number_hash is None}
    hashes = hashes_of(entry)
    found = {}
    for person in entry.people:
        if person.person_id is not None:
            found[person.key] = _member(members, person)
        elif person.key in hashes:
            found[person.key] = numbered.get(hashes[person.key])
        else:
            found[person.key] = unnumbered.get(person.name)
    return {key: person for key, person in found.items() if person is not None}


def new_person(person, division_code, pk):
    """A new Person, not yet written; the number is sealed."""
    row = Person(pk=pk, key=uuid.uuid4(), division_code=division_code)
    _set_plain(row, person)
    if person.number:
        _set_number(row, person.number)
    return row


def plain_changes(row, person):
    """Names of the plain fields an entry would change; "number" among them."""
    changed = [name for name in _PLAIN if getattr(person, name) not in (None, "", getattr(row, name))]
    same_number = person.number is None or (row.number_hash is not None and bytes(row.number_hash) == crypto.number_hash(person.number))
    return changed if same_number else [*changed, "number"]


def amend_person(row, person):
    """Bring the plain fields of a Person in line with the entry; the names of what changed. Nothing is written."""
    changed = plain_changes(row, person)
    if changed:
        _set_plain(row, person)
    if "number" in changed:
        _set_number(row, person.number)
    return changed


def is_within(person, post):
    """True when the person is recorded inside the post's own place."""
    return is_inside(person.division_code, post.division_code)


def refuse_second_record(entry, found, homes, *, by, event):
    """A householder or spouse elsewhere has a record already; a child elsewhere may set up home in this one, inside the post's place."""
    for person in entry.people:
        row = found.get(person.key)
        home = homes.get(row.pk) if row else None
        if home is None or person.relation not in _HEADS:
            continue
        told = {"name": row.name, "number": home.household.number, "place": words.place_name(home.household.division_code)}
        if home.relation in _HEADS:
            sentence = _("%(name)s已在 %(number)s 户（%(place)s）建档，请打开该户修改，不要重复建档。")
            raise NotAllowed(sentence % told, event=event, subject=home.household if is_within(row, by) else None)
        if not is_within(row, by):
            raise NotAllowed(_("%(name)s由%(place)s登记，跨乡镇立户请由县级初核人员办理。") % told, event=event)


def _member(members, person):
    if person.person_id not in members:
        raise NotAllowed(_("%(name)s不在这一户的档案里，请重新打开该户后再修改。") % {"name": person.name}, event="household.amended")
    return members[person.person_id]


def _set_plain(row, person):
    for name in _PLAIN:
        said = getattr(person, name)
        if said not in (None, ""):
            setattr(row, name, said)
    row.name_sort, row.initials = pinyin.sort_key(row.name), pinyin.initials(row.name)


def _set_number(row, number):
    row.number_sealed = crypto.seal(number, about=row.key)
    row.number_hash = crypto.number_hash(number)
    row.last_four_hash = crypto.last_four_hash(number, county_code=county_of(row.division_code))
