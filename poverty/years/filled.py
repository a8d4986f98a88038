"""A township's villages as a workbook to fill in, and what a filled one says as cells of the entry grid. Nothing is written here.

The columns are those of the grid (VillageForm); other columns are not read.
"""
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts import stored, workbooks
from households.imports.cells import text_of
from households.imports.reading import reader
from poverty.years.forms import AnswerField, FenField, VillageForm

ROWS = 2000
_LOOK_AT = 10  # rows that may stand above the headings


@dataclass
class Filled:
    """`cells` of the grid by name, the villages they are of, and a sentence for every row or column that cannot be taken."""

    cells: dict = field(default_factory=dict)
    villages: set = field(default_factory=set)
    faults: list = field(default_factory=list)


def blank(villages):
    """The bytes of a workbook with a row for each village and nothing filled in."""
    rows = ([village.code, village.name, *[""] * len(VillageForm.base_fields)] for village in villages)
    with stored.in_chinese():
        return workbooks.made(_("村年度记录"), _headings(), rows)[0]


def read(content, villages):
    """The Filled of a file's bytes, for these villages; an empty cell says nothing. Raises reader.Unreadable."""
    table = reader.read(content)
    if len(table) > ROWS + _LOOK_AT:
        raise reader.Unreadable(_("文件有 %(count)s 行，一次最多 %(most)s 行，请分成几份。") % {"count": len(table), "most": ROWS})
    start, places = _found_headings(table)
    filled = Filled()
    by_word = {word: village for village in villages for word in (village.code, village.name)}
    for number, row in table[start + 1 :]:
        said = {key: text_of(row[place]) for place, key in places.items() if place < len(row) and row[place] is not None}
        if any(said.get(name) for name in VillageForm.base_fields):
            _take(filled, by_word, number, said)
    return filled


def _headings():
    """{heading: code, name or field of the grid}; a file is filled in Chinese, and amounts say that they are yuan."""
    with stored.in_chinese():
        found = {_("村代码"): "code", _("村（居）"): "name"}
        for name, of in VillageForm.base_fields.items():
            found[_("%(label)s（元）") % {"label": of.label} if isinstance(of, FenField) else str(of.label)] = name
        return found


def _found_headings(table):
    """(index of the heading row, {position: field, code or name})."""
    known = _headings()
    for index, (_number, row) in enumerate(table[:_LOOK_AT]):
        places = {place: known[text_of(cell)] for place, cell in enumerate(row) if cell is not None and text_of(cell) in known}
        if {"code", "name"} & set(places.values()) and len(places) > 1:
            return index, places
    raise reader.Unreadable(_("前 %(rows)s 行里没有找到表头。请下载模板，按它的列名填写后再上传。") % {"rows": _LOOK_AT})


def _take(filled, by_word, number, said):
    village = by_word.get(said.get("code", "").split(" ")[0]) or by_word.get(said.get("name", ""))
    if village is None:
        told = {"row": number, "village": said.get("code") or said.get("name") or "—"}
        filled.faults.append(_("第 %(row)s 行：“%(village)s”不是本乡镇的村（居），请按模板填村代码。") % told)
    elif village.code in filled.villages:
        filled.faults.append(_("第 %(row)s 行：%(village)s在文件里重复，请只留一行。") % {"row": number, "village": village.name})
    else:
        filled.villages.add(village.code)
        filled.cells |= {f"{village.code}-{name}": _typed(name, said[name]) for name in VillageForm.base_fields if said.get(name)}


def _typed(name, text):
    """A cell as the grid holds it: yes and no by their digits."""
    if not isinstance(VillageForm.base_fields[name], AnswerField):
        return text
    with stored.in_chinese():
        said = {_("是"): "1", _("1 是"): "1", "true": "1", _("否"): "2", _("2 否"): "2", "false": "2"}
    return said.get(text.lower(), text)
