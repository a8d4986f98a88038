"""How indicators are written on pages: {% load monitoring %}."""
from urllib.parse import urlencode

from django import template

from benefits.monitoring import sheets, sorting

register = template.Library()


@register.filter
def percent(ten_thousandths):
    """98.76%, a dash where nothing is known."""
    return sheets.percent(ten_thousandths) or "—"


@register.inclusion_tag("benefits/_sort_head.html")
def sort_head(chosen, column, title, css=""):
    """A heading that sorts the table by its column; `chosen` are the filters of the address."""
    asked = chosen.get("sort", "")
    kept = {name: value for name, value in chosen.items() if value and name not in ("after", "before")}
    query = urlencode(kept | {"sort": sorting.turned(asked, column)})
    return {"title": title, "css": css, "query": query, "direction": sorting.direction(asked, column)}


@register.filter
def of_source(sums, source):
    """Fen of a source among {source: fen}, None without any."""
    return sums.get(source)
