from django.utils.translation import gettext as _

from households.models import Relation


def check(family):
    """One householder a family, and one spouse at most."""
    if family.head is None and not any("relation" not in line.values for line in family.lines):
        family.lines[0].refuse("relation", _("这一户没有户主。请在一行填“0 户主”，或核对家庭序号。"))
    for relation, name in ((Relation.HEAD, _("户主")), (Relation.SPOUSE, _("配偶"))):
        for line in family.of(relation)[1:]:
            told = {"name": name, "row": family.of(relation)[0].number}
            line.refuse("relation", _("这一户第 %(row)s 行已是%(name)s，只能有一人。请改关系，或核对家庭序号。") % told)
