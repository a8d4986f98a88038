"""Sums on paper: figures, and 人民币大写 by the rules of banks."""
import re
from random import Random

import pytest

from benefits.rosters import amounts

WORDS = [
    (0, "零元整"), (1, "壹分"), (10, "壹角整"), (11, "壹角壹分"), (100, "壹元整"), (101, "壹元零壹分"), (110, "壹元壹角整"),
    (1000, "壹拾元整"), (1050, "壹拾元伍角整"), (10000, "壹佰元整"), (10110, "壹佰零壹元壹角整"), (10105, "壹佰零壹元零伍分"),
    (11000, "壹佰壹拾元整"), (100100, "壹仟零壹元整"), (101000, "壹仟零壹拾元整"), (110000, "壹仟壹佰元整"),
    (140950, "壹仟肆佰零玖元伍角整"), (600714, "陆仟零柒元壹角肆分"), (168032, "壹仟陆佰捌拾元叁角贰分"), (10700053, "壹拾万柒仟元伍角叁分"),
    (1640902, "壹万陆仟肆佰零玖元零贰分"), (32504, "叁佰贰拾伍元零肆分"), (1000000, "壹万元整"), (1000100, "壹万零壹元整"),
    (20050000, "贰拾万零伍佰元整"), (1000000000, "壹仟万元整"), (1000000100, "壹仟万零壹元整"), (10000000005, "壹亿元零伍分"),
    (10010000000, "壹亿零壹拾万元整"), (100000000000000, "壹万亿元整"), (100000100000000, "壹万亿零壹佰万元整"),
    (4198973, "肆万壹仟玖佰捌拾玖元柒角叁分"),
]
DIGITS = {char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")}


def parsed(words):
    """Words back to fen, by a reading of their own: section by section, unit by unit."""
    whole, _, rest = words.removeprefix("人民币").partition("元") if "元" in words else ("", "", words.removeprefix("人民币"))
    fen = sum(DIGITS[digit] * {"角": 10, "分": 1}[unit] for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([角分])", rest))
    return number(whole) * 100 + fen


def number(text):
    for unit, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        before, found, after = text.rpartition(unit)
        if found:
            return number(before) * size + number(after)
    return DIGITS[text.strip("零")] if text.strip("零") else 0


@pytest.mark.parametrize(("fen", "words"), WORDS)
def test_words_of(fen, words):
    assert amounts.in_words(fen) == "人民币" + words


def test_words_read_back_are_the_sum():
    random = Random(20261120)

    for digits in range(1, 17):
        for _ in range(200):
            fen = random.randrange(10**digits)
            assert parsed(amounts.in_words(fen)) == fen


def test_there_are_no_words_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        amounts.in_words(-1)


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (123456, "1,234.56"), (-123456, "-1,234.56"), (96000, "960.00")])
def test_figures_of(fen, text):
    assert amounts.figures(fen) == text
