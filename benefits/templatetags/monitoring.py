"""How indicators are written on pages: {% load monitoring %}."""
from django import template

from benefits.monitoring import sheets

register = template.Library()


@register.filter
def percent(ten_thousandths):
    """98.76%, a dash where nothing is known."""
    return sheets.percent(ten_thousandths) or "—"
