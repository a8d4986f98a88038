"""How a text fits its place on paper: the size it stands at and the lines it is broken into. Nothing is ever clipped.

Lines are broken here and not by the layout, so that the height of a row is known before pages are filled.
"""
from dataclasses import dataclass
from functools import lru_cache

from benefits.rosters import typefaces

POINT_MM = 25.4 / 72
# Class of the stylesheet, its size in points, and the lines it may take; the last takes as many as it needs.
TEXT_SIZES = (("", 8, 1), ("close", 7.25, 1), ("small", 6.5, None))
MONEY_SIZES = (("", 8, 1), ("small", 6.5, 1), ("tiny", 5, 1), ("least", 4, None))
TITLE_SIZES = (("", 18 * 1.06, 1), ("close", 14, 1), ("small", 11, None))
FACT_SIZES = (("", 9, 1), ("small", 6.5, None))
WORDS_SIZES = (("", 10 * 1.04, 1), ("small", 7, None))
NOTE_SIZES = (("", 7, None),)
BOLD = 1.08  # how much wider bold stands
NEVER_FIRST = frozenset("，。、；：？！）〕】》”’·,.;:?!)]}%")
NEVER_LAST = frozenset("（〔【《“‘([")
GOOD_LAST = frozenset("·、， ")


@dataclass(frozen=True, slots=True)
class Fit:
    """The class of the stylesheet to print a text with, and the lines to print it in."""

    look: str
    lines: list[str]


@lru_cache(maxsize=4096)  # villages, schemes and sums repeat, and a row's height is asked before its cells are printed
def fit(text, *, width_mm, sizes=TEXT_SIZES, stretch=1.0):
    """The first of `sizes` at which `text` stands in `width_mm` of paper; `stretch` is how much wider than plain it is."""
    for look, size_pt, most in sizes:
        lines = broken(text, width_em=width_mm / (size_pt * stretch * POINT_MM))
        if most is None or len(lines) <= most:
            return Fit(look, lines)
    raise ValueError("the last size must take any number of lines")


def broken(text, *, width_em):
    """`text` in lines of at most `width_em`; after a dot, comma or space where that costs no line, else anywhere."""
    anywhere, after_dots = (_broken(text, width_em, after_dots) for after_dots in (False, True))
    return after_dots if len(after_dots) == len(anywhere) else anywhere


def flowed(text, *, width_em):
    """`text` in full lines of at most `width_em`, as a letter runs; figures and Latin words are not parted where they stand in a line."""
    lines = []
    while (end := _reach(text, width_em)) < len(text):
        while end > 1 and text[end] in NEVER_FIRST:
            end -= 1
        word = next((at for at in range(end, 0, -1) if not (_in_word(text[at - 1]) and _in_word(text[at]))), end)
        end = word if word > end // 2 else end
        while end > 1 and text[end - 1] in NEVER_LAST:
            end -= 1
        lines.append(text[:end])
        text = text[end:].removeprefix(" ")
    return [*lines, text]


def _in_word(char):
    return char.isascii() and char != " "


def _broken(text, width_em, after_dots):
    lines = []
    while (end := _reach(text, width_em)) < len(text):
        if after_dots:
            end = next((at for at in range(end, end // 2, -1) if text[at - 1] in GOOD_LAST), end)
        while end > 1 and text[end] in NEVER_FIRST:
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return [*lines, text]


def _reach(text, width_em):
    """How many characters stand in one line, at least one."""
    used = 0.0
    for at, char in enumerate(text):
        used += typefaces.width_em(char)
        if used > width_em and at:
            return at
    return len(text)
