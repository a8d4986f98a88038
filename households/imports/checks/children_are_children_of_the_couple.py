from django.utils.translation import gettext as _

from households.models import Parentage

_KEYS = ("origin", "birth_parent", "adopted", "within_policy")


def check(family):
    """Cells about children stand on their rows, are complete, and the number of children is that of the rows."""
    for line in family.lines:
        if line.relation and not line.is_child:
            for key in _KEYS:
                if line.says(key):
                    line.refuse(key, _("这一格只填在子、女的行，请清空或核对关系。"))
    for line in family.children:
        _check_origin(family, line)
    _check_count(family)


def _check_origin(family, line):
    origin = line.values.get("origin")
    if line.says("adopted") and origin not in (Parentage.Origin.ADOPTION, Parentage.Origin.STEP):
        line.refuse("origin", _("填了收养或随继日期，来源须填收养或继子女，请核对。"))
    if origin != Parentage.Origin.STEP:
        if line.says("birth_parent"):
            line.refuse("birth_parent", _("只有来源是继子女才填这一格，请清空或改来源。"))
    elif not line.says("birth_parent"):
        line.refuse("birth_parent", _("来源是继子女，须填是户主还是配偶的亲生子女，请补上。"))
    elif line.values.get("birth_parent") == "spouse" and family.spouse is None:
        line.refuse("birth_parent", _("填了配偶的亲生子女，同户却没有配偶一行，请补上或改正。"))


def _check_count(family):
    said, listed = family.value("children", None), len(family.children)
    if said is not None and said != listed:
        line = next(line for line in family.lines if "children" in line.values)
        told = {"said": said, "listed": listed}
        line.refuse("children", _("子女数填了 %(said)s，同户却列出 %(listed)s 名子女。已死亡、已分户的子女也要列出，请核对。") % told)
