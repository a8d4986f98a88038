"""How one cell is read and shown, by its kind. Tolerant of how people type; what cannot be is refused with a sentence."""
import re

from django.utils.translation import gettext as _

from benefits import rules
from benefits.rules import money
from households.cells import values
from households.cells.values import Unreadable

NOTHING = ("无", "0", "-")
EVERYBODY = ("全户", "全部", "全", "all")
HOUSEHOLD, VILLAGE, COUPLE = "household", "village", "couple"


class People:
    """Who the rows of the page are: row keys (adult-0) and the members' ids, both ways."""

    def __init__(self, ids):
        self.ids = ids
        self.keys = {member: key for key, member in ids.items()}

    def read(self, text):
        if text not in self.ids:
            raise Unreadable(_("所选的人不在家庭成员里，请重新选择。"))
        return self.ids[text]

    def read_several(self, text):
        """Numbers of rows as the page counts them: 1 2 3, 123, or 全户."""
        if text in EVERYBODY:
            return list(self.ids.values())
        words = [word.strip() for word in re.split(r"[\s、，,;；]+", text) if word.strip()]
        if len(words) == 1 and words[0].isdigit() and self._numbered(words[0]) is None:
            words = list(words[0])
        found = [self._numbered(word) for word in words]
        if None in found:
            raise Unreadable(_("请填成员的序号，如 1 2 3，或“全户”。"))
        return found

    def show_several(self, members):
        numbers = [int(self.keys[member].split("-")[1]) + 1 for member in members]
        return " ".join(map(str, numbers))

    def _numbered(self, word):
        return self.ids.get(f"adult-{int(word) - 1}") if word.isdigit() else None


def read(column, text, people):
    """The value of a cell that is not empty; raises Unreadable."""
    match column.kind:
        case "code":
            return _coded(column, text)
        case "day":
            return values.day(text).isoformat()
        case "day_or_none":
            return None if text in NOTHING else values.day(text).isoformat()
        case "month":
            return month(text)
        case "money":
            fen = values.fen(text)
            return f"{fen // 100}.{fen % 100:02d}"
        case "year" | "whole":
            return _whole(text)
        case "person":
            return people.read(text)
        case "person_or_none":
            return None if text == "0" else people.read(text)
        case "people":
            return people.read_several(text)
        case "beneficiary":
            return text if text in (HOUSEHOLD, VILLAGE) or text.startswith(f"{COUPLE}:") else people.read(text)
        case "place":
            return place(text)
        case "scheme":
            return _known(text, {scheme.code for scheme in rules.schemes()} | set(rules.facts.SCHEME_CODES))
        case "value_name":
            return text.split(" ")[0]
        case "unit":
            return _known(text, set(money.SCALE_OF_UNIT))
    return text


def show(column, value, people):
    """The text of a cell for a value of the format."""
    match column.kind:
        case "code":
            return next(str(n) for n, (known, _words) in enumerate(column.options, 1) if known is value or (known == value and known is not True))
        case "day_or_none" if value is None:
            return NOTHING[0]
        case "person":
            return people.keys[value]
        case "person_or_none":
            return "0" if value is None else people.keys[value]
        case "people":
            return people.show_several(value)
        case "beneficiary":
            return people.keys.get(value, value)
    return str(value)


def month(text):
    """A month typed as 201401, 2014-1, 2014年1月; a year alone is refused: from and to read it each in their way."""
    parts = re.fullmatch(r"(\d{4})[-./年]?(\d{1,2})月?", text)
    if not parts or not 1 <= int(parts[2]) <= 12:
        raise Unreadable(_("月份应写成 201401 或 2014-01，请改正。"))
    return f"{parts[1]}-{int(parts[2]):02d}"


def place(text):
    """The digits a place begins with: 520100 贵阳市."""
    digits = re.match(r"\d{6,12}(?!\d)", text)
    if not digits:
        raise Unreadable(_("请填 6 至 12 位区划代码，或从列表中选择地区。"))
    return digits[0]


def _coded(column, text):
    if not text.isdigit() or not 1 <= int(text) <= len(column.options):
        raise Unreadable(_("没有代码 %(code)s，请从列表中选择。") % {"code": text})
    return column.options[int(text) - 1][0]


def _whole(text):
    if not re.fullmatch(r"\d{1,6}", text):
        raise Unreadable(_("应是整数，如 2013，请改正。"))
    return int(text)


def _known(text, words):
    if text not in words:
        raise Unreadable(_("没有“%(word)s”，请从列表中选择。") % {"word": text})
    return text


