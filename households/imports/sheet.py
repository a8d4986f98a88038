"""Finds the heading row of a clerk's sheet and which of its columns is which of ours."""
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from households.imports.cells import text_of
from households.imports.columns import COLUMNS, EXPLANATION, VERSION
from households.imports.reading.reader import Unreadable

_LOOK_AT = 10  # rows that may stand above the headings
_STAMP = re.compile(r"利导家庭信息导入模板（版本 ([\d-]+)）")
STAMP = f"利导家庭信息导入模板（版本 {VERSION}）"


@dataclass(frozen=True)
class Layout:
    """Where things are on the sheet: `above` the rows over the headings, `keys` {position: key of our column}."""

    above: tuple
    headings: tuple
    keys: dict

    @property
    def unknown(self):
        """Headings of columns that are not read but given back."""
        return [text for place, text in enumerate(self.headings) if place not in self.keys and text and text != EXPLANATION]


def understood(rows):
    """(Layout, rows below the headings) of the rows of a file; Unreadable when the headings are not ours."""
    place = max(range(min(_LOOK_AT, len(rows))), key=lambda index: len(_matches(rows[index][1])))
    keys = _matches(rows[place][1])
    _refuse_other_version(rows[:place])
    if len(keys) < 2:
        raise Unreadable(_("前 %(rows)s 行里没有找到表头。请下载模板，按它的列名填写后再上传。") % {"rows": _LOOK_AT})
    _refuse_repeated(keys, rows[place][1])
    missing = [column.heading for column in COLUMNS if column.required and column.key not in keys.values()]
    if missing:
        names = "、".join(f"“{name}”" for name in missing)
        raise Unreadable(_("第 %(row)s 行的表头缺少%(names)s列。请下载模板，对照补上后再上传。") % {"row": rows[place][0], "names": names})
    below = rows[place + 1 :]
    if not below:
        raise Unreadable(_("表头下面没有数据。请填好后再上传。"))
    headings = tuple(_heading(cell) for cell in rows[place][1])
    return Layout(tuple(tuple(cells) for _number, cells in rows[:place]), headings, keys), below


def _matches(cells):
    known = {name: column.key for column in COLUMNS for name in (column.heading, *column.aliases)}
    return {place: known[_heading(cell)] for place, cell in enumerate(cells) if _heading(cell) in known}


def _heading(cell):
    """A heading without blanks, line breaks and the * of a required column."""
    return re.sub(r"[\s*＊]", "", text_of(cell)) if cell is not None else ""


def _refuse_other_version(above):
    for _number, cells in above:
        for cell in cells:
            stamp = _STAMP.search(text_of(cell)) if cell is not None else None
            if stamp and stamp[1] != VERSION:
                told = {"old": stamp[1], "new": VERSION}
                raise Unreadable(_("这份文件用的是 %(old)s 版模板，现用 %(new)s 版。请下载新模板，把数据粘贴过去后再上传。") % told)


def _refuse_repeated(keys, cells):
    for place, key in keys.items():
        other = next((earlier for earlier, same in keys.items() if earlier < place and same == key), None)
        if other is not None:
            raise Unreadable(
                _("“%(one)s”和“%(two)s”（第 %(first)s、%(second)s 列）是同一项内容，请只保留一列。")
                % {"one": _heading(cells[other]), "two": _heading(cells[place]), "first": other + 1, "second": place + 1}
            )
