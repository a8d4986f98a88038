"""How what a fund gave is said, on pages, in workbooks and on receipts."""
from django.utils.translation import gettext as _

from benefits.models import FundLine
from benefits.register import words
from benefits.templatetags.runs import months


def granted_for(grant):
    """The measure; of a registered one the item and the months it is granted for."""
    if grant.registration is None:
        return grant.get_measure_display()
    return _("%(item)s（%(period)s）") % {"item": words.title(grant.registration), "period": months(grant)}


def summary(line):
    """What kind of movement a line is; money of a registered measure is no help in need."""
    paid = line.kind == FundLine.Kind.GRANT and line.grant.registration_id
    return _("发放支出") if paid else line.get_kind_display()
