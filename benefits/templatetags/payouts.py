"""How payout runs and payouts are written on pages: {% load payouts %}."""
from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from benefits.templatetags.runs import months

register = template.Library()

_RUNS = {"drafting": "", "drafted": "info", "prepared": "info", "reviewed": "info", "signed": "warning", "handed_over": "warning", "discarded": "bad"}
_DECISIONS = {"approve": "ok", "hold": "warning", "remove": "bad"}
_PAYOUTS = {"approved": "info", "with_bank": "info", "returned": "warning"}


@register.simple_tag
def payout_run_state(run):
    return format_html('<span class="tag {}">{}</span>', _RUNS.get(run.state, ""), run.get_state_display())


@register.simple_tag
def payout_decision(payout):
    return format_html('<span class="tag {}">{}</span>', _DECISIONS.get(payout.decision, ""), payout.get_decision_display())


@register.filter
def term(period):
    """A half-open period as a heading says it: 2026 年, or 2026-01 至 2026-06."""
    if (period.since.month, period.until.month, period.until.year - period.since.year) == (1, 1, 1):
        return _("%(year)s 年") % {"year": period.since.year}
    return f"{months(period)} "


@register.simple_tag
def payout_state(payout):
    return format_html('<span class="tag {}">{}</span>', _PAYOUTS.get(payout.state, ""), payout.get_state_display())
