"""Rows of what few families have (手术并发症、就学、参保、收入、住房 …): one row an item, its two-digit code says what."""
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from households import entry as entries
from households.cells import values
from households.entry import UNRECORDED
from households.models import Admission, Exam, HouseholdStatus, Pension, Schooling, VillagePost
from households.words import ELSEWHERE, grade

CELLS = ("what", "who", "since", "until", "detail")
PERSON_KINDS = ("complication", "school", "admission", "exams", "post", "residence", "pension")
STATED = (*PERSON_KINDS, "medical", "poverty_grants")  # kinds of which a box says that the family has none
COMMON = ("complication", "school", "admission", "exams", "post", "medical", "poverty_grants")  # those of the one box for all


@dataclass(frozen=True)
class What:
    """What a code says: the kind of fact, and the values of its entry."""

    code: str
    kind: str
    words: str
    values: dict


def table():
    """Every What, in the order of the codes."""
    return tuple(_table())


def choices():
    """[(code, words)] of the cell."""
    return [(what.code, what.words) for what in table()]


def of(kinds):
    """The codes of some kinds, as data-when lists them."""
    return " ".join(what.code for what in table() if what.kind in kinds)


def cells_of(entry, rows):
    """Cells of the rows of an entry; `rows`: key of a person -> key of the page's row."""
    shown = {}
    for number, (kind, holder, item) in enumerate(_items(entry)):
        told = {"what": _code(kind, item), "who": rows.get(holder, ""), **_days(kind, item), "detail": _detail(kind, item)}
        shown |= {f"fact-{number}-{name}": text for name, text in told.items()}
    boxes = {f"no_{kind}": "1" for kind in STATED if _is_stated(entry, kind)}
    return shown | boxes | ({"no_others": "1"} if all(f"no_{kind}" in boxes for kind in COMMON) else {})


