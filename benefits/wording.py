"""What schemes are called in the reader's language. Papers use the title as the circular has it."""
from django.utils.translation import gettext

from benefits import rules


def scheme_titles():
    """{scheme code: title}."""
    return {scheme.code: gettext(scheme.title) for scheme in rules.schemes()}
