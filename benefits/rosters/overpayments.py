"""追回告知书: a letter about money that was paid too much, from its first line to who signs. No number and no birth date stand in it."""
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from benefits.rosters import amounts, codes, coverage, fitting, paper, payout, roster, ruling
from benefits.rosters.payout import Column


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A period, or all of them together; sums are fen: what was paid, is due, is too much, came back of it, is still to come back."""

    period: str
    scheme: str
    paid_fen: int
    due_fen: int
    over_fen: int
    back_fen: int
    open_fen: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What the letter says under one heading, paragraph by paragraph."""

    heading: str
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter(roster.Roster):
    """A notice as it is printed: the Periods are its rows, the part after `opening` is the table."""

    to: str
    opening: str
    table: str  # its heading
    parts: tuple[Part, ...]


# Tenths of a millimetre, as in templates/rosters/roster.css.
SHEET, HEAD, LINE, HEADING, HEADINGS, ROW, SIGNATURES = 2680, 224, 68, 84, 88, 80, 290
WIDTH_MM = 162
BODY_EM = WIDTH_MM / (12 * fitting.POINT_MM)
_CELLS = (("", 10, 1), ("close", 8.5, 2), ("small", 7, None))
_LINES_OF = {"": 50, "close": 36, "small": 30}
_WIDE = (
    Column("period", "应发期间", 38), Column("scheme", "扶助项目", 58), Column("paid_fen", "已发（元）", 22, "money"),
    Column("due_fen", "应发（元）", 22, "money"), Column("over_fen", "多发（元）", 22, "money"),
)  # fmt: skip
_NARROW = (
    *(replace(column, width_mm=width) for column, width in zip(_WIDE, (30, 37, 19, 19, 19), strict=True)),
    Column("back_fen", "已退回", 19, "money"), Column("open_fen", "尚需退还", 19, "money"),
)  # fmt: skip


def render(letter):
    """The PDF bytes of a Letter: the same letter gives the same bytes.

    MissingGlyph or Unmasked, each with a sentence that says where, when it must not be printed.
    """
    columns = _NARROW if any(row.back_fen for row in letter.rows) else _WIDE
    check(letter, columns)
    notes = _notes(letter)
    laid = _pages(_blocks(letter, columns), last_room=SIGNATURES + payout.NOTE_LINE * sum(map(len, notes)))
    context = {
        "roster": letter, "number_of": "编号", "columns": columns, "page_count": len(laid), "notes": notes, "facts_look": "",
        "facts": [f"出具单位：{letter.unit}", f"出具日期：{letter.printed_on}"],
        "title": fitting.fit(letter.title, width_mm=WIDTH_MM - payout.BESIDE_TITLE_MM, sizes=fitting.TITLE_SIZES, stretch=fitting.BOLD),
        "anchor": f"内容摘要 {letter.content_hash()[:16]}", "qr_image": codes.qr_image(letter.url),
        "pages": [_page(number, blocks, columns, last=number == len(laid)) for number, blocks in enumerate(laid, 1)],
    }  # fmt: skip
    drawings = {picture for page in context["pages"] for picture in page["drawings"]}
    parts = [(render_to_string("rosters/letter.html", context), len(laid))]
    return paper.make(parts, widths_mm={c.field: c.width_mm for c in columns}, drawings=drawings, identity=letter.content_hash())


def check(letter, columns):
    """Refuse what must not be printed, before any page is made."""
    texts = [("称呼", letter.to), ("首段", letter.opening), ("表题", letter.table)]
    texts += [(f"“{part.heading}”", text) for part in letter.parts for text in (part.heading, *part.said)]
    texts += [(f"{row.period}的{column.heading}", _text(row, column)) for row in letter.rows for column in columns]
    roster.check_masked(texts)
    coverage.check([*letter.head_texts(), *texts])


@dataclass(frozen=True, slots=True)
class _Block:
    """What is not parted by the end of a page: a paragraph, or a row of the table; `stays` with the next one."""

    height: int
    markup: str
    is_row: bool = False
    stays: bool = False


