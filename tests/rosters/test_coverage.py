"""Which characters a paper can print."""
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from benefits.rosters import coverage, gb18030, payout, typefaces
from tests.rosters import builders, reading


def test_every_hanzi_of_gb18030_level_3_can_be_printed():
    hanzi = "".join(map(chr, gb18030.LEVEL_3))

    assert len(hanzi) == 87_887
    assert coverage.missing([("字表", hanzi)]) == []


def test_what_is_missing_is_named_with_its_place():
    found = coverage.missing([("第 1 行", "王秀英"), ("第 2 行", "王\U0002ebf0\U0002ebf0"), ("第 3 行", "a\u200b")])

    assert found == [("\U0002ebf0", "第 2 行"), ("\u200b", "第 3 行")]


def test_a_line_break_or_control_character_is_missing_too():
    assert coverage.missing([("姓名", "王\n\t\x00")]) == [("\n", "姓名"), ("\t", "姓名"), ("\x00", "姓名")]


def test_many_are_said_in_one_bearable_sentence():
    stopped = coverage.MissingGlyph([("\U0002ebf0", f"第 {row} 行") for row in range(500)])

    assert len(stopped.sentence) < 1500 and "共 500 处" in stopped.sentence


def test_a_county_can_add_a_font_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "fonts").mkdir()
    font_with("\U0002ebf0", tmp_path / "fonts" / "own.ttf")
    rows = [builders.a_row(1, name="王\U0002ebf0")]

    (sheet,) = reading.read(payout.render(builders.a_roster(rows)))

    assert sheet.rows[1][1] == "王\U0002ebf0"
    assert any(piece.font.endswith("Lidao-Added-1") for piece in sheet.pieces)


def font_with(char, path):
    """A TrueType font that has one character: a square."""
    pen = TTGlyphPen(None)
    for point, draw in (((100, 0), pen.moveTo), ((100, 800), pen.lineTo), ((900, 800), pen.lineTo), ((900, 0), pen.lineTo)):
        draw(point)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({ord(char): "square"})
    font.setupGlyf({".notdef": square, "square": square})
    font.setupHorizontalMetrics({".notdef": (1000, 100), "square": (1000, 100)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Own", "styleName": "Regular", "psName": "Own-Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    font.save(path)


def test_the_rare_font_is_loaded_only_for_who_needs_it():
    assert typefaces.RARE not in typefaces.needed_for("王秀英")
    assert typefaces.RARE in typefaces.needed_for("李𪚥")
