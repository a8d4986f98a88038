"""Keys for sorting and searching names by pinyin, with surnames read as surnames."""
from functools import lru_cache

# Surnames whose reading differs from the character's usual one (《现代汉语词典》 readings marked 姓).
SURNAMES = {
    "单": "shan4", "曾": "zeng1", "仇": "qiu2", "解": "xie4", "区": "ou1", "查": "zha1", "覃": "qin2", "乐": "yue4",
    "任": "ren2", "华": "hua4", "朴": "piao2", "盖": "ge3", "翟": "zhai2", "缪": "miao4", "尉": "wei4", "宓": "mi4",
    "员": "yun4", "冼": "xian3", "郇": "xun2", "逄": "pang2", "句": "gou1", "折": "she2", "黑": "he4", "秘": "bi4",
    "纪": "ji3", "燕": "yan1", "宁": "ning4", "召": "shao4", "种": "chong2", "重": "chong2", "晟": "cheng2", "訾": "zi1",
    "牟": "mu4", "过": "guo1", "洗": "xian3", "隗": "wei3", "澹": "tan2", "万": "wan4", "葛": "ge3", "令": "ling2",
    "阚": "kan4", "薄": "bo2", "祭": "zhai4", "乜": "nie4", "卜": "bu3", "占": "zhan1", "那": "na1", "哈": "ha3",
    "都": "du1", "干": "gan1", "相": "xiang4", "撒": "sa3", "要": "yao1",
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "长孙": "zhang3 sun1", "澹台": "tan2 tai2", "单于": "chan2 yu2",
}  # fmt: skip


def sort_key(name):
    """Syllables with tones, so that names order as in a pinyin dictionary: 单雄信 -> "shan4 xiong2 xin4"."""
    head, rest = _surname(name)
    return " ".join([*head, *_syllables(rest)])


def initials(name):
    """Every spelling by initials somebody may type, the surname's reading first: 单雄信 -> ["sxx", "dxx", "cxx"]."""
    head, rest = _surname(name)
    spellings = ["".join(syllable[:1] for syllable in (*head, *_syllables(rest)))]
    if name:
        tail = "".join(syllable[:1] for syllable in _syllables(name[1:]))
        spellings += [reading[:1] + tail for reading in _readings(name[0])]
    return list(dict.fromkeys(spelling.lower() for spelling in spellings if spelling))


@lru_cache(maxsize=20_000)
def _syllables(text):
    from pypinyin import Style, lazy_pinyin  # a third of a second, which only who needs it waits for

    return tuple(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


@lru_cache(maxsize=5_000)
def _readings(character):
    from pypinyin import Style, pinyin

    return pinyin(character, heteronym=True, style=Style.NORMAL)[0]


def _surname(name):
    """(syllables of the surname, given name): read apart, for no word is made of both."""
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading:
            return reading.split(), name[length:]
    return list(_syllables(name[:1])), name[1:]
