"""Cut the fonts of `assets/fonts` from their packages; assets/fonts/README.md names the packages and versions.

    python -m devtools.fonts FOLDER       FOLDER holds the unpacked packages
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from benefits.rosters import gb18030

FONTS = Path(__file__).parent.parent / "assets" / "fonts"
PUNCTUATION = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x2000, 0x2600)) | set(range(0x3000, 0x3040))
WIDE_FORMS = set(range(0xFF00, 0xFFF0))
FOR_PAGES = ["kern", "halt", "palt", "chws", "locl", "calt", "tnum", "pnum"]


def hanzi_of(codec):
    """The code points of a two-byte Chinese codec, hanzi and signs."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return {ord(char) for pair in pairs for char in pair.decode(codec, "ignore") if len(char) == 1 and ord(char) > 0x7F}


def cut(source, target, *, keep, features=()):
    """Write `target` with the characters of `source` that are in `keep` (None: all), without hinting, digits in columns."""
    options = subset.Options(layout_features=list(features), hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += ["FFTM", "BASE", "STAT", "vhea", "vmtx", "gasp"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(font.getBestCmap()) if keep is None else keep)
    cutter.subset(font)
    align_digits(font)
    font.save(target)
    print(f"{target.name}  {len(font.getBestCmap()):,} characters  {target.stat().st_size:,} bytes")


def align_digits(font):
    """Give all ten digits the width of the widest: sums stand under each other, and the serif's 1 is narrow."""
    digits = [name for code, name in font.getBestCmap().items() if 0x30 <= code <= 0x39]
    widest = max((font["hmtx"][name][0] for name in digits), default=0)
    for name in digits:
        width, left = font["hmtx"][name]
        inset = (widest - width) // 2
        font["glyf"][name].coordinates.translate((inset, 0))
        font["glyf"][name].recalcBounds(font["glyf"])
        font["hmtx"][name] = widest, left + inset


def main(folder):
    """Cut all five, the rare hanzi last: what the serif already has is left out of them."""
    serif_regular = next(folder.rglob("NotoSerifSC_400Regular.ttf"))
    gbk, gb2312 = hanzi_of("gbk") | PUNCTUATION | WIDE_FORMS, hanzi_of("gb2312") | PUNCTUATION | WIDE_FORMS
    cut(serif_regular, FONTS / "NotoSerifSC-Regular.ttf", keep=None)
    cut(next(folder.rglob("NotoSerifSC_700Bold.ttf")), FONTS / "NotoSerifSC-Bold.ttf", keep=gb2312)
    cut(next(folder.rglob("NotoSansSC_400Regular.ttf")), FONTS / "NotoSansSC-Regular.ttf", keep=gbk, features=FOR_PAGES)
    cut(next(folder.rglob("NotoSansSC_700Bold.ttf")), FONTS / "NotoSansSC-Bold.ttf", keep=gbk, features=FOR_PAGES)
    rare = gb18030.LEVEL_3 - set(TTFont(serif_regular, lazy=True).getBestCmap())
    cut(next(folder.rglob("HanaMinB.ttf")), FONTS / "HanaMinB.ttf", keep=rare)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
