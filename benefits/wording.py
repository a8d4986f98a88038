"""What the rules say, in the reader's language. Papers and what is stored use the Chinese of the circulars."""
from django.utils.translation import get_language

from accounts.stored import gettext
from benefits import rules
from benefits.models.registrations import WITHOUT_LEDGER
from benefits.rules.sentences import spoken


def ledger_titles():
    """{scheme code: title} of the schemes that have a ledger: what is money to pay here."""
    return {code: title for code, title in scheme_titles().items() if code not in WITHOUT_LEDGER}


def confirmed_titles():
    """{scheme code: title} of what a person is due from the day the county confirmed it (PC-36)."""
    asked = {scheme.code for scheme in rules.schemes() if scheme.beneficiary == "person" and scheme.confirmed}
    return {code: title for code, title in ledger_titles().items() if code in asked}


def scheme_titles():
    """{scheme code: title}."""
    return {scheme.code: gettext(scheme.title) for scheme in rules.schemes()}


def told(answer):
    """An answer of the rules, or any part of one, with its sentences in the reader's language."""
    return answer if get_language() == "zh-hans" else _told(answer)


def unusable(error):
    """An Unusable input in one sentence: where and what."""
    return gettext("%(where)s：%(what)s") % {"where": error.place, "what": told(error.sentence)}


def _told(part):
    if isinstance(part, dict):
        return {name: _told(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_told(value) for value in part]
    return spoken(part, gettext)
