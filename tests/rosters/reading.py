"""Read a paper back the way a screen reader does: through its structure, independently of what made it."""
import re
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

WIDE_MM = 25.4 / 72
HEX = re.compile(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A run of text: where it starts (mm from the left), how wide it is, in what font and size (pt)."""

    text: str
    left_mm: float
    width_mm: float
    font: str
    size: float


@dataclass
class Sheet:
    """One page: its texts in the order of its structure, the rows of its table, all its pieces."""

    texts: list[str]
    rows: list[list[str]]
    cells: list[list[list[Piece]]]
    pieces: list[Piece] = field(repr=False)

    @property
    def all_text(self):
        return "".join(piece.text for piece in self.pieces)


def read(pdf):
    """The sheets of a PDF (bytes)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        marked = [_marked(page) for page in document.pages]
        places = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        sheets = [Sheet([], [], [], [piece for pieces in page.values() for piece in pieces]) for page in marked]
        for element in document.Root.StructTreeRoot.K[0].K:
            _walk(element, sheets, marked, places)
        return sheets


def _walk(element, sheets, marked, places):
    """Lay the texts of one element of the structure on the sheet it belongs to."""
    number = places[element.Pg.objgen]
    sheet, tag = sheets[number], str(element.S)
    if tag == "/TR":
        cells = [_pieces(cell, marked[number]) for cell in element.K]
        sheet.cells.append(cells)
        sheet.rows.append(["".join(piece.text for piece in cell) for cell in cells])
    elif tag in ("/P", "/H1", "/Span", "/LI"):
        sheet.texts.append("".join(piece.text for piece in _pieces(element, marked[number])))
    else:
        for child in element.K:
            if not isinstance(child, int):
                _walk(child, sheets, marked, places)


def _pieces(element, marked):
    found = []
    for child in element.K if isinstance(element.get("/K"), pikepdf.Array) else []:
        found += marked.get(int(child), []) if isinstance(child, int) else _pieces(child, marked)
    return found


def _marked(page):
    """Marked content id → its pieces."""
    fonts = {name: _Font(font) for name, font in page.Resources.Font.items()}
    marks, marked, font, size, left = [], {}, None, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                marks.append(int(operands[1].get("/MCID", -1)))
            case "BMC":
                marks.append(-1)
            case "EMC":
                marks.pop()
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1]) * 0.75
            case "Tm":
                left = float(operands[4]) * 0.75
            case "TJ":
                codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                text, width = font.decode(codes)
                mark = next((mark for mark in reversed(marks) if mark >= 0), -1)
                piece = Piece(text, left * WIDE_MM, width * size * WIDE_MM, font.name, size)
                marked.setdefault(mark, []).append(piece)
    return marked


class _Font:
    """A font of the page: two-byte codes to characters and widths."""

    def __init__(self, font):
        (inner,) = font.DescendantFonts
        self.name = str(font.BaseFont)
        self.characters = {
            int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in HEX.findall(_mapping(font.ToUnicode.read_bytes().decode()))
        }
        self.widths = {}
        listed = list(inner.W)
        for first, widths in zip(listed[::2], listed[1::2], strict=True):
            self.widths |= {int(first) + step: float(width) / 1000 for step, width in enumerate(widths)}

    def decode(self, codes):
        numbers = [int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)]
        assert 0 not in numbers, "a box instead of a character"
        return "".join(self.characters[number] for number in numbers), sum(self.widths[number] for number in numbers)


def _mapping(cmap):
    """The lines between beginbfchar and endbfchar; WeasyPrint writes no ranges."""
    assert "bfrange" not in cmap
    return "".join(re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
