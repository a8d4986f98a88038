"""A family in the evaluation format (version 1), as the rules take it.

A kind of fact that is UNRECORDED has no key; an empty list says "none". Members are named by their keys. The format has
no days for housing: of several the one found last by the end of the case's months is given.
"""
from datetime import date

from households.entry import UNRECORDED


def household_of(entry, *, until=date.max):
    """The `household` of a case; housing as it was found before `until`."""
    people = {person.key for person in entry.people}
    made = {"members": [_member(person) for person in entry.people]}
    for name, convert in _LISTS.items():
        items = getattr(entry, name)
        if items is not UNRECORDED:
            made[name] = [convert(item) for item in items if _names(item) <= people]
    housing = _housing(entry.housing, until)
    return made | {"housing": housing} if housing else made


def case_of(entry, *, since, until, case_id="entry"):
    """A whole case: since and until are months, "2026-01" and "2026-12", both included."""
    year, month = map(int, until.split("-"))
    after = date(year + month // 12, month % 12 + 1, 1)
    return {"id": case_id, "place": entry.village, "from": since, "to": until, "household": household_of(entry, until=after)}


def _member(person):
    made = {"id": person.key, "name": person.name}
    if not person.home:
        made["home"] = False
    if person.sex:
        made["sex"] = person.sex
    if person.born:
        made["born"] = person.born.isoformat()
    if person.death is not UNRECORDED:
        made["died"] = _day(person.death)
    for name, convert in _DATED.items():
        items = getattr(person, name)
        if items is not UNRECORDED:
            made[name] = [convert(item, person) for item in items]
    return made


def _couple(couple):
    made = {"husband": couple.husband, "wife": couple.wife}
    if couple.since is not UNRECORDED:
        made["married"] = _day(couple.since)
    if couple.ended is not UNRECORDED:
        made["ended"] = _day(couple.ended)
    return made | {"how": couple.how}


def _child(item):
    made = {"child": item.child, "parents": list(item.parents), "custody": item.custody}
    if item.origin is not UNRECORDED:
        made["origin"] = item.origin
    if item.origin is UNRECORDED or item.origin == "birth" or item.since is not None:
        made["since"] = _day(item.since)
    if item.within_policy is not UNRECORDED:
        made["within_policy"] = item.within_policy
    return made


def _certificate(item):
    made = {"kind": "only_child", "holder": item.holder}
    if item.number:  # the township's paper that stands in for a lost one has none
        made["number"] = item.number
    return made if item.issued is UNRECORDED else made | {"issued": _day(item.issued)}


def _living(item):
    made = _period(item) | {"kind": item.kind, "members": list(item.members)}
    return made if item.subsidy_fen is None else made | {"subsidy_month": _yuan(item.subsidy_fen)}


def _housing(items, until):
    """What was found last before a day, without what was not stated."""
    found = [item for item in items if item.since < until] if items is not UNRECORDED else []
    if not found:
        return {}
    last = max(found, key=lambda item: item.since)
    made = {} if last.area is None else {"urban_area_per_person": f"{last.area:.2f}"}
    return made | _known(last, "middle_lower_income")


def _yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def _period(item):
    made = {"since": _day(item.since)}
    return made | {"until": _day(item.until)} if item.until else made


def _known(item, *names):
    return {name: getattr(item, name) for name in names if getattr(item, name) is not None}


def _names(item):
    """Keys of the people an item speaks of."""
    single = {getattr(item, name, None) for name in ("husband", "wife", "child", "holder", "member")} - {None}
    return single | set(getattr(item, "parents", ())) | set(getattr(item, "members", ()))


def _day(day):
    return day.isoformat() if day else None


_ON_A_DAY = {"gave_up_second_child", "fewer_births_pledge"}  # something done once, not a state
_DATED = {
    "hukou": lambda item, person: (
        {"since": _day(item.since or person.born), "kind": item.kind, "place": item.place} | ({"until": _day(item.until)} if item.until else {})
    ),
    "disability": lambda item, person: _period(item) | _known(item, "grade", "kind", "lost_labour", "certified"),
    "complication": lambda item, person: _period(item) | _known(item, "grade", "certified"),
    "school": lambda item, person: _period(item) | {"stage": item.stage},
    "admission": lambda item, person: {"on": _day(item.since), "level": item.level} | _known(item, "full_time"),
    "exams": lambda item, person: {"on": _day(item.since), "kind": item.kind},
    "post": lambda item, person: _period(item) | {"kind": item.kind},
}
_LISTS = {
    "couples": _couple,
    "children": _child,
    "certificates": _certificate,
    "minimum_living": _living,
    "status": lambda item: {"kind": item.kind} | ({"on": _day(item.since)} if item.kind in _ON_A_DAY else _period(item)),
    "income": lambda item: {"year": item.year, "other_per_person_month": _yuan(item.other_fen)},
    "medical": lambda item: {"year": item.year, "member": item.member, "own_compliant_cost": _yuan(item.own_fen)},
    "poverty_grants": lambda item: {"on": _day(item.since), "kind": item.kind}
    | ({} if item.standard_fen is None else {"standard": _yuan(item.standard_fen)}),
}
