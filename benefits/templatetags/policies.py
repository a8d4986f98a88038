"""How policy values are written on pages: {% load policies %}."""
from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from benefits.policies_table import names

register = template.Library()

_STATES = {"in_force": "ok", "waiting": "warning", "ahead": "info", "ended": ""}


@register.filter
def value_title(name):
    """A value's part of its scheme, or its whole name where it belongs to none."""
    return names.part(name)


@register.filter
def unit_words(code):
    return names.unit(code)


@register.filter
def of_key(found, key):
    """What a dict holds under a key, nothing when it holds nothing."""
    return found.get(key, ())


@register.simple_tag
def policy_state(entry, on):
    state = entry.state(on)
    words = {"in_force": _("执行中"), "waiting": _("待确认"), "ahead": _("尚未开始"), "ended": _("已失效")}
    tag = format_html('<span class="tag {}">{}</span>', _STATES[state], words[state])
    if not entry.waiting or state == "waiting":
        return tag
    return format_html('{} <span class="tag info">{}</span>', tag, _("待确认 %(count)s") % {"count": entry.waiting})


@register.simple_tag
def piece_class(piece, value):
    """How a piece of a bar is drawn."""
    if piece.kind != "stated":
        return piece.kind
    if value.unit == "flag":
        return "condition"
    return "unproven" if piece.unproven else "figure"


@register.simple_tag
def spoken(pieces):
    """A bar in words, for those who cannot see it."""
    told = []
    for piece, value in pieces:
        until = piece.until.isoformat() if piece.until else _("现在")
        said = {"gap": _("无文件证明"), "apart": _("另有标准")}.get(piece.kind) or names.stated(value)
        told.append(_("%(since)s 至 %(until)s：%(said)s") % {"since": piece.since.isoformat(), "until": until, "said": said})
    return _("；").join(told)