def read(typed):
    """{(kind, key of the person or None): (items)} of the rows; a row that cannot be read says why."""
    recorded = _recorded(typed)
    found = {}
    for number in typed.numbers("fact"):
        cells = tuple(typed.text(f"fact-{number}-{name}") for name in CELLS)
        if not any(cells):
            continue
        kind, holder, item = recorded.get(cells) or _read(typed, f"fact-{number}", *cells[:2])
        if item is not None:
            found.setdefault((kind, holder), []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def said(typed, found, kind, holder, recorded):
    """What is said of a kind: the rows, or what a box says of everybody nothing is said of, or what is recorded."""
    if (kind, holder) in found:
        return found[kind, holder]
    boxes = [f"no_{kind}", *(["no_others"] if kind in COMMON else [])]
    if recorded is UNRECORDED and any(typed.cells.get(box) for box in boxes):
        return ()
    return recorded


def cell_of(cells, numbers, kind, holder):
    """The first cell of a row about a kind, for a sentence about it."""
    mine = [n for n in numbers if cells.get(f"fact-{n}-what") in of([kind]).split() and cells.get(f"fact-{n}-who", "") in (holder or "", "")]
    return f"fact-{mine[0]}-since" if mine else f"{holder}-number" if holder else "village"


def _table():
    for number, status in enumerate(HouseholdStatus.Kind, 1):
        yield What(f"0{number}", "status", str(status.label), {"kind": status.value})
    for level in range(1, 5):
        yield What(f"1{level}", "complication", _("手术并发症%(grade)s") % {"grade": grade(level)}, {"grade": level, "certified": True})
    for number, stage in enumerate(Schooling.Stage, 1):
        yield What(f"2{number}", "school", _("在读%(stage)s") % {"stage": stage.label}, {"stage": stage.value})
    for number, level in enumerate(Admission.Level, 1):
        yield What(f"3{number}", "admission", _("录取%(level)s") % {"level": level.label}, {"level": level.value, "full_time": True})
    for number, level in enumerate(Admission.Level, 3):
        words = _("录取%(level)s") % {"level": level.label} + _("（非全日制）")
        yield What(f"3{number}", "admission", words, {"level": level.value, "full_time": False})
    yield What("41", "exams", str(Exam.Kind.SENIOR_ENTRANCE.label), {"kind": Exam.Kind.SENIOR_ENTRANCE.value})
    yield What("42", "post", str(VillagePost.Kind.DIRECTOR.label), {"kind": VillagePost.Kind.DIRECTOR.value})
    for number, pension in enumerate(Pension.Kind, 1):
        yield What(f"5{number}", "pension", str(pension.label), {"kind": pension.value})
    yield What("61", "residence", _("现住外地"), {})
    yield What("71", "medical", _("大病自付（年）"), {})
    yield What("81", "income", _("家庭收入（年）"), {})
    yield What("82", "housing", _("住房，中等偏下收入"), {"middle_lower_income": True})
    yield What("83", "housing", _("住房，不属中等偏下"), {"middle_lower_income": False})
    yield What("84", "housing", _("住房，收入未认定"), {"middle_lower_income": None})
    yield What("85", "poverty_grants", _("产业扶贫资金"), {"kind": "industry"})
    yield What("86", "poverty_grants", _("扶贫物资"), {"kind": "materials"})


_YEARLY = ("medical", "income")
_ONCE = ("admission", "exams", "poverty_grants")
_ENTRIES = {
    "status": entries.StatusEntry, "complication": entries.ComplicationEntry, "school": entries.SchoolingEntry,
    "admission": entries.AdmissionEntry, "exams": entries.ExamEntry, "post": entries.PostEntry, "pension": entries.PensionEntry,
    "residence": entries.ResidenceEntry, "housing": entries.HousingEntry, "poverty_grants": entries.GrantEntry,
}  # fmt: skip
WITH_PERSON = (*PERSON_KINDS, "medical")
WITH_END = ("complication", "school", "post", "pension", "residence", "housing", "status")
WITH_DETAIL = ("residence", "medical", "income", "housing", "poverty_grants", "status")


def _items(entry):
    """(kind, key of the person or None, item) of everything these rows show; the last finding stands in a line of its own."""
    for item in _listed(entry.status)[:-1]:
        yield "status", None, item
    for person in entry.people:
        for kind in PERSON_KINDS:
            for item in _listed(getattr(person, kind)):
                yield kind, person.key, item
    for item in _listed(entry.medical):
        yield "medical", item.member, item
    for kind in ("income", "housing", "poverty_grants"):
        for item in _listed(getattr(entry, kind)):
            yield kind, None, item


def _recorded(typed):
    """{cells of a row as the record shows it: (kind, holder, item)}."""
    if typed.base is None:
        return {}
    rows = {person.key: key for key, person in typed.known.items()}
    found = {}
    for number, (kind, holder, item) in enumerate(_items(typed.base)):
        cells = tuple(values.narrow(typed.shown.get(f"fact-{number}-{name}", "")) for name in CELLS)
        mine = replace(item, member=rows[holder]) if kind == "medical" else item
        found[cells] = kind, rows.get(holder), mine
    return found


def _read(typed, row, code, who):
    """(kind, holder, item) of a row that was typed; the item is None when something is missing, and a cell says what."""
    what = next((what for what in table() if what.code == code), None)
    if what is None:
        typed.say("error", f"{row}-what", _("其他情况：请选事项，或清空这一行。"))
        return None, None, None
    if what.kind in WITH_PERSON and who not in typed.everybody():
        typed.say("error", f"{row}-who", _("%(what)s：请选人员。") % {"what": what.words})
        return None, None, None
    holder = who if what.kind in WITH_PERSON else None
    item = _yearly(typed, row, what, who) if what.kind in _YEARLY else _dated(typed, row, what)
    return what.kind, holder, item


def _yearly(typed, row, what, who):
    year = typed.value(f"{row}-since", values.year)
    fen = typed.value(f"{row}-detail", values.fen)
    if year is None or fen is None:
        typed.say("error", f"{row}-since" if year is None else f"{row}-detail", _("%(what)s：请填年份和金额（元）。") % {"what": what.words})
        return None
    return entries.MedicalEntry(who, year, fen) if what.kind == "medical" else entries.IncomeEntry(year, fen)


def _dated(typed, row, what):
    since = typed.value(f"{row}-since", values.day)
    last = typed.value(f"{row}-until", values.day) if what.kind in WITH_END else None
    more = dict(what.values)
    if what.kind == "residence":
        more["place"] = typed.value(f"{row}-detail", values.place) or ELSEWHERE
    if what.kind == "housing":
        more["area"] = typed.value(f"{row}-detail", values.square_metres)
    if what.kind == "poverty_grants":
        more["standard_fen"] = typed.value(f"{row}-detail", values.fen)
    if what.kind == "status":
        more["decided_by"] = typed.value(f"{row}-detail", values.unit) or ""
        more["document"] = _document(typed, more["kind"], since)
    if since is None:
        typed.say("error", f"{row}-since", _("%(what)s：请填日期。") % {"what": what.words})
        return None
    if what.kind == "housing" and more["area"] is None and more["middle_lower_income"] is None:
        typed.say("error", f"{row}-detail", _("%(what)s：请填人均面积（平方米）。") % {"what": what.words})
        return None
    until = {} if what.kind in _ONCE else {"until": last and last + timedelta(days=1)}
    return _ENTRIES[what.kind](since=since, **until, **more)


def _document(typed, kind, since):
    """The document of a finding as recorded: this page does not ask for it."""
    return next((item.document for item in _listed(typed.recorded("status")) if (item.kind, item.since) == (kind, since)), "")


def _code(kind, item):
    """The code whose values the item has; one that differs only in what the codes do not say has the nearest."""
    said = asdict(item)
    mine = [what for what in table() if what.kind == kind]
    alike = [what for what in mine if all(said[name] == value for name, value in what.values.items())]
    nearly = [what for what in mine if all(said[name] == value for name, value in list(what.values.items())[:1])]
    return (alike or nearly or mine)[0].code


def _days(kind, item):
    if kind in _YEARLY:
        return {"since": str(item.year), "until": ""}
    until = getattr(item, "until", None)
    return {"since": item.since.isoformat(), "until": (until - timedelta(days=1)).isoformat() if until else ""}


def _detail(kind, item):
    if kind == "residence":
        return "" if item.place == ELSEWHERE else item.place
    if kind == "status":
        return item.decided_by
    if kind == "housing":
        return "" if item.area is None else f"{item.area:.2f}"
    fen = {"medical": "own_fen", "income": "other_fen", "poverty_grants": "standard_fen"}.get(kind)
    amount = getattr(item, fen) if fen else None
    return "" if amount is None else f"{Decimal(amount) / 100:.2f}"


def _is_stated(entry, kind):
    if kind in ("medical", "poverty_grants"):
        return getattr(entry, kind) == ()
    return bool(entry.people) and all(getattr(person, kind) == () for person in entry.people)


def _listed(items):
    return items if isinstance(items, tuple) else ()
