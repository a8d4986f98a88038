"""How what is registered is said, on pages and in workbooks."""
from django.utils.translation import gettext as _

from accounts.templatetags.interface import yuan
from benefits import measures
from benefits.templatetags.runs import months


def title(registration):
    """The item as its document has it; its code when the table has it no longer."""
    item = measures.item(registration.item, registration.stated_by)
    return item.title if item else registration.item


def cite(registration):
    """文号 and clause."""
    item = measures.item(registration.item, registration.stated_by)
    return item.cite if item else ""


def money_note(kind):
    """Of an item that is money, who pays it and by which document (docs/decisions/0027). Empty for other kinds."""
    notes = {
        "unstated": _(
            "文件没有写明金额。这里登记谁符合、移交责任部门并记下答复。县里有写明金额的文件时，由县级初核按文号从基金提出、县级签发批准后发放；"
            "没有文件，系统不列应发、不发放。"
        ),
        "pension": _(
            "文件没有写明金额，补贴由责任部门计入养老保险。这里登记、移交并记下实际金额。县里有写明金额的文件时，也可按文号从基金提出、批准后发放；"
            "没有文件，系统不列应发、不发放。"
        ),
    }
    return notes.get(kind, "")


def became(registration, grants):
    """What was given and what was granted of it by documents of the county; empty before there is either."""
    return _("；").join(said for said in (given(registration), *map(granted, grants)) if said)


def granted(grant):
    """An approved grant of a registration: how much, for which months, by which document."""
    told = {"yuan": yuan(grant.amount_fen), "period": months(grant), "document": grant.document}
    return _("已发放 %(yuan)s 元（%(period)s，%(document)s）") % told


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
