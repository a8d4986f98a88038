"""Rows of adults and children as people of the entry."""
from dataclasses import replace

from django.utils.translation import gettext as _

from households.cells import codes, others, values
from households.entry import UNRECORDED, DisabilityEntry, HukouEntry, PersonEntry
from households.models import Relation
from households.words import ELSEWHERE


def people(typed, found):
    """Everybody whose row has a name or a number: adults, then children. `found`: what others.read says of them."""
    for key in typed.blanked():
        typed.say("error", f"{key}-name", _("%(name)s已在档案中，不能清空这一行；如需移出请在档案页办理。") % {"name": typed.known[key].name})
    adults = [_adult(typed, key) for key in typed.rows("adult")]
    children = [_child(typed, key) for key in typed.rows("child")]
    return tuple(_with_others(typed, found, _undisabled(typed, person)) for person in [*adults, *children])


def _person(typed, key, relation):
    recorded = typed.known.get(key)
    number = typed.cells.get(f"{key}-number", "")
    person = PersonEntry(key=key, name=typed.text(f"{key}-name"), relation=relation)
    if recorded is not None:
        person = replace(person, person_id=recorded.person_id, home=recorded.home)
    if recorded is not None and (values.is_mask(number) or typed.same(f"{key}-number")):
        return replace(person, sex=recorded.sex, born=recorded.born, born_in_hukou_book=recorded.born_in_hukou_book)
    said = typed.value(f"{key}-number", values.holder)
    return replace(person, number=said.number, sex=said.sex, born=said.born) if said else person


def _adult(typed, key):
    person = _person(typed, key, _relation(typed.text(f"{key}-relation")))
    marital = codes.by_code(codes.MARITAL, typed.text(f"{key}-marital"))
    state = typed.text(f"{key}-state")
    ended = typed.value(f"{key}-ended_on", values.day)
    if state in (codes.DEAD, codes.MOVED_OUT) and ended is None:
        words = _("死亡") if state == codes.DEAD else _("迁出")
        typed.say("error", f"{key}-ended_on", _("%(who)s：状态为%(state)s，请填日期。") % {"who": person.name, "state": words})
    return replace(
        person,
        marital=marital or "",
        death=_death(typed, key, state, ended, codes.ALIVE + codes.MOVED_OUT),
        hukou=_hukou(typed, key, ended if state == codes.MOVED_OUT else None),
        disability=recorded.disability if (recorded := typed.known.get(key)) else UNRECORDED,
    )


def _child(typed, key):
    person = _person(typed, key, Relation.OTHER.value)
    relation = {"male": Relation.SON.value, "female": Relation.DAUGHTER.value}.get(person.sex, Relation.OTHER.value)
    recorded = typed.known.get(key)
    state = typed.text(f"{key}-state")
    event = typed.value(f"{key}-event_on", values.day)
    if state in (codes.DEAD, codes.DISABLED) and event is None:
        words = _("死亡") if state == codes.DEAD else _("评残")
        typed.say("error", f"{key}-event_on", _("%(who)s：请填%(state)s日期。") % {"who": person.name, "state": words})
    return replace(
        person,
        relation=recorded.relation if recorded and recorded.sex == person.sex else relation,
        marital=recorded.marital if recorded else "",
        death=_death(typed, key, state, event, codes.ALIVE + codes.DISABLED, date_cell="event_on"),
        hukou=recorded.hukou if recorded else UNRECORDED,
        disability=_disability(typed, key, person, state, event),
    )


def _with_others(typed, found, person):
    """The person with what the rows of other facts say of them."""
    recorded = typed.known.get(person.key)
    kinds = {kind: getattr(recorded, kind) if recorded else UNRECORDED for kind in others.PERSON_KINDS}
    return replace(person, **{kind: others.said(typed, found, kind, person.key, known) for kind, known in kinds.items()})


def _death(typed, key, state, day, living, date_cell="ended_on"):
    if typed.same(f"{key}-state", f"{key}-{date_cell}") and key in typed.known:
        return typed.known[key].death
    if state == codes.DEAD:
        return day or UNRECORDED
    return None if state and state in living else UNRECORDED


def _hukou(typed, key, moved_on):
    if typed.same(f"{key}-hukou", f"{key}-state", f"{key}-ended_on") and key in typed.known:
        return typed.known[key].hukou
    kind = codes.by_code(codes.HUKOU, typed.text(f"{key}-hukou"))
    if kind is None:
        return UNRECORDED
    if moved_on is None:
        return (HukouEntry(kind),)
    return (HukouEntry(kind, until=moved_on), HukouEntry(kind, since=moved_on, place=ELSEWHERE))


def _disability(typed, key, person, state, event):
    if typed.same(f"{key}-state", f"{key}-event_on", f"{key}-grade") and key in typed.known:
        return typed.known[key].disability
    if state != codes.DISABLED:
        return UNRECORDED
    grade = typed.text(f"{key}-grade")
    if grade not in tuple(codes.GRADES):
        typed.say("error", f"{key}-grade", _("%(who)s：现状为伤残，请选残疾等级。") % {"who": person.name})
    return (DisabilityEntry(int(grade), event, certified=True),) if grade in tuple(codes.GRADES) and event else UNRECORDED


def _undisabled(typed, person):
    """The tick 户内均无残疾 speaks for everybody of whom no disability is said."""
    if typed.cells.get("no_disability") and person.disability is UNRECORDED:
        return replace(person, disability=())
    return person


def _relation(text):
    return text if text in Relation.values else Relation.OTHER.value
