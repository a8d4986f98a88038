"""A FamilyEntry as cells, and cells as the rows a template draws. Numbers never leave the record: a mask stands for them."""
from dataclasses import dataclass
from datetime import date

from households import identity
from households.cells import codes, others, values
from households.entry import UNRECORDED
from households.models import Parentage, Relation, Sex

HOUSEHOLD = ("village", "group", "phone", "address", "hukou_book")
ACCOUNT_MASK = "*" * 16
_ADULT = ("relation", "name", "number", "marital", "hukou", "state", "ended_on")
_CHILD = ("name", "number", "state", "event_on", "grade", "policy", "origin", "origin_on")
_ACCOUNT = ("holder", "bank", "number")


@dataclass(frozen=True)
class Known:
    """What a number cell says, beside it: birth date, age in years, sex in words."""

    birth: str = ""
    age: str = ""
    sex: str = ""


def rows_of(entry):
    """{row key: PersonEntry}: children of the couple below, everybody else above."""
    children = [person for person in entry.people if _is_child(entry, person)]
    adults = [person for person in entry.people if person not in children]
    return {f"adult-{n}": person for n, person in enumerate(adults)} | {f"child-{n}": person for n, person in enumerate(children)}


def cells_of(entry, *, village=""):
    """The cells that say what is recorded; numbers as masks."""
    rows = rows_of(entry)
    keys = {person.key: key for key, person in rows.items()}
    cells = {name: getattr(entry, name) for name in HOUSEHOLD if name != "village"} | {"village": village}
    for key, person in rows.items():
        told = _child(entry, person) if key.startswith("child") else _adult(person)
        cells |= {f"{key}-{name}": text for name, text in told.items()}
    for n, account in enumerate(entry.accounts):
        cells |= {f"account-{n}-holder": keys[account.holder], f"account-{n}-bank": account.bank, f"account-{n}-number": ACCOUNT_MASK}
    return {name: text for name, text in (cells | _standing(entry, keys) | others.cells_of(entry, keys)).items() if text != ""}


def masked(cells):
    """Cells of a draft opened again: what was typed, except numbers."""
    return {name: _mask(name, text) for name, text in cells.items()}


def unmasked(cells, stored):
    """Cells as posted, with the stored number wherever the mask came back."""
    return {name: stored.get(name, text) if values.is_mask(text) else text for name, text in cells.items()}


def adult_rows(cells, keys, *, people, fresh, on):
    """Rows for the template; when there are none yet, the couple's."""
    rows = [_row(cells, f"adult-{n}", _ADULT, people, fresh, on) for n in keys]
    return rows or [{"n": str(n), "fresh": True, "preselect_relation": str(n)} for n in (0, 1)]


def child_rows(cells, keys, *, people, fresh, on):
    rows = [_row(cells, f"child-{n}", _CHILD, people, fresh, on) for n in keys]
    return rows or [{"n": "0", "fresh": True}]


def account_rows(cells, keys, *, fresh):
    rows = [_row(cells, f"account-{n}", _ACCOUNT, {}, fresh, None) for n in keys]
    return rows or [{"n": "0", "fresh": True}]


def fact_rows(cells, numbers):
    """Rows of other facts; a page has none until somebody adds one."""
    return [{name: cells.get(f"fact-{n}-{name}", "") for name in others.CELLS} | {"n": n} for n in numbers]


def known_of(person, on):
    """What stands beside the number cell of a person."""
    if person is None:
        return Known()
    born = person.born
    age = str(on.year - born.year - ((on.month, on.day) < (born.month, born.day))) if born else ""
    return Known(born.isoformat() if born else "", age, str(Sex(person.sex).label) if person.sex else "")


def _row(cells, key, names, people, fresh, on):
    row = {name: cells.get(f"{key}-{name}", "") for name in names} | {"n": key.split("-")[1], "fresh": fresh}
    if on is not None:
        known = known_of(people.get(key), on)
        row |= {"birth": known.birth, "age": known.age, "sex": known.sex}
    return row


def _mask(name, text):
    if name.startswith("account-") and name.endswith("-number") and text:
        return ACCOUNT_MASK
    if name.endswith("-number") and not name.startswith("certificate") and len(text) > len("198905202"):
        return identity.FULL_MASK
    return text


def _is_child(entry, person):
    children = {item.child for item in entry.children} if entry.children is not UNRECORDED else set()
    couple = {other.key for other in entry.people if other.relation in (Relation.HEAD, Relation.SPOUSE)}
    return person.key in children - couple or person.relation in (Relation.SON, Relation.DAUGHTER)


