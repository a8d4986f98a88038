"""One cell's text as a value: days, money, numbers. Tolerant of how people type, strict about what cannot be."""
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from households import identity

_UNIT_LENGTH = 60
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class Unreadable(ValueError):
    """Says what is wrong with a cell and what to do."""


@dataclass(frozen=True)
class Holder:
    """What the number cell says of a person."""

    number: str | None
    born: date | None
    sex: str | None


def narrow(text):
    """Full-width letters, digits and signs as half-width ones, without space around."""
    return text.translate(_WIDE).strip()


def is_mask(text):
    """A stored number is shown as stars; posted back they mean: unchanged."""
    return bool(re.fullmatch(r"[*\s]*\*[*\s]*", text or ""))


def day(text):
    """A date typed as 20120501, 2012-5-1, 2012.05.01, 2012/5/1 or 2012年5月1日; None when empty."""
    plain = narrow(text)
    if not plain:
        return None
    parts = re.fullmatch(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?", plain)
    try:
        return date(*map(int, parts.groups()))
    except (AttributeError, ValueError):
        raise Unreadable(_("日期应写成 20120501 或 2012-05-01，请改正。")) from None


def fen(text):
    """Yuan with at most two decimals as integer fen; None when empty."""
    plain = re.sub(r"[,\s¥元]", "", narrow(text))
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain):
        raise Unreadable(_("金额应为元，最多两位小数，如 180.00，请改正。"))
    return int(Decimal(plain) * 100)


def year(text):
    """A calendar year, or the year of a day; None when empty."""
    plain = narrow(text)
    if re.fullmatch(r"(19|20)\d\d年?", plain):
        return int(plain[:4])
    found = day(plain)
    return found.year if found else None


def square_metres(text):
    """An area with at most two decimals; None when empty."""
    plain = re.sub(r"[,\s㎡]|平方米", "", narrow(text))
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", plain):
        raise Unreadable(_("面积应为平方米，最多两位小数，如 14.50，请改正。"))
    return Decimal(plain)


def place(text):
    """A division code of 6 to 12 digits, filled up to 12; None when empty."""
    plain = re.sub(r"\s", "", narrow(text))
    if not plain:
        return None
    if not re.fullmatch(r"[1-9]\d{5,11}", plain):
        raise Unreadable(_("居住地应填 6 至 12 位区划代码，不清楚的留空，请改正。"))
    return plain.ljust(12, "0")


def unit(text):
    """The name of an authority, up to 60 characters; "" when empty."""
    plain = narrow(text)
    if len(plain) > _UNIT_LENGTH:
        raise Unreadable(_("不能超过 %(length)s 个字，现有 %(count)s 个，请缩短。") % {"length": _UNIT_LENGTH, "count": len(plain)})
    return plain


def account(text):
    """Digits of an account number; spaces and hyphens are ignored."""
    plain = re.sub(r"[\s-]", "", narrow(text))
    if not re.fullmatch(r"\d*", plain):
        raise Unreadable(_("账号只能是数字，请改正。"))
    return plain


def holder(text):
    """An ID number, or for somebody who never had one the day of birth and 1 (male) or 2 (female): 198905202."""
    plain = re.sub(r"[\s-]", "", narrow(text))
    if not plain:
        return Holder(None, None, None)
    born = re.fullmatch(r"(\d{8})([12]?)", plain)
    if born:
        return Holder(None, day(born[1]), {"1": "male", "2": "female"}.get(born[2]))
    try:
        read = identity.parse(plain)
    except identity.NotAnIdentity as error:
        raise Unreadable(str(error)) from error
    return Holder(read.number, read.born, read.sex)