def _blocks(letter, columns):
    """The letter from its first line to its last."""
    found = [_paragraph(letter.to, "to"), _paragraph(f"　　{letter.opening}", "opening"), _heading(letter.table)]
    found += [_row(row, columns) for row in letter.rows]
    for part in letter.parts:
        found += [_heading(part.heading), *(_paragraph(f"　　{text}") for text in part.said)]
    found[-1] = replace(found[-1], stays=True)
    return found


def _paragraph(text, look="said"):
    lines = fitting.flowed(text, width_em=BODY_EM if look == "said" else BODY_EM / fitting.BOLD)
    return _Block(LINE * len(lines), f'<p class="{look}">{"<br/>".join(map(escape, lines))}</p>')


def _heading(text):
    return _Block(HEADING, f'<p class="heading">{escape(text)}</p>', stays=True)


def _row(row, columns):
    cells = [(column, fitting.fit(_text(row, column), width_mm=column.width_mm - payout.PADDING_MM, sizes=_CELLS)) for column in columns]
    high = max(ROW, *(20 + _LINES_OF[fitted.look] * len(fitted.lines) for _column, fitted in cells))
    inner = "".join(f'<td class="{column.look} {fitted.look}">{"<br/>".join(map(escape, fitted.lines))}</td>' for column, fitted in cells)
    return _Block(high, f'<tr style="height:{high / 10}mm">{inner}</tr>', is_row=True)


def _pages(blocks, *, last_room):
    """The blocks of each page. The signatures (`last_room`) never stand on a page alone, nor a heading at the foot of one."""
    pages, page, used = [], [], 0
    for number, block in enumerate(blocks):
        begins_table = block.is_row and not (page and page[-1].is_row)
        needed = block.height + HEADINGS * begins_table
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        after = 0 if not block.stays else last_room if following is None else following.height + HEADINGS * following.is_row
        if page and used + needed + after > SHEET - HEAD:
            pages.append(page)
            page, used, needed = [], 0, block.height + HEADINGS * block.is_row
        page.append(block)
        used += needed
    return [*pages, page]


def _page(number, blocks, columns, *, last):
    """What the template prints of one page: its blocks, rows next to each other as one table on its own drawing."""
    markup, drawings, at = [], [], 0
    while at < len(blocks):
        rows = []
        while at < len(blocks) and blocks[at].is_row:
            rows.append(blocks[at])
            at += 1
        if rows:
            drawings.append(_ruling(rows, columns))
            markup.append(_table(rows, columns, drawings[-1]))
        else:
            markup.append(blocks[at].markup)
            at += 1
    return {"number": number, "last": last, "drawings": drawings, "markup": mark_safe("".join(markup))}


def _table(rows, columns, drawing):
    widths = "".join(f'<col class="{column.field}"/>' for column in columns)
    headings = "".join(f'<th scope="col">{column.heading}</th>' for column in columns)
    inner = "".join(row.markup for row in rows)
    head = f"<colgroup>{widths}</colgroup><thead><tr>{headings}</tr></thead>"
    return f'<table style="background-image:url({drawing})">{head}<tbody class="rows">{inner}</tbody></table>'


def _ruling(rows, columns):
    every = tuple(range(1, len(columns)))
    bands = [
        ruling.Band((HEADINGS / 10,), every, "#efefef"), ruling.Band(tuple(row.height / 10 for row in rows), every, heavy=True),
    ]  # fmt: skip
    return ruling.drawing([column.width_mm for column in columns], bands)


def _text(row, column):
    value = getattr(row, column.field)
    return amounts.figures(value) if column.look == "money" else value


def _notes(letter):
    said = [
        "本书不印身份证号和出生日期。扫右上角二维码，或在核验页输入验证码、上传本文件，可知文件是否被改动；文件有数字签名。",
        f"内容摘要（SHA-256）{letter.content_hash()}",
    ]
    return [fitting.fit(f"注 {number}. {text}", width_mm=WIDTH_MM, sizes=fitting.NOTE_SIZES).lines for number, text in enumerate(said, 1)]
