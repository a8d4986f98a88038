"""What looks like a whole ID or account number in words somebody wrote: free texts refuse it, and the journal, which forgets nothing, keeps none.

15 to 19 digits in one run (an ID number of either length, a card, a passbook; the 18th may be X), or set apart as ID and card numbers are
(370303-19620312-1234, 6217 0000 0000 1234). A file number (370303101201-000012), a 文号, an electronic receipt of 20 digits and a digest are none;
a disability certificate of 20 digits is one, for it begins with the ID number.
"""
import re

_IDENTITY = r"\d{6}[\s-]?(?:18|19|20)\d\d[\s-]?(?:0[1-9]|1[0-2])[\s-]?(?:0[1-9]|[12]\d|3[01])[\s-]?\d{3}[\dXxＸｘ](?:\d\d)?"
_CARD = r"\d{4}(?:[\s-]\d{4}){3}(?:[\s-]?\d{1,3})?"
_WHOLE = re.compile(rf"(?P<digest>\b[0-9a-f]{{32,}}\b)|(?<!\d)(?:\d{{17}}[XxＸｘ]|\d{{15,19}}|{_IDENTITY}|{_CARD})(?!\d)")


def holds(text):
    """Whether the words hold what looks like a whole number."""
    return any(found["digest"] is None for found in _WHOLE.finditer(text))


def cut(value):
    """The words, or whatever a list or dict holds of words, with … where a whole number stood."""
    if isinstance(value, dict):
        return {cut(name): cut(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [cut(one) for one in value]
    return _WHOLE.sub(lambda found: found["digest"] or "…", value) if isinstance(value, str) else value
