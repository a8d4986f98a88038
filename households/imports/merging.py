"""A family's rows beside what is recorded of it: whatever the rows leave open stays as it is.

A row speaks of the present. Earlier periods, details the sheet has no cell for, and people who are not in the file are
taken over from the record, so that an amendment changes what the clerk wrote and nothing else.
"""
from dataclasses import replace
from datetime import date

from households.entry import UNRECORDED, ChildEntry


def merged(entry, recorded, family):
    """The entry completed from the record. `entry` names its people's ids, `recorded` is the record as an entry."""
    in_file = {person.person_id: person.key for person in entry.people if person.person_id}
    keys = {person.key: in_file.get(person.person_id, person.key) for person in recorded.people}
    stands = {person.person_id: person for person in recorded.people}
    omitted = tuple(person for person in recorded.people if person.person_id not in in_file)
    left_out = {person.key for person in omitted}
    return replace(
        entry,
        people=tuple(_person(person, stands.get(person.person_id)) for person in entry.people) + omitted,
        couples=_couples(entry.couples, _renamed(recorded.couples, keys), family),
        children=_children(entry.children, _renamed(recorded.children, keys), left_out),
        certificates=_certificates(entry.certificates, _renamed(recorded.certificates, keys), left_out),
        minimum_living=_minimum_living(entry.minimum_living, _renamed(recorded.minimum_living, keys), left_out),
        status=_status(entry.status, recorded.status),
    )


def _renamed(items, keys):
    """The items with their people named as in the file."""
    if items is UNRECORDED:
        return ()
    one = ("husband", "wife", "child", "holder", "custody")
    several = ("parents", "members")
    return tuple(
        replace(
            item,
            **{name: keys.get(getattr(item, name)) for name in one if hasattr(item, name)},
            **{name: tuple(keys[key] for key in getattr(item, name)) for name in several if hasattr(item, name)},
        )
        for item in items
    )


def _person(said, stands):
    if stands is None:
        return said
    return replace(said, hukou=_hukou(said.hukou, stands.hukou, stands.born), disability=_disability(said.disability, stands.disability))


def _hukou(said, stands, born):
    """The same kind again is no news; another kind from a day follows what was; without a day it corrects everything.

    A period from birth stays one when the birth date itself is corrected.
    """
    if said is UNRECORDED or not _listed(stands):
        return said
    (now,), last = said, stands[-1]
    if now.kind == last.kind and now.since in (None, last.since):
        return tuple(replace(period, since=None) if period.since == born else period for period in stands)
    return said if now.since is None else (*_until(stands, now.since), now)


def _disability(said, stands):
    """Another grade from a later day follows what was; otherwise the assessment itself is corrected."""
    if said is UNRECORDED or not _listed(stands):
        return said
    if not said:
        return tuple(period for period in stands if period.until)
    (now,), last = said, stands[-1]
    if now.grade != last.grade and now.since > last.since:
        return (*_until(stands, now.since), now)
    return (*stands[:-1], _filled(now, last, kind=None, lost_labour=None, certified=None))


def _until(periods, day):
    """Periods as they were before a day, the last ending on it."""
    begun = [period for period in periods if (period.since or date.min) < day]
    return tuple(period if period.until and period.until <= day else replace(period, until=day) for period in begun)


def _couples(said, stands, family):
    """The couple's own marriage is completed; other marriages of the record stay."""
    if said is UNRECORDED or not stands:
        return said
    if not said:
        return tuple(couple for couple in stands if family.head.key not in (couple.husband, couple.wife))
    (now,) = said
    same = [couple for couple in stands if (couple.husband, couple.wife) == (now.husband, now.wife)]
    if same:
        now = _filled(now, same[-1], since=UNRECORDED)
        ending = ("marital", "marriage_ended", "state", "died")
        if not any(line.says(*ending) for line in (family.head, family.spouse)):
            now = replace(now, ended=same[-1].ended, how=same[-1].how)
        elif now.how == same[-1].how:
            now = _filled(now, same[-1], ended=UNRECORDED)
    return (*(couple for couple in stands if couple not in same[-1:]), now)


def _children(said, stands, left_out):
    """One item a child and parent; those of people the file leaves out stay."""
    if said is UNRECORDED or not stands:
        return said
    now, before = _pairs(said), _pairs(stands)
    for pair, item in now.items():
        if pair in before:
            now[pair] = _filled(item, before[pair], origin=UNRECORDED, since=None, within_policy=UNRECORDED, custody=None)
    kept = {pair: item for pair, item in before.items() if pair not in now and left_out & set(pair)}
    return (*now.values(), *kept.values())


def _pairs(items):
    return {(item.child, parent): ChildEntry(**{**vars(item), "parents": (parent,)}) for item in items for parent in item.parents}


def _certificates(said, stands, left_out):
    if said is UNRECORDED or not stands:
        return said
    by_holder = {item.holder: item for item in stands}
    now = tuple(_filled(item, by_holder[item.holder], issued=UNRECORDED, number="") if item.holder in by_holder else item for item in said)
    return now + tuple(item for item in stands if item.holder in left_out)


def _minimum_living(said, stands, left_out):
    """Periods that ended stay, and so do the people the file leaves out in the one that lasts."""
    if said is UNRECORDED or not stands:
        return said
    made = [period for period in stands if period.until]
    lasting = {(period.kind, period.since): period for period in stands if not period.until}
    for now in said:
        same = lasting.pop((now.kind, now.since), None)
        others = tuple(key for key in same.members if key in left_out) if same else ()
        made.append(_filled(replace(now, members=now.members + others), same, subsidy_fen=None, category="", line_fen=None) if same else now)
    for period in lasting.values():
        others = tuple(key for key in period.members if key in left_out)
        made += [replace(period, members=others)] if others else []
    return tuple(made)


def _status(said, stands):
    if said is UNRECORDED or not _listed(stands):
        return said
    same = {(item.kind, item.since): item for item in stands}
    now = tuple(_filled(item, same.get((item.kind, item.since), item), decided_by="", document="", until=None) for item in said)
    return now + tuple(item for item in stands if item.until and item not in now)


def _filled(said, stands, **open_):
    """What is said, with each field that is left open (has this value) as it stands."""
    return replace(said, **{name: getattr(stands, name) for name, value in open_.items() if getattr(said, name) == value})


def _listed(items):
    return () if items is UNRECORDED else items
