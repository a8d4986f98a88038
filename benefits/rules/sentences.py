"""What the rules say: Chinese texts that remember how they were made, so that a page can say them in another language.

Answers, what is stored and papers hold a Sentence as the Chinese text it is. Templates are messages of the catalogue (locale/).
"""
from __future__ import annotations

from collections.abc import Callable, Iterable


class Sentence(str):
    """A text with its template and what was put into it: a dict, or the parts a separator joins."""

    __slots__ = ("given", "template")

    template: str
    given: dict | tuple


def say(template: str, /, **given) -> Sentence:
    """`say("%(name)s 在世", name="张三")`; what is given may be a Sentence itself."""
    sentence = Sentence(template % given if given else template)
    sentence.template, sentence.given = template, given
    return sentence


def joined(separator: str, parts: Iterable[str]) -> str:
    """Texts one after the other; the separator is a template too ("" when there is nothing to join)."""
    parts = tuple(parts)
    if len(parts) < 2:
        return parts[0] if parts else ""
    sentence = Sentence(separator.join(parts))
    sentence.template, sentence.given = separator, parts
    return sentence


def spoken(text: object, translate: Callable[[str], str]) -> object:
    """A Sentence in the language of `translate` (a gettext); whatever else as it is."""
    if not isinstance(text, Sentence):
        return text
    template = translate(text.template) if text.template else ""
    if isinstance(text.given, tuple):
        return template.join(str(spoken(part, translate)) for part in text.given)
    return template % {name: spoken(value, translate) for name, value in text.given.items()} if text.given else template
