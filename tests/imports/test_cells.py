"""What one cell may hold, and what is said of one that holds something else."""
from datetime import date

import pytest

from households.imports import cells
from households.imports.cells import Wrong
from households.imports.columns import BY_KEY, COLUMNS
from tests.imports.workbooks import a_number

NUMBER = a_number(date(1965, 3, 2), "female")


def parse(key, cell):
    return BY_KEY[key].parse(cell)


def wrong(key, cell):
    with pytest.raises(Wrong) as refused:
        parse(key, cell)
    return str(refused.value)


@pytest.mark.parametrize("cell", [NUMBER, f" {NUMBER} ", f"'{NUMBER}", f'="{NUMBER}"', NUMBER.lower(), f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"])
def test_number_is_read_however_it_was_kept_as_text(cell):
    assert parse("number", cell).number == NUMBER


def test_full_width_digits_are_read():
    wide = "".join(chr(ord(character) + 0xFEE0) for character in NUMBER)

    assert parse("number", wide).number == NUMBER


@pytest.mark.parametrize("cell", [9.99001196503020e17, 999001196503020032, "9.99001E+17", "9.99001e17"])
def test_number_excel_has_cut_short_is_told_so(cell):
    assert wrong("number", cell) == "Excel 已变成科学计数，末几位已丢失。请把列改为“文本”，再按证件重新填写。"
    assert wrong("account", cell).startswith("Excel 已变成科学计数")


def test_old_number_of_fifteen_digits_is_read_even_as_a_number():
    assert parse("number", 999001650302001).number.startswith("99900119650302001")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("99900119590231001X", "第 7–14 位不是有效日期"),
        (NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"), "末位校验码不符"),
        (NUMBER[:17], "现有 17 位"),
    ],
)
def test_wrong_number_is_told_why_and_not_repeated(cell, words):
    sentence = wrong("number", cell)

    assert words in sentence
    assert cell not in sentence


DAYS = ["1966-03-12", "1966.3.12", "1966/3/12", "1966年3月12日", "19660312", 19660312, "１９６６－０３－１２"]


@pytest.mark.parametrize("cell", [["date", "1966-03-12"], ["date", "1966-03-12T00:00:00"], *DAYS])
def test_day_is_read_in_every_way_of_writing_it(cell):
    assert parse("born", cell) == date(1966, 3, 12)


@pytest.mark.parametrize("cell", ["1966-02-30", "1966-03", "1966", 24178, "03/12/1966", "三月", True])
def test_what_is_no_whole_day_is_refused(cell):
    assert "年月日齐全的日期" in wrong("born", cell)


@pytest.mark.parametrize(("cell", "fen"), [(60, 6000), (60.5, 6050), (0.1, 10), ("1,234.56", 123456), ("￥60 元", 6000), ("60.00", 6000)])
def test_amount_is_whole_fen(cell, fen):
    assert parse("living_subsidy", cell) == fen


@pytest.mark.parametrize("cell", [-1, 60.555, "六十", "1e3"])
def test_what_is_no_amount_is_refused(cell):
    assert "应为金额（元）" in wrong("living_subsidy", cell)


@pytest.mark.parametrize("cell", ["1", 1, 1.0, "1 农业户口", "农业户口", "１"])
def test_option_is_its_code_its_words_or_both(cell):
    assert parse("hukou", cell) == "rural"


def test_unknown_option_is_told_the_options():
    assert wrong("hukou", "3") == "只能填 1 农业户口、2 非农业户口 之一，请从下拉列表选。"


@pytest.mark.parametrize(
    ("cell", "name"), [("张　三", "张三"), (" 阿依古丽·买买提 ", "阿依古丽·买买提"), ("John Smith", "John Smith"), ("㛃𬭚", "㛃𬭚")]
)
def test_name_keeps_its_letters(cell, name):
    assert parse("name", cell) == name


@pytest.mark.parametrize("cell", ["=1+1", "张三1", "@SUM(A1)", "+86", "张三（大）", 5])
def test_what_is_no_name_is_refused(cell):
    assert "姓名只含文字" in wrong("name", cell)


def test_statuses_are_names_with_days_and_who_decided_where_it_is_known():
    assert parse("status", "计生困难家庭 2012-01-01；1 计生困难家庭 2013-01-01 张店区 卫生健康局；扶贫对象 20140501") == (
        ("fp_hardship", date(2012, 1, 1), ""),
        ("fp_hardship", date(2013, 1, 1), "张店区 卫生健康局"),
        ("poverty_target", date(2014, 5, 1), ""),
    )
    assert parse("status", "无") == ()
    for cell in ("计生困难家庭", "2012-01-01", "无此认定 2012-01-01"):
        assert "认定名称 日期" in wrong("status", cell)
    assert "不能超过 60 个字" in wrong("status", f"计生困难家庭 2012-01-01 {'局' * 61}")


def test_text_has_a_length_and_one_line():
    assert "不能超过 20 个字" in wrong("group", "组" * 21)
    assert parse("address", "柳沟村\n12 号") == "柳沟村 12 号"
    assert "控制字符" in wrong("address", "柳沟\x07村")


def test_long_numbers_are_cut_out_of_words():
    assert cells.without_numbers(f"证号 {NUMBER}，卡 6217 0000 0000 1234，电话 13900000000") == "证号 …，卡 …，电话 13900000000"


def test_whole_numbers_lose_their_decimal_point():
    assert (cells.text_of(3), parse("children", 3), parse("children", "3.0")) == ("3", 3, 3)
    assert "0–20" in wrong("children", 21)


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.sample], ids=lambda column: column.key)
def test_sample_of_the_template_is_itself_accepted(column):
    column.parse(column.sample)
