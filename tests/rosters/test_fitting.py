"""Texts into their places."""
import pytest
from hypothesis import given
from hypothesis import strategies as some

from benefits.rosters import fitting, typefaces


def test_a_short_text_keeps_its_size():
    assert fitting.fit("王秀英", width_mm=23) == fitting.Fit("", ["王秀英"])


def test_a_name_of_twenty_stands_in_two_lines():
    fitted = fitting.fit("阿" * 20, width_mm=23.5)

    assert fitted.look == "small" and [len(line) for line in fitted.lines] == [10, 10]


def test_a_name_is_broken_after_its_dot():
    assert fitting.fit("阿卜杜热合曼·吐尔逊江", width_mm=23.5).lines == ["阿卜杜热合曼·", "吐尔逊江"]


def test_a_dot_costs_no_line():
    lines = fitting.fit("古丽娜扎尔·阿卜杜热合曼·吐尔逊江江江", width_mm=23.5).lines

    assert len(lines) == 2


def test_a_line_does_not_begin_with_a_comma():
    assert fitting.broken("一二三四，五", width_em=4) == ["一二三", "四，五"]


@pytest.mark.parametrize("text", ["99,999,999,999.99", "0.00", "1,234,567.89"])
def test_a_sum_is_never_broken(text):
    assert len(fitting.fit(text, width_mm=14.7, sizes=fitting.MONEY_SIZES, stretch=fitting.BOLD).lines) == 1


@given(some.text("王秀英·，A1 。", max_size=60), some.floats(2, 12))
def test_no_line_is_too_wide_and_nothing_is_lost(text, width_em):
    lines = fitting.broken(text, width_em=width_em)

    assert "".join(lines) == text
    assert all(sum(map(typefaces.width_em, line)) <= width_em for line in lines)


def test_digits_stand_under_each_other():
    assert len({typefaces.width_em(digit) for digit in "0123456789"}) == 1


def test_a_letter_runs_to_the_end_of_its_lines_and_parts_no_figure():
    assert fitting.flowed("您领取的资金多发了1,080.00元。", width_em=11) == ["您领取的资金多发了", "1,080.00元。"]
    assert fitting.flowed("一二三（四五", width_em=4) == ["一二三", "（四五"]
