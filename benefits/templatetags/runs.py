"""How runs and what is due are written on pages: {% load runs %}."""
from datetime import timedelta
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from benefits import beneficiaries
from benefits.models import Run
from benefits.policies_table import names
from benefits.runs import queries, sheets

register = template.Library()

_STATES = {"simulated": "info", "approved": "info", "blocked": "warning", "published": "ok", "discarded": "bad"}


@register.filter
def titled(key, names):
    """What a key is called, the key itself when nobody says."""
    return names.get(key, key)


@register.filter
def called(row, names):
    """Whose a row is."""
    return beneficiaries.owner(row, names)


@register.filter
def township(row, names):
    """The township a row's village belongs to."""
    return names.get(row.division_code[:9] + "000", "")


@register.filter
def months(period):
    """A half-open period as its first and last month: 2026-01 至 2026-12."""
    first, last = period.since, period.until - timedelta(days=1)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return _("%(first)s 至 %(last)s") % {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}


@register.filter
def level(component):
    """Which level of government bears a part."""
    words = {"nation": _("中央"), "province": _("省级"), "city": _("市级"), "county": _("县级"), "unspecified": _("文件未分层级")}
    return words.get(component, component)


@register.filter
def difference(run):
    """All a computed run would add to the book, in fen."""
    return sum(row["due_fen"] - row["booked_fen"] for row in run.totals.values())


@register.simple_tag
def run_state(run):
    return format_html('<span class="tag {}">{}</span>', _STATES.get(run.state, ""), Run.State(run.state).label)


@register.simple_tag
def line_change(line):
    kind = "ok" if line.difference_fen > 0 else "bad" if line.difference_fen < 0 else ""
    return format_html('<span class="tag {}">{}</span>', kind, sheets.change(line))


@register.simple_tag
def kept(parameters, **changed):
    """The filters of the address with some changed; a new filter begins at the first page."""
    made = {name: value for name, value in {**parameters, **changed}.items() if value and name not in ("after", "before")}
    return urlencode(made)


@register.filter
def rested_on(reason):
    """The policy values of a reason, with their names and units in words; none where nothing is due."""
    schemes = queries.titles()
    return [
        value | {"title": names.title(value["name"], schemes), "unit": names.unit(value["unit"])} for value in reason.get("values", ())
    ]


register.filter("stated", names.stated)
