"""A family as it travels to another county: its record as an entry, whole with its numbers, written as one text to be sealed."""
import json
from dataclasses import fields, replace
from datetime import date

from households import entry as entries
from households import identity
from households.entry import UNRECORDED
from households.models import Relation
from households.queries.family import entry_of

_OF_A_PERSON = {
    "hukou": entries.HukouEntry, "disability": entries.DisabilityEntry, "complication": entries.ComplicationEntry,
    "school": entries.SchoolingEntry, "admission": entries.AdmissionEntry, "exams": entries.ExamEntry, "pension": entries.PensionEntry,
}  # fmt: skip
_OF_A_FAMILY = {"couples": entries.CoupleEntry, "children": entries.ChildEntry, "certificates": entries.CertificateEntry}
_PLAIN = ("key", "name", "relation", "sex", "born", "born_in_hukou_book", "marital", "death")
_DAYS = {"born", "born_in_hukou_book", "death", "since", "until", "ended", "issued"}


def pack(known):
    """The text of a Family (households.queries). What the old county found of it (低保, 认定, posts, homes, means) does not travel."""
    entry = entry_of(known)
    people = [
        _said(said, _PLAIN) | {"number": person.number()} | {name: _listed(said, name) for name in _OF_A_PERSON if _is_recorded(said, name)}
        for said, person in zip(entry.people, known.people, strict=True)
    ]
    accounts = [
        {"holder": f"person-{person}", "holder_name": row.holder_name, "bank": row.bank, "number": row.number(), "since": row.since}
        for person, rows in known.accounts.items() for row in rows[-1:]
    ]  # fmt: skip
    family = {name: _listed(entry, name) for name in _OF_A_FAMILY if _is_recorded(entry, name)}
    return json.dumps({"people": people, "accounts": accounts, "phone": entry.phone} | family, ensure_ascii=False, default=date.isoformat)


def unpack(text, *, village, since, before):
    """The FamilyEntry of a packed family, to be recorded in a village: hukou here from `since`, until then in the county `before` (code)."""
    told = json.loads(text)
    people = [_person(row) for row in told["people"]]
    return entries.FamilyEntry(
        village=village,
        phone=told["phone"],
        people=tuple(_moved_in(person, since, before) for person in people),
        accounts=tuple(_made(entries.AccountEntry, row) for row in told["accounts"]),
        **{name: tuple(_made(kind, row) for row in told[name]) for name, kind in _OF_A_FAMILY.items() if name in told},
    )


def _is_recorded(said, name):
    return getattr(said, name) is not UNRECORDED


def _said(item, names):
    return {name: getattr(item, name) for name in names if _is_recorded(item, name)}


def _listed(said, name):
    return [_said(item, [column.name for column in fields(item)]) for item in getattr(said, name)]


def _person(row):
    kinds = {name: tuple(_made(kind, item) for item in row.pop(name)) for name, kind in _OF_A_PERSON.items() if name in row}
    return replace(_made(entries.PersonEntry, row), **kinds)


def _made(kind, row):
    told = {name: date.fromisoformat(value) if name in _DAYS and value else value for name, value in row.items()}
    told |= {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return kind(**told)


def _moved_in(person, since, before):
    """Whose hukou was in the county left holds it here from the day of the move; the dead and what lay elsewhere stay where they were."""
    if person.hukou is UNRECORDED:
        return person
    lives, rows = not isinstance(person.death, date) or person.death > since, []
    for item in person.hukou:
        moves = lives and item.place is None and (item.until is None or item.until > since)
        if moves and (item.since is None or item.since < since):
            rows.append(replace(item, place=before, until=since))
        rows.append(replace(item, since=max(item.since or since, since)) if moves else replace(item, place=item.place or before))
    return replace(person, hukou=tuple(rows))


def told(hand_over):
    """What the county that is asked may see of the people before it accepts: names, relations, masked numbers."""
    people = json.loads(hand_over.text())["people"]
    return [
        {"relation": Relation(row["relation"]).label, "name": row["name"], "number": row["number"] and identity.mask(row["number"], with_birth=False)}
        for row in people
    ]
