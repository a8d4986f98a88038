"""Words the system itself writes into records: in Chinese whoever acts, shown in the reader's language.

`kept` gives the text that is stored, `shown` what a page says of it, `in_chinese` surrounds what tells a record in words. `ours` reads what
only the system writes (problems a worker found, questions of a run) by the messages of the catalogue. A sentence of this `gettext` is told to
whoever acts and recorded as `chinese` has it.
"""
import re
from functools import cache, lru_cache

from django.utils import translation
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop, trans_real

from benefits.rules.sentences import Sentence, spoken

_PATTERNS = (
    gettext_noop("录入"),
    gettext_noop("登记新情况"),
    gettext_noop("账户变更"),
    gettext_noop("登记离任"),
    gettext_noop("登记离婚"),
    gettext_noop("建档时更正"),
    gettext_noop("另立户"),
    gettext_noop("由外县移交 %(number)s"),
    gettext_noop("另定继承领款人"),
    gettext_noop("另定起算日"),
    gettext_noop("成建制转非，仍界定为农村居民户口：%(source)s"),
    gettext_noop("%(source)s；经办失误：%(error)s"),
    gettext_noop("新增 %(name)s"),
    gettext_noop("%(name)s 与户主关系"),
    gettext_noop("撤回外县移交 %(number)s"),
    gettext_noop("%(name)s 收款账户"),
    gettext_noop("Excel 导入 %(number)s 第 %(row)s 行"),
    gettext_noop("按 %(number)s 更新"),
    gettext_noop("撤销 %(number)s"),
    gettext_noop("校验 %(name)s"),
    gettext_noop("导入 %(name)s"),
    gettext_noop("确认前重新录入"),
    gettext_noop("更正后的记录已确认"),
    gettext_noop("拟制发放批次 %(number)s"),
    gettext_noop("制作清册 %(number)s（%(place)s）"),
    gettext_noop("核算 %(number)s（%(county)s）"),
    gettext_noop("模拟核算 %(number)s"),
    gettext_noop("多次中断后停止，请联系系统管理员。"),
    gettext_noop("处理中断（%(error)s）。"),
    gettext_noop("测算 %(number)s"),
    gettext_noop("制作 %(number)s"),
    gettext_noop("检查 %(year)s 年动态调整指数"),
    gettext_noop("未录入当事人的身份证号，无法核对这项一次性补助是否已经发放。"),
    gettext_noop("这项一次性补助已有申领记录，请核实后再办。"),
    gettext_noop("该人员已不在任何家庭档案中，原应发记录保留，请核实其去向。"),
    gettext_noop("档案中已没有这对夫妻的婚姻记录，原应发记录保留，请核实后补录婚姻情况。"),
    gettext_noop("由新批准的办法代替"),
    gettext_noop("低保月度名单 %(number)s"),
    gettext_noop("读取 %(name)s"),
    gettext_noop("读取已取消。"),
    gettext_noop("登记 %(number)s"),
    gettext_noop("扶贫系统交换 %(number)s"),
    gettext_noop("查看之后这一户的档案有变动，没有登记，请用下一份文件。"),
    gettext_noop("%(document)s（%(day)s 收到）"),
    gettext_noop("该村已没有经确认的年度记录，原应发记录保留，请补录并确认。"),
)


def kept(pattern, **told):
    """The Chinese sentence of a pattern above, as it is kept."""
    if pattern not in _PATTERNS:
        raise KeyError(pattern)
    return pattern % told if told else pattern


def shown(text):
    """A kept text in the reader's language; what a person wrote is shown as they wrote it."""
    if not text or translation.get_language() == "zh-hans":
        return text
    for pattern, known in _known():
        found = known.fullmatch(text)
        if found:
            return translate(pattern) % found.groupdict() if found.groupdict() else translate(pattern)
    return text


def in_chinese():
    """What is told in words inside the block goes into a record."""
    return translation.override("zh-hans")


def ours(text):
    """A text that is the system's own in the reader's language: the message it was made from is found again by its words."""
    language = translation.get_language()
    return text if not text or language == "zh-hans" else _again(text, language)


@lru_cache(maxsize=4096)
def _again(text, language):
    exact, patterns = _messages(language)
    if text in exact:
        return exact[text]
    for known, words in patterns:
        found = known.fullmatch(text)
        if found:
            return words % {name: _again(value, language) for name, value in found.groupdict().items()}
    return _parts_again(text, language)


def _parts_again(text, language):
    """What was listed by the list's own signs, part by part: 已脱贫，因病；2025 年家庭收入 …"""
    sign = next((sign for sign in _SIGNS if sign in text), None)
    return translate(sign).join(_again(part, language) for part in text.split(sign)) if sign else text


@cache
def _messages(language):
    """({Chinese: words}, [(pattern, words)] of messages with something put into them, those that say most first)."""
    exact, patterns = {}, []
    for key, words in trans_real.translation(language)._catalog.items():
        message, form = key if isinstance(key, tuple) else (key, 1)
        if form != 1 or not _HAN.search(message):
            continue
        exact[message] = words
        if _NAMED.search(message) and len(_HAN.findall(message)) > 1:
            patterns.append((len(_NAMED.sub("", message)), message, words))
    return exact, [(_pattern(message), words) for _length, message, words in sorted(patterns, reverse=True)]


class _Told(Sentence):
    """A sentence in the language it is told in."""

    def __mod__(self, given):
        return _told(str.__mod__(self, given), self.template, given)

    def join(self, parts):
        parts = tuple(parts)
        return _told(str.join(self, map(str, parts)), self.template, parts)


def gettext(message):
    """Django's, in a text that remembers its message and what is put into it."""
    return _told(translate(message), message, {})


def in_both(chinese, message):
    """A text that is Chinese as somebody else made it; in another language a message of the catalogue stands for it (None: nothing does)."""
    return _told(chinese if message is None or translation.get_language() == "zh-hans" else translate(message), chinese, {})


def of_rules(sentence):
    """A sentence of the rules, told like those of `gettext`."""
    return _told(spoken(sentence, translate), sentence.template, sentence.given) if isinstance(sentence, Sentence) else sentence


def chinese(text):
    """A sentence of `gettext` in Chinese; whatever else as it is."""
    with in_chinese():
        return str(spoken(text, str))


def _told(text, template, given):
    told = _Told(text)
    told.template, told.given = template, given
    return told


@cache
def _known():
    return [(pattern, _pattern(pattern)) for pattern in _PATTERNS]


def _pattern(message):
    """What a text made from a message looks like; a name that stands twice holds the same."""
    seen, parts, at = set(), [], 0
    for named in _NAMED.finditer(message):
        name = named[1]
        parts += [re.escape(message[at : named.start()]), f"(?P={name})" if name in seen else f"(?P<{name}>.+)"]
        seen.add(name)
        at = named.end()
    return re.compile("".join([*parts, re.escape(message[at:])]), re.DOTALL)


_SIGNS = (gettext_noop("；"), gettext_noop("，"))
_NAMED, _HAN = re.compile(r"%\((\w+)\)s"), re.compile(r"[\u4e00-\u9fff]")
