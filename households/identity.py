"""公民身份号码 (GB 11643-1999): length, date and check digit; what they say; and the one mask.

The area is a hint on screen and never an error: division codes were abolished and created.
"""
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
FULL_MASK = "*" * 18


@dataclass(frozen=True)
class Identity:
    """What an ID number says of its holder."""

    number: str
    born: date
    sex: str  # "male" | "female"
    upgraded: bool = False  # written with 15 digits


class NotAnIdentity(ValueError):
    """Says what is wrong with a number and what to do; the number itself is not repeated."""


def parse(text):
    """The Identity in what a person typed; NotAnIdentity with one sentence otherwise."""
    number = re.sub(r"[\s\-]", "", text).replace("ｘ", "X").replace("*", "X").replace(".", "X").upper()
    upgraded = bool(re.fullmatch(r"\d{15}", number))
    if upgraded:
        number = number[:6] + "19" + number[6:]
        number += check_digit(number)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise NotAnIdentity(_("身份证号应为 18 位，末位可为 X，现有 %(count)s 位，请与证件原件核对。") % {"count": len(number)})
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NotAnIdentity(_("身份证号第 7–14 位不是有效日期，请与证件原件核对。")) from None
    if number[17] != check_digit(number[:17]):
        raise NotAnIdentity(_("身份证号末位校验码不符，请与证件原件核对。"))
    return Identity(number, born, "male" if int(number[16]) % 2 else "female", upgraded)


def check_digit(seventeen):
    """The 18th character for the first seventeen."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True)) % 11]


def stands_in(text):
    """Whether 18 characters of a text are an ID number: its date is one and its check digit is right. Codes that only look like one are not.

    A disability certificate has two digits behind it.
    """
    text = unicodedata.normalize("NFKC", text)
    found = {number for words in (text, re.sub(r"[\s\-]", "", text)) for number in re.findall(r"(?<!\d)(\d{17}[\dXx])(?:[1-7][1-4])?(?!\d)", words)}
    return any(_is_valid(number) for number in found)


def _is_valid(number):
    try:
        return bool(parse(number))
    except NotAnIdentity:
        return False


def mask(number, *, with_birth):
    """The number as pages and papers may show it: the last four digits, and none where the exact birth date stands too."""
    return FULL_MASK if with_birth else "*" * 14 + number[-4:]


def mask_name(name):
    """A name on a list that leaves the house: the first character, the others as stars."""
    return name[:1] + "*" * (len(name) - 1)
