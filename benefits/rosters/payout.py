"""发放清册: who is paid what in one payout run, for the bank, the archive and the auditor."""
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from benefits.rosters import amounts, codes, coverage, fitting, paging, paper, roster, ruling

SUMS = ("due_fen", "arrears_fen", "recovered_fen", "paid_fen")


class WrongSum(Exception):
    """A row whose parts do not add up to what it pays; nothing is printed."""

    def __init__(self, row):
        self.sentence = (
            f"第 {row.serial} 行“{row.name}”的应发加补发减扣回不等于实发，不能制作清册。请退回批次，核对这一行后重新提交。"
        )
        super().__init__(self.sentence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One payout as it was frozen. `id_mask` and `account_mask` come masked; sums are fen."""

    serial: int
    name: str
    id_mask: str
    village: str
    scheme: str
    category: str = ""
    standard: str  # 960.00 元/年
    period: str  # 2026年 or 2026年1—6月
    due_fen: int
    arrears_fen: int = 0
    recovered_fen: int = 0
    paid_fen: int
    bank: str
    account_mask: str
    remark: str = ""

    @property
    def scheme_and_category(self):
        """扶助项目 with its 类别."""
        return f"{self.scheme}·{self.category}" if self.category else self.scheme

    @property
    def where(self):
        """How a message names this row."""
        return f"第 {self.serial} 行“{self.name}”"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it prints, its heading, its width on paper and how it stands."""

    field: str
    heading: str
    width_mm: float
    look: str = "centre"


COLUMNS = (
    Column("serial", "序号", 9),
    Column("name", "姓名", 25.3),
    Column("id_mask", "身份证号码", 27),
    Column("village", "村组", 24.2),
    Column("scheme_and_category", "项目·类别", 24),
    Column("standard", "标准", 20),
    Column("period", "发放期间", 21.5),
    Column("due_fen", "应发（元）", 20, "money"),
    Column("arrears_fen", "补发（元）", 16.5, "money"),
    Column("recovered_fen", "扣回（元）", 16.5, "money"),
    Column("paid_fen", "实发（元）", 21, "money"),
    Column("bank", "开户行", 22),
    Column("account_mask", "账号", 14),
    Column("remark", "签字 / 备注", 18),
)
MONEY = [column for column in COLUMNS if column.look == "money"]
PADDING_MM = 1.8
# Tenths of a millimetre, as in templates/rosters/roster.css.
HEADING, ROW, LINES_OF_SMALL, AROUND_LINES, SUM_ROW, TOTAL_ROW, NOTE_LINE = 88, 71, 28, 6, 64, 70, 34
ROOM, LAST_ROOM = 20 * ROW, 1060
PART_PAGES = 10  # 200 rows
LINE_END = "\n"
SHEET_MM, BESIDE_TITLE_MM, WORDS_MM = 279, 34, 122


def render(the_roster, *, part_pages=PART_PAGES):
    """The paper of a payout run as PDF bytes: the same roster gives the same bytes.

    `part_pages` are laid out at a time, so that a long roster needs no more memory than a short one.
    MissingGlyph, Unmasked or WrongSum, each with a sentence that names the row, when it must not be printed.
    """
    check(the_roster)
    laid = lay_out(the_roster)
    common = context(the_roster, laid)
    pages = [page_of(page) for page in laid]
    parts = [
        (render_to_string("rosters/payout.html", {**common, "pages": part}), len(part))
        for part in (pages[first : first + part_pages] for first in range(0, len(pages), part_pages))
    ]
    rulings = {page["ruling"] for page in pages}
    return paper.make(parts, widths_mm={c.field: c.width_mm for c in COLUMNS}, drawings=rulings, identity=the_roster.content_hash())


def check(the_roster):
    """Refuse what must not be printed, before any page is made."""
    for row in the_roster.rows:
        if row.due_fen + row.arrears_fen - row.recovered_fen != row.paid_fen:
            raise WrongSum(row)
    texts = [(f"{row.where}的{column.heading}", text_of(row, column)) for row in the_roster.rows for column in COLUMNS]
    roster.check_masked(texts)
    coverage.check([*the_roster.head_texts(), *texts])


def lay_out(the_roster):
    """The pages of the roster, with their sums."""
    room_for_notes = NOTE_LINE * sum(map(len, notes(the_roster)))
    return paging.pages(
        the_roster.rows,
        heights=[height(row) for row in the_roster.rows],
        room=ROOM,
        last_room=LAST_ROOM - room_for_notes,
        sums=SUMS,
    )


def height(row):
    """How high a row stands (tenths of a millimetre): one line, or as many small ones as its longest text needs."""
    lines = max(len(fit(text_of(row, column), column).lines) for column in COLUMNS)
    return max(ROW, AROUND_LINES + LINES_OF_SMALL * lines)


def fit(text, column, *, stretch=1.0):
    """How a text stands in a column."""
    sizes = fitting.MONEY_SIZES if column.look == "money" else fitting.TEXT_SIZES
    return fitting.fit(text, width_mm=column.width_mm - PADDING_MM, sizes=sizes, stretch=stretch)


def text_of(row, column):
    """A field as it is printed; a sum of nothing is left empty but for what is due and paid."""
    value = getattr(row, column.field)
    if column.look != "money":
        return str(value)
    return amounts.figures(value) if value or column.field in ("due_fen", "paid_fen") else ""


def context(the_roster, laid):
    """What templates/rosters/payout.html prints on every page."""
    total = laid[-1].running
    facts = head_facts(the_roster)
    return {
        "roster": the_roster,
        "title": fitting.fit(
            the_roster.title, width_mm=SHEET_MM - BESIDE_TITLE_MM, sizes=fitting.TITLE_SIZES, stretch=fitting.BOLD
        ),
        "facts": facts,
        "facts_look": fitting.fit("　　".join(facts), width_mm=SHEET_MM, sizes=fitting.FACT_SIZES).look,
        "columns": COLUMNS,
        "page_count": len(laid),
        "total": sums(total),
        "count": count(the_roster),
        "in_words": fitting.fit(
            amounts.in_words(total["paid_fen"]), width_mm=WORDS_MM, sizes=fitting.WORDS_SIZES, stretch=fitting.BOLD
        ),
        "notes": notes(the_roster),
        "anchor": f"内容摘要 {the_roster.content_hash()[:16]}",
        "qr_image": codes.qr_image(the_roster.url),
    }


def head_facts(the_roster):
    """The line under the title."""
    day = the_roster.printed_on
    return [
        f"编制单位（盖章）：{the_roster.unit}",
        f"发放地区：{the_roster.place}",
        f"发放期间：{the_roster.period}",
        f"填报日期：{day.year} 年 {day.month} 月 {day.day} 日",
        "单位：元",
    ]


def page_of(page):
    """What the template prints of one page."""
    heights = [height(row) for row in page.rows]
    return {
        "number": page.number,
        "last": page.last,
        "ruling": ruling_of(heights, last=page.last),
        "rows": mark_safe("".join(map(markup_of, page.rows, heights))),
        "sums": [("本页小计", sums(page.subtotals)), ("累　　计", sums(page.running))],
    }


def markup_of(row, high):
    """The cells of a row, `high` tenths of a millimetre; made here, for a template takes four times as long."""
    cells = [cell(text_of(row, column), column) for column in COLUMNS]
    style = "" if high == ROW else f' style="height:{high / 10}mm"'
    return f"<tr{style}>" + "".join(f'<td class="{look}">{escape(LINE_END.join(lines))}</td>' for lines, look in cells) + "</tr>"


def ruling_of(heights, *, last):
    """The drawing of a page's table; `heights` of its rows in tenths of a millimetre."""
    every, sums, words = tuple(range(1, len(COLUMNS))), (7, 8, 9, 10, 11), (7,)
    bands = [
        ruling.Band((HEADING / 10,), every, "#efefef"),
        ruling.Band(tuple(high / 10 for high in heights), every, heavy=True),
        ruling.Band((SUM_ROW / 10, SUM_ROW / 10), sums, "#f7f7f7", heavy=True),
    ]
    if last:
        bands += [ruling.Band((TOTAL_ROW / 10,), sums, "#efefef"), ruling.Band((TOTAL_ROW / 10,), words, "#efefef")]
    return ruling.drawing([column.width_mm for column in COLUMNS], bands)


def cell(text, column, *, stretch=1.0):
    """The lines of a text and the classes they are printed with."""
    fitted = fit(text, column, stretch=stretch)
    return fitted.lines, f"{column.look} {fitted.look}".rstrip()


def sums(fen):
    """The four sums as they stand in bold."""
    return [cell(amounts.figures(fen[column.field]), column, stretch=fitting.BOLD) for column in MONEY]


def count(the_roster):
    """How many persons, and how many rows where these differ."""
    rows = len(the_roster.rows)
    return f"{the_roster.people} 人" if the_roster.people == rows else f"{the_roster.people} 人 {rows} 笔"


def notes(the_roster):
    """The notes under the signatures, each in its lines: the roster's own, then how to check the paper."""
    said = [
        *the_roster.notes,
        "身份证号、账号只印后四位。扫右上角二维码，或在核验页输入验证码、上传本文件，可知清册是否被改动或已被替代；文件有数字签名，签名后的任何改动都能查出。",
        f"内容摘要（SHA-256）{the_roster.content_hash()}",
    ]
    if the_roster.journal_head:
        said.append(f"批准时留痕簿末块摘要 {the_roster.journal_head}")
    numbered = [f"{number}. {text}" for number, text in enumerate(said, 1)]
    return [fitting.fit(text, width_mm=SHEET_MM, sizes=fitting.NOTE_SIZES).lines for text in numbered]
