"""How funds are written on pages: {% load funds %}."""
from django import template

from benefits.funds import words

register = template.Library()

register.filter("granted_for", words.granted_for)
register.filter("summary", words.summary)
