"""Cells of the entry page as a FamilyEntry, with a message for every cell that cannot be read.

`base` is the recorded family when one is being amended: a cell that says what the record says leaves the record's own,
richer value (a hukou history, the kind of a disability) as it is.
"""
import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from households import checks
from households.cells import codes, show, values
from households.entry import (
    UNRECORDED,
    AccountEntry,
    CertificateEntry,
    ChildEntry,
    CoupleEntry,
    DisabilityEntry,
    FamilyEntry,
    HukouEntry,
    MinimumLivingEntry,
    PersonEntry,
    StatusEntry,
)
from households.models import Marital, Marriage, Parentage, Relation, Sex

ELSEWHERE = "000000000000"  # a hukou that left for a place nobody named
_TOGETHER = (Marital.FIRST, Marital.REMARRIED)


@dataclass(frozen=True)
class Message:
    """A sentence about a cell (its id). error: cannot be submitted; warning: look again."""

    kind: str
    cell: str
    sentence: str
    url: str = ""
    url_words: str = ""

    @property
    def section(self):
        head = re.split(r"[-_]", self.cell)[0]
        return head if head in ("adult", "child", "account") else "household" if self.cell in show.HOUSEHOLD else "other"


@dataclass(frozen=True)
class Page:
    """What was typed, as far as it can be read."""

    entry: FamilyEntry
    messages: tuple[Message, ...]

    @property
    def errors(self):
        return [message for message in self.messages if message.kind == "error"]

    @property
    def reminders(self):
        return [message for message in self.messages if message.kind == "warning"]


def read(cells, *, villages, on, base=None):
    """The Page of `cells` (name -> text). `villages`: places.Village rows the post may enter for."""
    reader = _Reader(cells, on, base)
    entry = reader.entry(villages)
    found = [_message(problem, cells) for problem in checks.problems(entry, on=on)]
    return Page(entry, tuple([*reader.messages, *[message for message in found if message.cell not in reader.spoken]]))


def row_keys(cells, kind):
    """Row numbers of a table in order: ["0", "1"]."""
    found = {match[1] for name in cells if (match := re.fullmatch(rf"{kind}-(\d{{1,3}})-\w+", name))}
    return sorted(found, key=int)


