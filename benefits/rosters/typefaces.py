"""The fonts of papers: which characters they have and how wide these are.

A paper uses these files and no font of the machine. A county may add fonts for characters that neither has:
TrueType files in `DATA_DIR/fonts`, asked last, in the order of their names.
"""
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[2] / "assets" / "fonts"
FALLBACK_WIDTH_EM = 1.0


@dataclass(frozen=True)
class Typeface:
    """One font file and the family a stylesheet calls it by."""

    family: str
    path: Path
    weight: int = 400

    def rule(self):
        """Its @font-face rule."""
        return f'@font-face{{font-family:"{self.family}";font-weight:{self.weight};src:url("{self.path.as_uri()}")}}'


SONG = Typeface("Lidao Song", FOLDER / "NotoSerifSC-Regular.ttf")
SONG_BOLD = Typeface("Lidao Song", FOLDER / "NotoSerifSC-Bold.ttf", weight=700)
HEI = Typeface("Lidao Hei", FOLDER / "NotoSansSC-Regular.ttf")
RARE = Typeface("Lidao Rare", FOLDER / "HanaMinB.ttf")


def for_text():
    """The typefaces asked in turn for a character of running text."""
    added = sorted((Path(settings.DATA_DIR) / "fonts").glob("*.ttf"))
    return [SONG, RARE, *(Typeface(f"Lidao Added-{number}", path) for number, path in enumerate(added, 1))]


def needed_for(text):
    """The typefaces a paper with this text loads: the three of every paper, and of the others those it needs."""
    chars = set(text) - _chars_of(SONG)
    needed = [SONG, SONG_BOLD, HEI]
    for typeface in for_text()[1:]:
        if chars & _chars_of(typeface):
            needed.append(typeface)
            chars -= _chars_of(typeface)
    return needed


def lacking(text):
    """The characters of `text` that no typeface has, each once, in their order."""
    chars = dict.fromkeys(text)
    for typeface in for_text():
        if not chars:
            break
        chars = {char: None for char in chars if char not in _chars_of(typeface)}
    return list(chars)


def width_em(char):
    """How wide a character of running text stands, in em; a hanzi of the other fonts fills the square."""
    return _widths().get(char, FALLBACK_WIDTH_EM)


def _chars_of(typeface):
    return _read_chars(typeface.path, typeface.path.stat().st_mtime_ns)


@cache
def _read_chars(path, changed_ns):
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def _widths():
    with TTFont(SONG.path, lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): advances[glyph][0] / em for code, glyph in font.getBestCmap().items()}