def _adult(person):
    moved = person.hukou[-1] if isinstance(person.hukou, tuple) and person.hukou and person.hukou[-1].place else None
    state = codes.MOVED_OUT if moved and person.death is None else _state(person)
    ended = moved.since if state == codes.MOVED_OUT else person.death
    return {
        "relation": person.relation,
        "name": person.name,
        "number": _number(person),
        "marital": codes.code_of(codes.MARITAL, person.marital),
        "hukou": codes.code_of(codes.HUKOU, person.hukou[-1].kind) if isinstance(person.hukou, tuple) and person.hukou else "",
        "state": state,
        "ended_on": ended.isoformat() if isinstance(ended, date) else "",
    }


def _child(entry, person):
    relations = [item for item in entry.children if item.child == person.key] if entry.children is not UNRECORDED else []
    disability = person.disability[-1] if isinstance(person.disability, tuple) and person.disability else None
    state = codes.DISABLED if disability and person.death is None else _state(person)
    event = disability.since if state == codes.DISABLED else person.death
    first = relations[0] if relations else None
    return {
        "name": person.name,
        "number": _number(person),
        "state": state,
        "event_on": event.isoformat() if isinstance(event, date) else "",
        "grade": str(disability.grade) if disability and state == codes.DISABLED else "",
        "policy": {True: codes.WITHIN_POLICY, False: codes.OUTSIDE_POLICY}.get(first.within_policy, "") if first else "",
        "origin": _origin(entry, relations),
        "origin_on": next((item.since.isoformat() for item in relations if item.since), ""),
    }


def _origin(entry, relations):
    for item in relations:
        if item.origin == Parentage.Origin.STEP:
            head = next((person.key for person in entry.people if person.relation == Relation.HEAD), None)
            return codes.ORIGIN_OF_SPOUSE if head in item.parents else codes.ORIGIN_OF_HEAD
    return next((code for code, origin in codes.ORIGIN.items() if relations and relations[0].origin == origin), "")


def _state(person):
    if person.death is UNRECORDED:
        return ""
    return codes.ALIVE if person.death is None else codes.DEAD


def _number(person):
    """The mask of a recorded number; who never had one is shown by birth and sex, as it was typed."""
    if person.person_id is not None and person.number is None and person.has_number:
        return identity.FULL_MASK
    if person.born is None:
        return ""
    return f"{person.born:%Y%m%d}" + {"male": "1", "female": "2"}.get(person.sex, "")


def _standing(entry, keys):
    cells = {}
    for name, items in (("no_certificate", entry.certificates), ("no_living", entry.minimum_living), ("no_status", entry.status)):
        cells[name] = "1" if items == () else ""
    if entry.children == ():
        cells["no_children"] = "1"
    everybody = [person.disability for person in entry.people]
    cells["no_disability"] = "1" if everybody and all(said == () for said in everybody) else ""
    if entry.certificates:
        last = entry.certificates[-1] if entry.certificates is not UNRECORDED else None
        cells |= _certificate(last, keys) if last else {}
    if isinstance(entry.minimum_living, tuple) and entry.minimum_living:
        cells |= _living(entry, entry.minimum_living[-1])
    if isinstance(entry.status, tuple) and entry.status:
        last = entry.status[-1]
        told = {"kind": codes.code_of(codes.STATUS, last.kind), "since": last.since.isoformat(), "decided_by": last.decided_by}
        cells |= {f"status-0-{name}": text for name, text in told.items()}
    return cells


def _certificate(item, keys):
    issued = "" if item.issued is UNRECORDED else item.issued.isoformat()
    return {"certificate-holder": keys[item.holder], "certificate-issued": issued, "certificate-number": item.number}


def _living(entry, item):
    living = [person for person in entry.people if not isinstance(person.death, date)]
    rows = rows_of(entry)
    adults = {person.key for key, person in rows.items() if key.startswith("adult") and person in living}
    head = {person.key for person in living if person.relation == Relation.HEAD}
    chosen = {frozenset(person.key for person in living): codes.EVERYBODY, frozenset(adults): codes.ADULTS, frozenset(head): codes.HEAD_ONLY}
    subsidy = "" if item.subsidy_fen is None else f"{item.subsidy_fen // 100}.{item.subsidy_fen % 100:02d}"
    return {
        "living-0-kind": str(codes.LIVING_KINDS.index(item.kind) + 1),
        "living-0-since": item.since.isoformat(),
        "living-0-members": chosen.get(frozenset(item.members), codes.AS_RECORDED),
        "living-0-subsidy_month": subsidy,
    }
