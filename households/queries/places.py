"""Villages as a clerk names them."""
from dataclasses import dataclass
from functools import cache

from accounts import scope
from accounts.models import Jurisdiction
from accounts.queries import villages_of


@dataclass(frozen=True)
class Village:
    """A village and every spelling that means it: 青石镇柳沟村, 柳沟村, 柳沟, qslgc, lgc, lg, its code."""

    code: str
    name: str  # 青石镇 柳沟村
    hint: str  # initials
    spellings: frozenset


def is_inside(code, place):
    """True when a division code lies in the place (both 12 digits)."""
    low, high = scope.bounds(place)
    return low <= code < high


def villages(post):
    """The villages a post may enter families for."""
    return [_village(place.pk, place.name, place.parent.name) for place in villages_of(post)]


def names(codes):
    """{code: 青石镇 柳沟村} with one query; a place that is not on file keeps its code."""
    known = Jurisdiction.objects.select_related("parent").in_bulk(set(codes))
    return {code: f"{known[code].parent.name} {known[code].name}" if code in known and known[code].parent else code for code in codes}


def village_name(code):
    """青石镇 柳沟村."""
    return names([code])[code]


@cache
def _village(code, name, township):
    short = next((name.removesuffix(end) for end in ("社区", "村") if name.endswith(end)), name)
    initials, full = _initials(name), _initials(township[:-1] + name)
    spellings = frozenset({name, short, _initials(short), township + name, township[:-1] + name, initials, full, _initials(township + name), code})
    return Village(code, f"{township} {name}", full, spellings)


def _initials(text):
    from pypinyin import Style, lazy_pinyin  # a third of a second, which only who needs it waits for

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
