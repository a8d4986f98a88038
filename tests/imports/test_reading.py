"""Whatever a file holds, reading it ends in rows or in one sentence; never in a crash."""
import os

import pytest

from households.imports import sheet
from households.imports.columns import COLUMNS, EXPLANATION, VERSION
from households.imports.reading import child, envelope, guard, reader
from tests.imports.hostile import FILES, a_raw_workbook
from tests.imports.workbooks import a_csv, an_xlsx, two_girls

KEYS = [column.key for column in COLUMNS]


def refusal(content):
    with pytest.raises(reader.Unreadable) as refused:
        sheet.understood(reader.read(content))
    return refused.value.sentence


def names(content):
    layout, rows = sheet.understood(reader.read(content))
    place = next(place for place, key in layout.keys.items() if key == "name")
    return [cells[place] for _number, cells in rows]


@pytest.mark.parametrize("name", FILES)
def test_wrong_file_ends_in_one_sentence(name):
    make, words = FILES[name]

    sentence = refusal(make())

    assert words in sentence
    assert sentence.endswith("。")
    assert "！" not in sentence


def test_file_above_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reader, "_ask_child", None)

    assert "21 MB，超过 20 MB" in refusal(bytes(20 * 1024 * 1024 + 1))


def test_child_that_dies_is_a_sentence_too(monkeypatch):
    monkeypatch.setattr(reader, "_WAIT_SECONDS", 0.001)

    assert "过大" in refusal(an_xlsx(two_girls()))


CONFESSION = """
import io, json, os, resource as r, sys
from households.imports.reading import child
out, sys.stdout = sys.stdout, io.StringIO()
child.main()
limits = [r.getrlimit(which)[1] for which in (r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_AS)]
out.write(json.dumps({"rows": [limits, sorted(os.environ)]}))
"""


def test_child_has_little_memory_little_time_and_no_secret(monkeypatch):
    monkeypatch.setattr(reader, "_CHILD", ("-c", CONFESSION))

    limits, names_of_environment = reader.read(b"a,b")

    assert limits == [child.CPU_SECONDS, 0, child.MEMORY_BYTES]
    assert "LIDAO_KEYS" in os.environ
    assert not {name for name in names_of_environment if name.startswith(("LIDAO", "DATABASE", "REDIS", "SECRET"))}


def test_far_cell_without_content_does_no_harm():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert reader.read(a_raw_workbook(rows)) == [[1, ["a"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_in_every_encoding_excel_writes(encoding):
    rows = [*two_girls(), two_girls()[1] | {"name": "㛃𬭚"}]

    assert names(a_csv(rows, encoding=encoding)) == ["刘志国", "张桂兰", "刘芳", "刘敏", "㛃𬭚"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_with_every_delimiter(delimiter):
    assert names(a_csv(two_girls(), delimiter=delimiter)) == ["刘志国", "张桂兰", "刘芳", "刘敏"]


def test_character_that_does_not_belong_names_its_line():
    assert "第 4 行" in refusal(a_csv(two_girls()[:2]) + b"\xff\xff")


def test_workbook_of_another_version_is_named():
    assert f"2019-01 版模板，现用 {VERSION} 版" in refusal(an_xlsx(two_girls(), above=("利导家庭信息导入模板（版本 2019-01）",)))


def test_clerks_own_workbook_needs_no_stamp_and_may_hold_more():
    content = an_xlsx([two_girls()[0] | {"档案柜": "3 号"}], above=("青石镇摸底表", "2026 年"), extra=("档案柜",))

    layout, rows = sheet.understood(reader.read(content))

    assert [number for number, _cells in rows] == [4]
    assert layout.unknown == ["档案柜"]


def test_column_of_explanations_is_passed_over():
    layout, _rows = sheet.understood(reader.read(an_xlsx(two_girls(), extra=(EXPLANATION,))))

    assert layout.unknown == []


def test_missing_heading_is_named():
    columns = [column for column in COLUMNS if column.key not in ("number", "name")]
    rows = [{key: value for key, value in row.items() if key not in ("number", "name")} for row in two_girls()]

    assert "第 2 行的表头缺少“姓名”、“身份证号”列" in refusal(an_xlsx(rows, columns=columns))


def test_same_heading_twice_is_named():
    assert "“姓名”和“姓名”" in refusal(an_xlsx(two_girls(), extra=("姓名",)))


def test_sheet_without_our_headings_is_refused():
    assert "没有找到表头" in refusal(b"a,b\n1,2\n3,4\n")


def test_headings_without_rows_are_refused():
    assert "表头下面没有数据" in refusal(an_xlsx([]))


def test_limits_are_those_that_are_told():
    assert (envelope.ENTRIES, envelope.UNPACKED_BYTES, envelope.RATIO) == (200, 300 * 1024**2, 100)
    assert (guard.ROWS, guard.COLUMNS) == (20_000, 100)
    assert len(COLUMNS) < guard.COLUMNS
