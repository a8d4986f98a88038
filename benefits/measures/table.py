"""Reads the table of measures from the files beside it; nothing here asks the database or the clock."""
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from accounts import scope

FOLDER = Path(__file__).parent
MONEY = ("unstated", "pension")  # kinds of items that are money: granted from a fund by a county's document (docs/decisions/0027)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # written in C where the package brings it: ten times as fast
HOMES = {  # kind of home: the page that shows it, or {code: page} of the codes there are
    "scheme": "benefits:policies",
    "calculation": "benefits:policies",
    "register": "benefits:registrations",
    "fund": dict.fromkeys(("welfare_fund", "care_fund", "appropriation_fund"), "benefits:funds"),
    "indicator": {
        "village_priorities": "poverty:priorities", "support_target": "benefits:targets", "budget_share": "benefits:targets",
        "delivery_rate": "benefits:targets",
    },
    "workflow": {
        "adjustment": "benefits:adjustments", "certificate": "households:list", "consultation": "poverty:projects", "exchange": "poverty:transfers",
        "family_record": "households:list", "helpers": "poverty:registers", "income_flags": "poverty:transfers", "loans": "poverty:loan_funds",
        "project_grants": "poverty:projects", "project_ranking": "poverty:projects", "supervision": "benefits:rosters",
        "supports": "poverty:registers",
    },
    "not_built": "",
}  # fmt: skip


@dataclass(frozen=True)
class Home:
    """Where a measure lives. `code` is a scheme, an item of the register, an indicator … ; what is not built has `why` and a decision."""

    kind: str
    code: str
    page: str
    does: str = ""
    why: str = ""
    decision: int | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One measure as its document has it. `place` is a 12-digit code, None where the source does not name it; no date where it has none."""

    id: str
    name: str
    place: str | None
    document: str
    clause: str
    since: date | None
    until: date | None
    chinese: str
    english: str
    unit: str
    homes: tuple[Home, ...]
    items: tuple["Item", ...] = ()

    @property
    def title(self):
        return _in_language(self.chinese, self.english)


@dataclass(frozen=True)
class Item:
    """登记事项: what a household may claim that is no money in its hand, from the department responsible.

    `code` begins with its kind (waiver.tap_water). `who` are the conditions the document states, as far as they can be looked up.
    """

    measure: str
    code: str
    place: str | None
    document: str
    clause: str
    since: date | None
    until: date | None
    chinese: str
    english: str
    department: str
    who: dict = field(default_factory=dict, hash=False)
    of_person: bool = False
    at_residence: bool = False
    places: tuple[str, ...] = ()

    @property
    def kind(self):
        return self.code.partition(".")[0]

    @property
    def is_money(self):
        """Whether it is money whose document states no amount: a county's own document may grant it."""
        return self.kind in MONEY

    @property
    def title(self):
        return _in_language(self.chinese, self.english)

    @property
    def cite(self):
        return f"{self.document} {self.clause}"

    def why_not(self, *, place, on):
        """None when the item is granted at a place (12 digits) on a day, else the key of the reason: place, early, over."""
        if self.place is None or not place.startswith(self.places or scope.prefix(self.place)):
            return "place"
        if self.since is not None and on < self.since:
            return "early"
        return "over" if self.until is not None and on >= self.until else None


@cache
def measures():
    """{id: Measure} of every place, in the order of the documents."""
    return {measure.id: measure for path in sorted(FOLDER.glob("*.yaml")) for measure in _file(path)}


@cache
def items():
    """Every item of the register."""
    return tuple(item for measure in measures().values() for item in measure.items)


def items_of(place, *, on):
    """The items granted at a place on a day, in the order of the documents."""
    return [item for item in items() if item.why_not(place=place, on=on) is None]


@cache
def item(code, stated_by):
    """The item of this code that a place states; None when it states none."""
    return next((item for item in items() if (item.code, item.place) == (code, stated_by)), None)


def _file(path):
    said = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    number = path.stem.partition("-")[0]
    place = f"{number}000000" if number.isdecimal() else None
    document = {"place": place, "document": said["document"], "since": said["since"], "until": said["until"]}
    for name, row in said["measures"].items():
        chinese, english = row["title"]
        common = {**document, "clause": str(row["clause"])}
        homes, found = [], []
        for told in row["homes"]:
            kind = next(iter(told))
            homes.append(_home(kind, told))
            if kind == "register":
                found.append(_item(name, told, common, (chinese, english)))
                homes += [_home("fund", {"fund": "appropriation_fund"})] if found[-1].is_money else []
        called = " ".join(said["name"])
        yield Measure(id=name, name=called, chinese=chinese, english=english, unit=row["unit"], homes=tuple(homes), items=tuple(found), **common)


def _home(kind, told):
    page = HOMES[kind][told[kind]] if isinstance(HOMES[kind], dict) else HOMES[kind]
    if kind == "not_built":
        return Home(kind, code="", page=page, why=told[kind], decision=told["decision"])
    return Home(kind, code=told[kind], page=page, does=told.get("does", ""), cases=tuple(told.get("cases", ())))


def _item(measure, told, common, titles):
    chinese, english = told.get("title", titles)
    places = tuple(str(place) for place in told.get("places", ()))
    return Item(
        measure=measure, code=told["register"], chinese=chinese, english=english, department=told["department"], who=told.get("who", {}),
        of_person=told.get("person", False), at_residence=told.get("at") == "residence", places=places, **common,
    )  # fmt: skip


def _in_language(chinese, english):
    return english if (get_language() or "").startswith("en") else chinese
