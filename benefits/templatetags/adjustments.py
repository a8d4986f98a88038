"""How adjustments are written on pages: {% load adjustments %}."""
from django import template
from django.utils.html import format_html

register = template.Library()

_STATES = {"blocked": "warning", "simulated": "info", "checked": "info", "approved": "warning", "published": "ok", "discarded": "bad"}


@register.simple_tag
def adjustment_state(row):
    return format_html('<span class="tag {}">{}</span>', _STATES.get(row.state, ""), row.get_state_display())
