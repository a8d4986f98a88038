"""The table's lines are one drawing: it has to be as high and as wide as the rows it divides, on every page."""
import base64
import re
from io import BytesIO

import pikepdf
import pytest
import weasyprint.draw

from benefits.rosters import payout, ruling
from tests.rosters import builders

MM = 96 / 25.4


def laid_out(monkeypatch, roster):
    """(table's box, its drawing) of every page, as they are drawn."""
    drawn = []
    draw = weasyprint.draw.draw_table
    monkeypatch.setattr(weasyprint.draw, "draw_table", lambda stream, table: (drawn.append(table), draw(stream, table))[1])
    payout.render(roster)
    return [(table, page["ruling"]) for table, page in zip(drawn, map(payout.page_of, payout.lay_out(roster)), strict=True)]


@pytest.mark.parametrize("name", ["王秀英", "古丽娜扎尔·阿卜杜热合曼·吐尔逊江江江" * 3])
def test_lines_stand_where_the_rows_do(monkeypatch, name):
    roster = builders.a_roster([builders.a_row(serial, name=name if serial % 4 == 0 else "刘志国") for serial in range(1, 31)])

    for table, address in laid_out(monkeypatch, roster):
        svg = base64.b64decode(address.partition(",")[2]).decode()
        (width, height) = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
        levels = {round(float(level), 2) for level in re.findall(r"M0 ([\d.]+)H", svg)}
        rows = [row for group in table.children for row in group.children]
        tops = {round((row.position_y - table.position_y) / MM, 2) for row in rows}

        assert (round(table.width / MM, 2), round(table.height / MM, 2)) == (width, height)
        assert tops == levels


def test_lines_are_no_content_for_a_reader(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        marks = []
        for operands, operator in pikepdf.parse_content_stream(document.pages[0]):
            if str(operator) in ("BMC", "BDC"):
                marks.append(str(operands[0]))
            elif str(operator) == "EMC":
                marks.pop()
            elif str(operator) == "Do" and document.pages[0].Resources.XObject[operands[0]].Subtype == "/Form":
                assert "/Artifact" in marks


def test_lines_stop_where_cells_are_joined():
    address = ruling.drawing([10, 20, 30], [ruling.Band((5,), (1, 2)), ruling.Band((4, 4), (2,), "#eee", heavy=True)])

    svg = base64.b64decode(address.partition(",")[2]).decode()

    assert "M10 0V5" in svg and "M30 0V5" in svg and "M30 5V13" in svg and "M10 5" not in svg
    assert 'd="M0 5H60"/>' in svg  # the heavy line
    assert "M0 9H60" in svg
