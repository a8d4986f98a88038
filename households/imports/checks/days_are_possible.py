from datetime import date

from django.utils.translation import gettext as _

from households.imports.cells import Day
from households.imports.columns import COLUMNS

_FIRST = date(1900, 1, 1)
_DAYS = [column for column in COLUMNS if isinstance(column.parse, Day)]


def check(family):
    """No day lies in the future, and none of a person before their birth."""
    for line in family.lines:
        for column in _DAYS:
            day = line.values.get(column.key)
            if day is None:
                continue
            if not _FIRST <= day <= family.on:
                line.refuse(column.key, _("日期须在 1900 年以后、今天以前，请核对。"))
            elif column.key != "born" and line.born and day < line.born:
                line.refuse(column.key, _("早于本人出生日期，请核对。"))
