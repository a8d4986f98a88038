"""The workbook of an opening balance: its columns, the template, and what is read from a file. Shapes only; `matching` looks at the world."""
import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts import workbooks
from benefits import wording
from households import identity
from households.cells import values

MOST_ROWS = 5000


@dataclass(frozen=True)
class Column:
    """A column of the workbook: the key of its values, its Chinese heading (a file is Chinese whoever makes it), and whether it must be filled."""

    key: str
    heading: str
    width: int
    required: bool = True


COLUMNS = (
    Column("number", "身份证号", 22), Column("name", "姓名", 12), Column("scheme", "扶助项目", 34), Column("category", "类别", 16, required=False),
    Column("enjoying_since", "享受起始月", 12), Column("first", "发放起月", 12), Column("last", "发放止月", 12),
    Column("paid_fen", "实发金额", 14), Column("due_fen", "应发金额", 14, required=False),
    Column("holder_name", "户名", 12, required=False), Column("bank", "开户行", 20, required=False), Column("account", "账号", 24, required=False),
)  # fmt: skip
HEADINGS = {column.key: column.heading for column in COLUMNS}
_MONTH = re.compile(r"(\d{4})\s*(?:[-./年]\s*)?(\d{1,2})\s*月?(?:[-./]\d{1,2}.*)?")


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row, under which heading, and what to do."""

    row: int
    heading: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as it was typed, read: months are first days, `until` the first day after; sums are fen."""

    row: int
    number: str
    name: str
    scheme: str
    category: str
    enjoying_since: date
    since: date
    until: date
    paid_fen: int
    due_fen: int
    holder_name: str
    bank: str
    account: str


class Unlike(Exception):
    """The file is not the template: says which headings are missing."""

    def __init__(self, headings):
        self.sentence = _("文件缺少“%(headings)s”列，请下载模板，把数据粘贴过去后再上传。") % {"headings": _("、").join(headings)}
        super().__init__(self.sentence)


def template():
    """An empty workbook with the headings (content)."""
    return workbooks.made("期初结转", [(column.heading, column.width) for column in COLUMNS], [])[0]


def read(rows):
    """([Row], [Problem]) of [(row number, [cell])] as the reader gives them. Unlike when it is another table."""
    (_number, headings), *rest = rows
    places = {str(heading).strip(): place for place, heading in enumerate(headings) if heading not in (None, "")}
    missing = [column.heading for column in COLUMNS if column.heading not in places]
    if missing:
        raise Unlike(missing)
    found, problems = [], []
    schemes = {title: code for code, title in wording.ledger_titles().items()} | {code: code for code in wording.ledger_titles()}
    for number, cells in rest:
        typed = {column.key: _text(cells, places[column.heading]) for column in COLUMNS}
        if any(typed.values()):
            row = _row(number, typed, schemes, problems)
            if row:
                found.append(row)
    return found, problems


def _row(number, typed, schemes, problems):
    before = len(problems)

    def say(key, sentence):
        problems.append(Problem(number, HEADINGS[key], str(sentence)))

    for column in COLUMNS:
        if column.required and not typed[column.key]:
            say(column.key, _("没有填写。"))
    said = {}
    for key, parse in _PARSERS.items():
        if typed[key]:
            try:
                said[key] = parse(typed[key])
            except ValueError as error:
                say(key, error)
    if typed["scheme"] and typed["scheme"] not in schemes:
        say("scheme", _("没有叫“%(title)s”的扶助项目，请照“核算批次”页的名称填写。") % {"title": typed["scheme"][:40]})
    if len(problems) > before:
        return None
    until = _next_month(said["last"])
    if until <= said["first"]:
        say("last", _("早于发放起月。"))
    if said["enjoying_since"] > said["first"]:
        say("enjoying_since", _("晚于发放起月。"))
    due_fen = said.get("due_fen", said["paid_fen"])
    if due_fen <= 0:
        say("due_fen", _("应发金额应大于 0。"))
    if due_fen < said["paid_fen"]:
        say("due_fen", _("小于实发金额：已发的都视为应发，多发的请在启用后按错发办理。"))
    if len(problems) > before:
        return None
    texts = {key: typed[key] for key in ("name", "category", "holder_name", "bank")}
    return Row(
        row=number, number=said["number"], scheme=schemes[typed["scheme"]], enjoying_since=said["enjoying_since"], since=said["first"], until=until,
        paid_fen=said["paid_fen"], due_fen=due_fen, account=said.get("account", ""), **texts,
    )  # fmt: skip


def _text(cells, place):
    cell = cells[place] if place < len(cells) else None
    return "" if cell is None else values.narrow(str(cell)).strip()


def _month(text):
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        raise ValueError(_("请按“年-月”填写，如 2024-06。"))
    return date(int(found[1]), int(found[2]), 1)


def _next_month(first):
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _identity(text):
    return identity.parse(text).number


_PARSERS = {
    "number": _identity, "enjoying_since": _month, "first": _month, "last": _month, "paid_fen": values.fen, "due_fen": values.fen,
    "account": values.account,
}  # fmt: skip
