"""How symbols and figures are written on pages: {% load interface %}."""
import re
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import stored

register = template.Library()
_AMOUNT = re.compile(r"(?<![\d.,-])(\d{4,})(\.\d\d)(?![\d.])")


@register.simple_tag
def icon(name, label=""):
    """A symbol of static/icons.svg; without a label it is decoration and screen readers pass over it."""
    speech = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', speech, _symbols(), name)


@cache
def _symbols():
    """The address of the file; a page has thirty symbols."""
    return static("icons.svg")


@register.filter
def told(text):
    """Words the system wrote into a record, in the reader's language."""
    return stored.shown(text)


@register.filter
def ours(text):
    """What only the system writes (a job's fault, an import's problems, a run's questions), in the reader's language."""
    return stored.ours(text)


@register.filter
def yuan(amount_fen):
    """Integer fen as yuan with two decimals, groups of three and a real minus: -96000 is −960.00. None is a dash."""
    if amount_fen is None or amount_fen == "":
        return "—"
    if not isinstance(amount_fen, int):
        raise TypeError(f"yuan takes integer fen, not {amount_fen!r}")
    whole, fen = divmod(abs(amount_fen), 100)
    return f"{'−' if amount_fen < 0 else ''}{whole:,}.{fen:02d}"


@register.filter
def signed_yuan(amount_fen):
    """A difference: like yuan, with + in front of what is more."""
    return ("+" if isinstance(amount_fen, int) and amount_fen > 0 else "") + yuan(amount_fen)


@register.filter
def figures(sentence):
    """Amounts of a sentence with groups of three: `30000.00 + 20000.00 = 50000.00` is 30,000.00 + 20,000.00 = 50,000.00."""
    return _AMOUNT.sub(lambda found: f"{int(found[1]):,}{found[2]}", str(sentence))


@register.filter
def grouped(number):
    """A count with groups of three: 12301 is 12,301 (Django's own filters group by four in Chinese)."""
    return "—" if number is None else f"{number:,}"
