"""What was typed, cell by cell: text, values, whether a cell still says what the record says, and what is wrong with it."""
import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from households.cells import show, values
from households.entry import UNRECORDED, FamilyEntry


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
        return head if head in ("adult", "child", "account", "fact") else "household" if self.cell in show.HOUSEHOLD else "other"


@dataclass
class Typed:
    """Cells of a page; `base` is the recorded family when one is being amended."""

    cells: dict
    on: date
    base: FamilyEntry | None
    messages: list = field(default_factory=list)

    def __post_init__(self):
        self.shown = show.cells_of(self.base) if self.base else {}
        self.known = show.rows_of(self.base) if self.base else {}

    def rows(self, kind):
        """Keys of the rows that have a name or a number: adult-0, adult-1."""
        keys = [f"{kind}-{n}" for n in row_keys(self.cells, kind)]
        return [key for key in keys if self.text(f"{key}-name") or self.text(f"{key}-number")]

    def numbers(self, kind):
        """Row numbers of a table in order: ["0", "1"]."""
        return row_keys(self.cells, kind)

    def everybody(self):
        """Keys of the rows of adults, then of children."""
        return [*self.rows("adult"), *self.rows("child")]

    def blanked(self):
        """Rows of recorded people that were emptied."""
        return [key for key in self.known if key not in self.rows(key.split("-")[0])]

    def text(self, name):
        return values.narrow(self.cells.get(name, ""))

    def value(self, name, reading):
        """The cell as a value; None and a message when it cannot be read."""
        try:
            return reading(self.cells.get(name, ""))
        except values.Unreadable as error:
            self.say("error", name, _("%(where)s：%(what)s") % {"where": self._where(name), "what": error})
            return None

    def same(self, *names):
        """True when these cells still say what the record says."""
        return self.base is not None and all(self.cells.get(name, "") == self.shown.get(name, "") for name in names)

    def say(self, kind, cell, sentence):
        self.messages.append(Message(kind, cell, sentence))

    def recorded(self, name):
        """What the record says of a kind of the family, with the keys of this page's rows; UNRECORDED when nothing."""
        items = getattr(self.base, name) if self.base else UNRECORDED
        if items is UNRECORDED:
            return UNRECORDED
        rows = {person.key: key for key, person in self.known.items()}
        return tuple(replace(item, **_keys(item, rows)) for item in items)

    def earlier(self, name):
        """Recorded items before the last one, which is the one the page shows."""
        items = self.recorded(name)
        return () if items is UNRECORDED else items[:-1]

    def _where(self, name):
        kind, number, *_rest = [*name.split("-"), ""]
        if kind in ("adult", "child", "account", "fact"):
            row = row_keys(self.cells, kind).index(number) + 1
            told = {"adult": _("第 %(n)s 人"), "child": _("第 %(n)s 孩"), "account": _("第 %(n)s 个账户"), "fact": _("其他情况第 %(n)s 项")}
            return told[kind] % {"n": row}
        return {"living": _("低保"), "certificate": _("光荣证"), "status": _("家庭认定")}.get(kind, _("户信息"))


def row_keys(cells, kind):
    """Row numbers of a table in order: ["0", "1"]."""
    found = {match[1] for name in cells if (match := re.fullmatch(rf"{kind}-(\d{{1,3}})-\w+", name))}
    return sorted(found, key=int)


def _keys(item, rows):
    single = {name: rows[getattr(item, name)] for name in ("husband", "wife", "child", "holder", "member") if hasattr(item, name)}
    several = {name: tuple(rows[key] for key in getattr(item, name)) for name in ("parents", "members") if hasattr(item, name)}
    custody = {"custody": rows[item.custody]} if getattr(item, "custody", None) else {}
    return single | several | custody
