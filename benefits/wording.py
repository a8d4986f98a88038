"""What schemes are called in the reader's language. Papers use the title as the circular has it."""
from django.utils.translation import gettext

from benefits import rules
from benefits.models.registrations import IN_KIND_SCHEMES


def ledger_titles():
    """{scheme code: title} of the schemes that have a ledger: what is money to pay here."""
    return {code: title for code, title in scheme_titles().items() if code not in IN_KIND_SCHEMES}


def scheme_titles():
    """{scheme code: title}."""
    return {scheme.code: gettext(scheme.title) for scheme in rules.schemes()}
