from django.utils.translation import gettext as _


def check(family):
    """Sex and birth come from the number, or from their cells; the sex of both must agree."""
    for line in family.lines:
        if not line.says("number"):
            for key, what in (("sex", _("性别")), ("born", _("出生日期"))):
                if not line.says(key):
                    line.refuse(key, _("没有身份证号时须填%(what)s，请补上。") % {"what": what})
        elif line.number_says("sex") and line.values.get("sex", line.sex) != line.sex:
            line.refuse("sex", _("性别与身份证号不符，请核对身份证号或性别。"))
