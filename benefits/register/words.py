"""How what is registered is said, on pages and in workbooks."""
from django.utils.translation import gettext as _

from accounts.templatetags.interface import yuan
from benefits import measures


def title(registration):
    """The item as its document has it; its code when the table has it no longer."""
    item = measures.item(registration.item, registration.stated_by)
    return item.title if item else registration.item


def cite(registration):
    """文号 and clause."""
    item = measures.item(registration.item, registration.stated_by)
    return item.cite if item else ""


def given(registration):
    """What was given, in the words of its kind; empty before it is."""
    said = []
    if registration.points is not None:
        said.append(_("加 %(points)s 分") % {"points": registration.points})
    if registration.area is not None:
        said.append(_("%(area)s 平方米") % {"area": registration.area})
    if registration.insurer:
        said.append(registration.insurer)
    if registration.cost_fen is not None:
        said.append(_cost(registration) % {"yuan": yuan(registration.cost_fen)})
    if registration.given:
        said.append(registration.given)
    return _("，").join(said)


def _cost(registration):
    words = {"waiver": _("减免 %(yuan)s 元"), "insurance": _("保费 %(yuan)s 元"), "pension": _("参保补贴 %(yuan)s 元")}
    return words.get(registration.kind, _("费用 %(yuan)s 元"))
