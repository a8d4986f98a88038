"""Names are sorted and found by pinyin, surnames read as surnames."""
import pytest

from households import pinyin


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("单建民", "sjm"),
        ("曾秀英", "zxy"),
        ("仇志远", "qzy"),
        ("解大勇", "xdy"),
        ("区小兰", "oxl"),
        ("查文斌", "zwb"),
        ("覃桂花", "qgh"),
        ("乐平", "yp"),
        ("阚立新", "klx"),
        ("祭红", "zh"),
        ("乜海", "nh"),
        ("尉明", "wm"),
        ("尉迟敬", "ycj"),
        ("单于林", "cyl"),
        ("万俟春", "mqc"),
        ("欧阳修", "oyx"),
        ("令狐冲", "lhc"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, initials):
    assert pinyin.initials(name)[0] == initials


def test_other_readings_of_the_first_character_are_found_too():
    assert {"sjm", "djm", "cjm"} <= set(pinyin.initials("单建民"))


def test_names_sort_as_in_a_pinyin_dictionary():
    names = ["曾秀英", "安红", "单建民", "薄云", "张桂兰", "卜算"]

    assert sorted(names, key=pinyin.sort_key) == ["安红", "薄云", "卜算", "单建民", "曾秀英", "张桂兰"]


def test_no_name_has_more_spellings_than_there_are_indexes():
    assert all(len(pinyin.initials(name)) <= 3 for name in ("单军", "沈军", "折军", "重军", "隗军", "令狐军"))
