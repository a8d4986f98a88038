"""How registrations are written on pages: {% load register %}."""
from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()

_STATES = {"registered": "info", "referred": "warning", "given": "ok", "refused": "bad"}
_ANSWERS = {"yes": "ok", "unknown": "warning", "no": "bad"}


@register.simple_tag
def registration_state(row):
    return format_html('<span class="tag {}">{}</span>', _STATES.get(row.state, ""), row.get_state_display())


@register.simple_tag
def candidate_answer(candidate):
    words = {"yes": _("符合"), "judged": _("按材料认定"), "unknown": _("缺项"), "no": _("不符合")}
    return format_html('<span class="tag {}">{}</span>', _ANSWERS.get(candidate.answer, ""), words[candidate.answer])
