"""What one cell of the workbook may hold. Each parser turns a cell into a value or raises Wrong with one sentence.

A cell comes as `reading` gives it: text, a number, true or false, or ["date", ISO text]; never empty.
"""
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from households import identity

_EXACT_DIGITS = 15  # Excel keeps no more of a number; the rest turn into zeros
_SCIENTIFIC = re.compile(r"[-+]?\d+(\.\d+)?[eE]\+?\d+")
_DAY = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
_NAME_MARKS = "·•‧・.-' "
_NAME_KINDS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Co"}  # letters and their marks; Co: rare hanzi in private use


class Wrong(ValueError):
    """Says what is wrong with a cell and what to do; a number is never repeated in it."""


def text_of(cell):
    """A cell as text: whole numbers without a decimal point, days as 1966-03-12, outer blanks and Excel's leading ' gone."""
    if isinstance(cell, list):
        return cell[1].removesuffix("T00:00:00")
    text = str(cell).strip()
    unwrapped = re.fullmatch(r'="([^"]*)"', text)  # how some systems keep a number as text in CSV
    return unwrapped[1].strip() if unwrapped else text.removeprefix("'").strip()


def without_numbers(text):
    """Words that may be shown or kept in the clear: a run of digits long enough for an ID or account number is cut out."""
    return re.sub(r"\d[\d ]{11,}\d[Xx]?", "…", text)


@dataclass(frozen=True)
class Text:
    """Any words up to a length; a line break inside the cell is a blank."""

    length: int

    def __call__(self, cell):
        text = re.sub(r"\s+", " ", text_of(cell))
        if len(text) > self.length:
            raise Wrong(_("不能超过 %(length)s 个字，现有 %(count)s 个，请缩短。") % {"length": self.length, "count": len(text)})
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise Wrong(_("含有不可见的控制字符，请重新填写这一格。"))
        return text


@dataclass(frozen=True)
class Code:
    """A number another system gave a family, up to a length. It stands in the clear, so an ID number is refused."""

    length: int

    def __call__(self, cell):
        _long_number(cell)
        text = Text(self.length)(cell)
        if identity.stands_in(text):
            raise Wrong(_("填的是身份证号，不是编号。请改填对方系统里这一户的编号。"))
        return text


@dataclass(frozen=True)
class Name:
    """A name: letters of any script; blanks inside 张　三 are dropped."""

    length: int = 60

    def __call__(self, cell):
        name = Text(self.length)(cell)
        if not re.search(r"[A-Za-z]", name):
            name = re.sub(r"\s", "", name)
        if not all(unicodedata.category(character) in _NAME_KINDS or character in _NAME_MARKS for character in name):
            raise Wrong(_("姓名只含文字和间隔号，请去掉数字和其他符号。"))
        return name


@dataclass(frozen=True)
class Identity:
    """公民身份号码, as an identity.Identity."""

    def __call__(self, cell):
        try:
            return identity.parse(_long_number(cell))
        except identity.NotAnIdentity as error:
            raise Wrong(str(error)) from None


@dataclass(frozen=True)
class IdentityOrCertificate:
    """公民身份号码, or 残疾证号: the ID number, a digit for the kind and one for the grade, and B with a digit where it was issued anew."""

    def __call__(self, cell):
        certificate = re.fullmatch(r"(\d{17}[\dXx])[1-7][1-4](B\d)?", re.sub(r"[\s\-]", "", _long_number(cell)))
        return Identity()(certificate[1] if certificate else cell)


@dataclass(frozen=True)
class Account:
    """An account or card number, as digits."""

    def __call__(self, cell):
        digits = re.sub(r"[\s\-]", "", _long_number(cell))
        if not re.fullmatch(r"\d{8,30}", digits):
            raise Wrong(_("账号应为 8–30 位数字，现有 %(count)s 个字符，请与存折或社保卡核对。") % {"count": len(digits)})
        return digits


@dataclass(frozen=True)
class Day:
    """A day: a date cell, 1966-03-12, 1966.3.12, 1966年3月12日 or 19660312."""

    def __call__(self, cell):
        text = unicodedata.normalize("NFKC", text_of(cell)).replace(" ", "")
        found = _DAY.fullmatch(re.sub(r"T?00:00(:00)?$", "", text))
        try:
            return date(*map(int, found.groups()))
        except (AttributeError, ValueError):
            raise Wrong(_("应为年月日齐全的日期，如 1966-03-12 或 19660312，请改正。")) from None


@dataclass(frozen=True)
class Yuan:
    """An amount of yuan, as fen."""

    def __call__(self, cell):
        text = re.sub(r"[,¥元\s]", "", unicodedata.normalize("NFKC", text_of(cell)))
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text):
            raise Wrong(_("应为金额（元），最多两位小数，如 60 或 60.50，请改正。"))
        return int(Decimal(text) * 100)


@dataclass(frozen=True)
class Count:
    """A small whole number."""

    most: int

    def __call__(self, cell):
        text = unicodedata.normalize("NFKC", text_of(cell)).removesuffix(".0")
        if not re.fullmatch(r"\d{1,4}", text) or int(text) > self.most:
            raise Wrong(_("应为 0–%(most)s 的整数，请改正。") % {"most": self.most})
        return int(text)


@dataclass(frozen=True)
class Option:
    """One line of a drop-down: the digit a clerk types, the words, and what they mean."""

    code: str
    words: str | Promise
    value: object

    def __str__(self):
        return f"{self.code} {self.words}"


@dataclass(frozen=True)
class Choice:
    """One of a few options: the code, the words, or both as the drop-down writes them."""

    options: tuple[Option, ...]

    def __call__(self, cell):
        text = unicodedata.normalize("NFKC", text_of(cell)).removesuffix(".0")
        for option in self.options:
            if text in (option.code, str(option.words), str(option)):
                return option.value
        raise Wrong(_("只能填 %(options)s 之一，请从下拉列表选。") % {"options": _("、").join(map(str, self.options))})


@dataclass(frozen=True)
class DatedChoices:
    """Several options, each with its day and the unit that decided, where it is known: 计生困难家庭 2012-01-01 区卫健局；扶贫对象 2014-05-01; or 无.

    As ((value, day, unit), …), unit "" where none is named.
    """

    options: tuple[Option, ...]
    unit: Text = Text(60)

    def __call__(self, cell):
        text = text_of(cell)
        if text in ("无", "0", "0 无"):
            return ()
        return tuple(self._one(part.strip()) for part in re.split(r"[;；\n]", text) if part.strip())

    def _one(self, part):
        said = part.split()
        for option in self.options:
            for words in (said[:2], said[:1]):  # “1 计生困难家庭” before “1”
                if len(said) > len(words) and " ".join(words) in (option.code, str(option.words), str(option)):
                    day, *unit = said[len(words):]
                    return option.value, Day()(day), self.unit(" ".join(unit))
        raise Wrong(_("应写成“认定名称 日期 认定单位”，几项用分号隔开，如“计生困难家庭 2012-01-01 区卫健局”；单位不清楚的不写，没有填“无”。"))


def _long_number(cell):
    """The digits of a long number; Wrong where Excel has already dropped some."""
    text = unicodedata.normalize("NFKC", text_of(cell))
    was_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    if _SCIENTIFIC.fullmatch(text) or (was_number and len(text) > _EXACT_DIGITS):
        raise Wrong(_("Excel 已变成科学计数，末几位已丢失。请把列改为“文本”，再按证件重新填写。"))
    return text
