from django.utils.translation import gettext as _

from households.imports.columns import COLUMNS, FAMILY


def check(family):
    """What is said about the family on several rows is the same on all."""
    for column in COLUMNS:
        if column.of != FAMILY:
            continue
        said = [line for line in family.lines if column.key in line.values]
        for line in said[1:]:
            if line.values[column.key] != said[0].values[column.key]:
                told = {"what": column.heading, "row": said[0].number}
                line.refuse(column.key, _("%(what)s与同户第 %(row)s 行填的不同，请改成一致或清空。") % told)
