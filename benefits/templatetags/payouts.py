"""How payout runs and payouts are written on pages: {% load payouts %}."""
from django import template
from django.utils.html import format_html

register = template.Library()

_RUNS = {"drafting": "", "drafted": "info", "prepared": "info", "reviewed": "info", "signed": "warning", "handed_over": "warning", "discarded": "bad"}
_PAYOUTS = {"approved": "info", "with_bank": "info", "returned": "warning"}


@register.simple_tag
def payout_run_state(run):
    return format_html('<span class="tag {}">{}</span>', _RUNS.get(run.state, ""), run.get_state_display())


@register.simple_tag
def payout_state(payout):
    return format_html('<span class="tag {}">{}</span>', _PAYOUTS.get(payout.state, ""), payout.get_state_display())
