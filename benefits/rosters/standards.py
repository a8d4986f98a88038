"""调整公告与名单: the new standards for everybody, and what changes for the families of a township. No number, no birth date stands in either."""
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from benefits.rosters import amounts, codes, coverage, fitting, paging, paper, payout, roster, ruling
from benefits.rosters.payout import Column


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """A standard as it is announced; sums are fen."""

    serial: int
    name: str
    unit: str
    old_fen: int
    new_fen: int
    since: str
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a beneficiary is due of a scheme in the year the standards begin."""

    serial: int
    name: str
    household: str
    village: str
    scheme: str
    year: str
    old_fen: int
    new_fen: int
    more_fen: int


# A roster's page without its sums.
ROOM = payout.ROOM + 2 * payout.SUM_ROW
LAST_ROOM = payout.LAST_ROOM + 2 * payout.SUM_ROW + 2 * payout.TOTAL_ROW
_MONEY = (Column("old_fen", "原标准（元）", 28, "money"), Column("new_fen", "新标准（元）", 28, "money"))
COLUMNS = {
    Standard: (
        Column("serial", "序号", 9), Column("name", "标准", 92), Column("unit", "单位", 34), *_MONEY, Column("since", "自何日起", 28),
        Column("clause", "依据", 60),
    ),
    Change: (
        Column("serial", "序号", 9), Column("name", "姓名", 36), Column("household", "档案号", 44), Column("village", "村（居）", 36),
        Column("scheme", "扶助项目", 57), Column("year", "年度", 15), *_MONEY, Column("more_fen", "差额（元）", 26, "money"),
    ),
}  # fmt: skip


def render(the_paper, columns=None, *, day="公布日期"):
    """The PDF bytes of an announcement (a roster.Roster with rows of one kind): the same rows give the same bytes.

    `columns` of other rows, `day` what the day is called. MissingGlyph or Unmasked, each with a sentence that names the row, when it
    must not be printed.
    """
    columns = columns or COLUMNS[type(the_paper.rows[0])]
    check(the_paper, columns)
    notes = notes_of(the_paper)
    heights = [_height(row, columns) for row in the_paper.rows]
    last_room = LAST_ROOM - payout.NOTE_LINE * sum(map(len, notes))
    laid = paging.pages(the_paper.rows, heights=heights, room=ROOM, last_room=last_room, sums=())
    pages = [_page(page, columns) for page in laid]
    facts = [f"编制单位（盖章）：{the_paper.unit}", f"地区：{the_paper.place}", f"{day}：{the_paper.printed_on}", "单位：元"]
    context = {
        "roster": the_paper, "number_of": "编号", "columns": columns, "page_count": len(laid), "facts": facts, "facts_look": "", "notes": notes,
        "title": fitting.fit(
            the_paper.title, width_mm=payout.SHEET_MM - payout.BESIDE_TITLE_MM, sizes=fitting.TITLE_SIZES, stretch=fitting.BOLD
        ),
        "anchor": f"内容摘要 {the_paper.content_hash()[:16]}", "qr_image": codes.qr_image(the_paper.url),
    }  # fmt: skip
    parts = [
        (render_to_string("rosters/standards.html", {**context, "pages": part}), len(part))
        for part in (pages[first : first + payout.PART_PAGES] for first in range(0, len(pages), payout.PART_PAGES))
    ]
    drawings = {page["ruling"] for page in pages}
    return paper.make(parts, widths_mm={c.field: c.width_mm for c in columns}, drawings=drawings, identity=the_paper.content_hash())


def check(the_paper, columns):
    """Refuse what must not be printed, before any page is made."""
    texts = [(f"第 {row.serial} 行“{row.name}”的{column.heading}", _text(row, column)) for row in the_paper.rows for column in columns]
    roster.check_masked(texts)
    coverage.check([*the_paper.head_texts(), *texts])


def notes_of(the_paper):
    """The notes under the signatures, each in its lines."""
    said = [
        *the_paper.notes,
        "不印身份证号和出生日期。扫右上角二维码，或在核验页输入验证码、上传本文件，可知文件是否被改动；文件有数字签名。",
        f"内容摘要（SHA-256）{the_paper.content_hash()}",
    ]
    numbered = [f"{number}. {text}" for number, text in enumerate(said, 1)]
    return [fitting.fit(text, width_mm=payout.SHEET_MM, sizes=fitting.NOTE_SIZES).lines for text in numbered]


def _page(page, columns):
    heights = [_height(row, columns) for row in page.rows]
    every = tuple(range(1, len(columns)))
    bands = [
        ruling.Band((payout.HEADING / 10,), every, "#efefef"), ruling.Band(tuple(high / 10 for high in heights), every, heavy=True),
    ]  # fmt: skip
    return {
        "number": page.number, "last": page.last, "ruling": ruling.drawing([column.width_mm for column in columns], bands),
        "rows": mark_safe("".join(_markup(row, high, columns) for row, high in zip(page.rows, heights, strict=True))),
    }  # fmt: skip


def _markup(row, high, columns):
    cells = [payout.cell(_text(row, column), column) for column in columns]
    style = "" if high == payout.ROW else f' style="height:{high / 10}mm"'
    return f"<tr{style}>" + "".join(f'<td class="{look}">{escape(payout.LINE_END.join(lines))}</td>' for lines, look in cells) + "</tr>"


def _height(row, columns):
    lines = max(len(payout.fit(_text(row, column), column).lines) for column in columns)
    return max(payout.ROW, payout.AROUND_LINES + payout.LINES_OF_SMALL * lines)


def _text(row, column):
    value = getattr(row, column.field)
    return amounts.figures(value) if column.look == "money" else str(value)
