"""How changes are written on pages: {% load events %}."""
from django import template
from django.utils.html import format_html

from benefits.events import states

register = template.Library()


@register.simple_tag
def change_state(change):
    kind, words = states.of(change)
    return format_html('<span class="tag {}">{}</span>', kind, words)