@dataclass
class _Reader:
    cells: dict
    on: date
    base: FamilyEntry | None
    messages: list = field(default_factory=list)

    def __post_init__(self):
        self.shown = show.cells_of(self.base) if self.base else {}
        self.known = show.rows_of(self.base) if self.base else {}

    @property
    def spoken(self):
        """Cells that have a message already: one sentence a cell is enough."""
        return {message.cell for message in self.messages}

    def entry(self, villages):
        adults = [self._adult(f"adult-{n}") for n in row_keys(self.cells, "adult") if self._is_row(f"adult-{n}")]
        children = [self._child(f"child-{n}") for n in row_keys(self.cells, "child") if self._is_row(f"child-{n}")]
        people = tuple(self._undisabled(person) for person in [*adults, *children])
        family = FamilyEntry(
            village=self._village(villages), people=people, **{name: self._text(name) for name in show.HOUSEHOLD if name != "village"}
        )
        return replace(
            family,
            notes=self.base.notes if self.base else "",
            couples=self._couples(family),
            children=self._children(family),
            certificates=self._certificates(family),
            minimum_living=self._minimum_living(family),
            status=self._status(),
            accounts=tuple(self._accounts(family)),
        )

    # ── One cell ────────────────────────────────────────────────────────────────────────────────────────
    def _text(self, name):
        return values.narrow(self.cells.get(name, ""))

    def _read(self, name, reading):
        try:
            return reading(self.cells.get(name, ""))
        except values.Unreadable as error:
            self._say("error", name, _("%(where)s：%(what)s") % {"where": self._where(name), "what": error})
            return None

    def _same(self, *names):
        """True when these cells still say what the record says."""
        return self.base is not None and all(self.cells.get(name, "") == self.shown.get(name, "") for name in names)

    def _say(self, kind, cell, sentence):
        self.messages.append(Message(kind, cell, sentence))

    def _where(self, name):
        kind, number = (re.split(r"-", name) + [""])[:2]
        rows = row_keys(self.cells, kind) if number else []
        told = {"n": rows.index(number) + 1 if number in rows else 1}
        return {
            "adult": _("第 %(n)s 人"),
            "child": _("第 %(n)s 孩"),
            "account": _("第 %(n)s 个账户"),
            "living": _("低保"),
            "certificate": _("光荣证"),
            "status": _("家庭认定"),
        }.get(kind, _("户信息")) % (told if kind in ("adult", "child", "account") else {})

    def _is_row(self, key):
        return bool(self._text(f"{key}-name") or self._text(f"{key}-number"))

    # ── People ──────────────────────────────────────────────────────────────────────────────────────────
    def _village(self, villages):
        typed = self._text("village").replace(" ", "")
        if not typed:
            return ""
        found = [village.code for village in villages if typed in village.spellings]
        if len(found) == 1:
            return found[0]
        told = {"typed": typed, "count": len(found)}
        sentence = _("户信息：“%(typed)s”对应 %(count)s 个村，请从列表中选择。") if found else _("户信息：辖区内没有“%(typed)s”，请从列表中选择。")
        self._say("error", "village", sentence % told)
        return ""

    def _person(self, key, relation):
        recorded = self.known.get(key)
        typed = self.cells.get(f"{key}-number", "")
        person = PersonEntry(key=key, name=self._text(f"{key}-name"), relation=relation, person_id=recorded.person_id if recorded else None)
        if recorded is not None and (values.is_mask(typed) or self._same(f"{key}-number")):
            return replace(person, sex=recorded.sex, born=recorded.born, born_in_hukou_book=recorded.born_in_hukou_book)
        said = self._read(f"{key}-number", values.holder)
        return replace(person, number=said.number, sex=said.sex, born=said.born) if said else person

    def _adult(self, key):
        person = self._person(key, by_default(self._text(f"{key}-relation"), Relation.OTHER))
        marital = codes.by_code(codes.MARITAL, self._text(f"{key}-marital"))
        state = self._text(f"{key}-state")
        ended = self._read(f"{key}-ended_on", values.day)
        if state in (codes.DEAD, codes.MOVED_OUT) and ended is None:
            words = _("死亡") if state == codes.DEAD else _("迁出")
            self._say("error", f"{key}-ended_on", _("%(who)s：状态为%(state)s，请填日期。") % {"who": person.name, "state": words})
        return replace(
            person,
            marital=marital or "",
            death=self._death(key, state, ended, codes.ALIVE + codes.MOVED_OUT),
            hukou=self._hukou(key, person, ended if state == codes.MOVED_OUT else None),
            **self._unseen(key),
        )

    def _child(self, key):
        person = self._person(key, Relation.OTHER)
        relation = {Sex.MALE: Relation.SON, Sex.FEMALE: Relation.DAUGHTER}.get(person.sex, Relation.OTHER)
        recorded = self.known.get(key)
        state = self._text(f"{key}-state")
        event = self._read(f"{key}-event_on", values.day)
        if state in (codes.DEAD, codes.DISABLED) and event is None:
            words = _("死亡") if state == codes.DEAD else _("评残")
            self._say("error", f"{key}-event_on", _("%(who)s：请填%(state)s日期。") % {"who": person.name, "state": words})
        return replace(
            person,
            relation=recorded.relation if recorded and recorded.sex == person.sex else relation,
            marital=recorded.marital if recorded else "",
            death=self._death(key, state, event, codes.ALIVE + codes.DISABLED, date_cell="event_on"),
            hukou=recorded.hukou if recorded else UNRECORDED,
            disability=self._disability(key, person, state, event),
            **self._unseen(key, "disability"),
        )

    def _unseen(self, key, *seen):
        """Facts that have no cell: as recorded."""
        recorded = self.known.get(key)
        names = {"disability", "complication", "school", "admission", "post"} - set(seen)
        return {name: getattr(recorded, name) if recorded else UNRECORDED for name in names}

    def _death(self, key, state, day, living, date_cell="ended_on"):
        if self._same(f"{key}-state", f"{key}-{date_cell}") and key in self.known:
            return self.known[key].death
        if state == codes.DEAD:
            return day or UNRECORDED
        return None if state and state in living else UNRECORDED

    def _hukou(self, key, person, moved_on):
        if self._same(f"{key}-hukou", f"{key}-state", f"{key}-ended_on") and key in self.known:
            return self.known[key].hukou
        kind = codes.by_code(codes.HUKOU, self._text(f"{key}-hukou"))
        if kind is None:
            return UNRECORDED
        if moved_on is None:
            return (HukouEntry(kind),)
        return (HukouEntry(kind, until=moved_on), HukouEntry(kind, since=moved_on, place=ELSEWHERE))

    def _disability(self, key, person, state, event):
        if self._same(f"{key}-state", f"{key}-event_on", f"{key}-grade") and key in self.known:
            return self.known[key].disability
        if state != codes.DISABLED:
            return UNRECORDED
        grade = self._text(f"{key}-grade")
        if grade not in tuple(codes.GRADES):
            self._say("error", f"{key}-grade", _("%(who)s：现状为伤残，请选残疾等级。") % {"who": person.name})
        return (DisabilityEntry(int(grade), event, certified=True),) if grade in tuple(codes.GRADES) and event else UNRECORDED

    def _undisabled(self, person):
        """The tick 户内均无残疾 speaks for everybody of whom no disability is said."""
        if self.cells.get("no_disability") and person.disability is UNRECORDED:
            return replace(person, disability=())
        return person

    # ── The family ──────────────────────────────────────────────────────────────────────────────────────
    def _couples(self, family):
        head, spouse = _one(family, Relation.HEAD), _one(family, Relation.SPOUSE)
        cells = [f"{person.key}-{name}" for person in (head, spouse) if person for name in ("relation", "marital", "state", "ended_on", "number")]
        if self.base is not None and self._same(*cells) and {person.key for person in (head, spouse) if person} <= set(self.known):
            return self._renamed(self.base.couples)
        if head is None or (spouse is None and head.marital in ("", *_TOGETHER)):
            return UNRECORDED
        if spouse is None:
            return ()
        is_wife = head.sex == Sex.FEMALE or (head.sex is None and spouse.sex == Sex.MALE)
        husband, wife = (spouse, head) if is_wife else (head, spouse)
        return (self._couple(husband, wife),)

    def _couple(self, husband, wife):
        deaths = [person.death for person in (husband, wife) if isinstance(person.death, date)]
        before = next((couple for couple in self._renamed(self.base.couples) or ()), None) if self.base else None
        since = before.since if before and {before.husband, before.wife} == {husband.key, wife.key} else UNRECORDED
        couple = CoupleEntry(husband.key, wife.key, since)
        if deaths:
            return replace(couple, ended=min(deaths), how=Marriage.Ending.WIDOWED)
        if Marital.DIVORCED in (husband.marital, wife.marital):
            return replace(couple, ended=UNRECORDED, how=Marriage.Ending.DIVORCED)
        return couple

    def _children(self, family):
        rows = [person for person in family.people if person.key.startswith("child-")]
        if not rows:
            return () if self.cells.get("no_children") else self._renamed(self.base.children) if self.base else UNRECORDED
        parents = [person.key for person in (_one(family, Relation.HEAD), _one(family, Relation.SPOUSE)) if person]
        found = []
        for person in rows:
            names = [f"{person.key}-{name}" for name in ("origin", "origin_on", "policy")]
            if person.key in self.known and self._same(*names, "adult-0-relation", "adult-1-relation"):
                found += [item for item in self._renamed(self.base.children) if item.child == person.key]
            elif parents:
                found += self._relations(person.key, parents)
        return tuple(found)

    def _relations(self, key, parents):
        code = self._text(f"{key}-origin")
        since = self._read(f"{key}-origin_on", values.day)
        policy = {codes.WITHIN_POLICY: True, codes.OUTSIDE_POLICY: False}.get(self._text(f"{key}-policy"), UNRECORDED)
        if code in (codes.ORIGIN_OF_HEAD, codes.ORIGIN_OF_SPOUSE):
            own, other = parents[:1], parents[1:]
            if code == codes.ORIGIN_OF_SPOUSE:
                own, other = other, own
            pairs = [(own, Parentage.Origin.BIRTH, None), (other, Parentage.Origin.STEP, since)]
        else:
            pairs = [(parents, codes.ORIGIN.get(code, UNRECORDED), since if code == codes.ORIGIN_ADOPTION else None)]
        return [ChildEntry(key, tuple(of), origin, day, policy) for of, origin, day in pairs if of]

    def _certificates(self, family):
        if self.cells.get("no_certificate"):
            return ()
        names = ("certificate-holder", "certificate-issued", "certificate-number", "no_certificate")
        if self._same(*names):
            return self._renamed(self.base.certificates)
        holder, number = self._text("certificate-holder"), self._text("certificate-number")
        issued = self._read("certificate-issued", values.day)
        if holder not in {person.key for person in family.people}:
            if number or issued:
                self._say("error", "certificate-holder", _("光荣证：请选持证人。"))
            return UNRECORDED
        return (CertificateEntry(holder, issued or UNRECORDED, None, number),)

    def _minimum_living(self, family):
        if self.cells.get("no_living"):
            return ()
        names = ("living-0-kind", "living-0-since", "living-0-members", "living-0-subsidy_month", "no_living")
        if self._same(*names):
            return self._renamed(self.base.minimum_living)
        kind, since = self._text("living-0-kind"), self._read("living-0-since", values.day)
        subsidy = self._read("living-0-subsidy_month", values.fen)
        if not kind and not since:
            return UNRECORDED
        if not kind or not since:
            self._say("error", "living-0-since" if kind else "living-0-kind", _("低保：请填类别和起始日期；没有低保的请勾选“没有”。"))
            return UNRECORDED
        members = self._living_members(family)
        earlier = self._renamed(self.base.minimum_living)[:-1] if self.base and self.base.minimum_living is not UNRECORDED else ()
        return (*earlier, MinimumLivingEntry(codes.LIVING_KINDS[int(kind) - 1 if kind in "12" else 0], since, members, None, subsidy))

    def _living_members(self, family):
        chosen = self._text("living-0-members") or codes.EVERYBODY
        recorded = self.base.minimum_living if self.base else ()
        if chosen == codes.AS_RECORDED and isinstance(recorded, tuple) and recorded:
            return self._renamed(recorded)[-1].members
        living = [person for person in family.people if not isinstance(person.death, date)]
        if chosen == codes.HEAD_ONLY:
            living = [person for person in living if person.relation == Relation.HEAD]
        elif chosen == codes.ADULTS:
            living = [person for person in living if person.key.startswith("adult-")]
        return tuple(person.key for person in living)

    def _status(self):
        if self.cells.get("no_status"):
            return ()
        if self._same("status-0-kind", "status-0-since", "no_status"):
            return self.base.status
        kind, since = codes.by_code(codes.STATUS, self._text("status-0-kind")), self._read("status-0-since", values.day)
        if not kind and not since:
            return UNRECORDED
        if not kind or not since:
            self._say("error", "status-0-since" if kind else "status-0-kind", _("家庭认定：请填类别和起始日期；没有认定的请勾选“没有”。"))
            return UNRECORDED
        earlier = self.base.status[:-1] if self.base and self.base.status is not UNRECORDED else ()
        return (*earlier, StatusEntry(kind, since))

    def _accounts(self, family):
        names = {person.key: person.name for person in family.people}
        for n in row_keys(self.cells, "account"):
            holder, bank, typed = (self._text(f"account-{n}-{name}") for name in ("holder", "bank", "number"))
            if not typed:
                continue
            if holder not in names:
                self._say("error", f"account-{n}-holder", _("第 %(n)s 个账户：请选领款人。") % {"n": int(n) + 1})
                continue
            number = None if values.is_mask(typed) else self._read(f"account-{n}-number", values.account)
            if number or values.is_mask(typed):
                yield AccountEntry(holder, names[holder], bank, number)

    def _renamed(self, items):
        """Recorded items with the keys of this page's rows in place of the record's."""
        if items is UNRECORDED:
            return UNRECORDED
        rows = {person.key: key for key, person in self.known.items()}
        return tuple(replace(item, **_keys(item, rows)) for item in items)


