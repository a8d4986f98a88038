"""No paper with boxes: a character without a glyph stops it before it is made, and is named."""
from benefits.rosters import typefaces

NAMED = 20  # how many places a sentence names


class MissingGlyph(Exception):
    """Names the characters and the rows they stand in, and says what to do."""

    def __init__(self, found):
        self.found = found
        places = "；".join(f"{where}：“{char}”（U+{ord(char):04X}）" for char, where in found[:NAMED])
        more = f"；等，共 {len(found)} 处" if len(found) > NAMED else ""
        self.sentence = (
            f"字库里没有下列字，不能制作清册。{places}{more}。请对照户口簿核对写法，写错的先更正；"
            "确是此字的，请系统管理员把含有此字的 TrueType 字库放进数据目录的 fonts 文件夹，再重新制作。"
        )
        super().__init__(self.sentence)


def missing(texts):
    """The characters no font has, as (char, where) in the order of `texts`, pairs of where and text."""
    texts = list(texts)
    lacking = set(typefaces.lacking("".join(text for _, text in texts)))
    if not lacking:
        return []
    return [(char, where) for where, text in texts for char in dict.fromkeys(text) if char in lacking]


def check(texts):
    """MissingGlyph when some character of `texts` (pairs of where and text) cannot be printed."""
    if found := missing(texts):
        raise MissingGlyph(found)
