from django.utils.translation import gettext as _

from households.imports.columns import COLUMNS, PERSON

_NEEDED = [column for column in COLUMNS if column.required and column.of == PERSON and column.key != "number"]


def check(family):
    """Every row says who and in what relation; the householder, by whom a family is found again, has a number."""
    for line in family.lines:
        for column in _NEEDED:
            if not line.says(column.key):
                line.refuse(column.key, _("未填%(what)s，请补上。") % {"what": column.heading})
    if family.head and not family.head.says("number"):
        family.head.refuse("number", _("户主未填身份证号。系统按它查重，请补上。"))
