"""The sentences of an answer as an English page says them."""
import functools
import re

from benefits.rules.sentences import spoken
from devtools import catalogue

_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
SENTENCES = ("text", "because", "sum")


def left_in_chinese(answer):
    """[(Chinese, English that still holds some)] of an answer about people without Chinese names; quotations of documents stay as they are."""
    said = {text: spoken(text, _in_english) for text in _sentences(answer)}
    return [(text, english) for text, english in said.items() if _CHINESE.search(english)]


def _sentences(part):
    if isinstance(part, dict):
        for name, value in part.items():
            if name in SENTENCES and isinstance(value, str):
                yield value
            else:
                yield from _sentences(value)
    elif isinstance(part, list):
        for value in part:
            yield from _sentences(value)


def _in_english(template):
    return _catalogue().get(template, template)


@functools.cache
def _catalogue():
    return {message.id: message.string for message in catalogue.kept() if isinstance(message.id, str)}