def by_default(text, otherwise):
    return Relation(text) if text in Relation.values else otherwise


def _one(family, relation):
    return next((person for person in family.people if person.relation == relation), None)


def _keys(item, rows):
    single = {name: rows[getattr(item, name)] for name in ("husband", "wife", "child", "holder") if hasattr(item, name)}
    several = {name: tuple(rows[key] for key in getattr(item, name)) for name in ("parents", "members") if hasattr(item, name)}
    custody = {"custody": rows[item.custody]} if getattr(item, "custody", None) else {}
    return single | several | custody


def _message(problem, cells):
    return Message("error" if problem.blocking else "warning", _cell(problem, cells), problem.sentence)


def _cell(problem, cells):
    """The cell a Problem of the whole family points at."""
    field_of_row = {
        "death": {"adult": "ended_on", "child": "event_on"},
        "disability": {"adult": "number", "child": "event_on"},
        "hukou": {"adult": "ended_on", "child": "number"},
        "couples": {"adult": "marital", "child": "number"},
    }
    family_cells = {
        "village": "village",
        "relation": "adult-0-relation",
        "certificates": "certificate-issued",
        "minimum_living": "living-0-since",
        "status": "status-0-since",
    }
    if problem.key is None:
        return family_cells[problem.field]
    if problem.field == "accounts":
        holders = [n for n in row_keys(cells, "account") if cells.get(f"account-{n}-holder") == problem.key]
        return f"account-{holders[0]}-number"
    kind = problem.key.split("-")[0]
    return f"{problem.key}-{field_of_row.get(problem.field, {}).get(kind, problem.field if problem.field in ('name', 'origin_on') else 'number')}"
