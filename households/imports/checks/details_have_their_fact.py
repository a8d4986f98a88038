from django.utils.translation import gettext as _

from households.imports.columns import BY_KEY

# The cells that say more about a fact stand only beside the fact itself; those marked True it cannot do without.
_DETAILS = {
    "state": (lambda value: value == "dead", {"died": True}),
    "hukou": (lambda value: True, {"hukou_since": False}),
    "disability": (lambda value: value > 0, {"disability_since": True, "disability_kind": False, "certified": False}),
    "certificate": (bool, {"certificate_number": False, "certificate_issued": False}),
    "living": (bool, {"living_since": True, "living_subsidy": False}),
    "account": (bool, {"bank": True, "holder_name": False}),
}


def check(family):
    """死亡 has its day, 残疾 its assessment, 低保 its beginning; and none of them stands alone."""
    for line in family.lines:
        for key, (holds, details) in _DETAILS.items():
            if key in line.values:
                _check_details(line, key, details, holds=holds(line.values[key]))
            elif not line.says(key):
                _refuse_alone(line, key, details)


def _check_details(line, key, details, *, holds):
    for detail, is_needed in details.items():
        told = {"what": BY_KEY[key].heading, "detail": BY_KEY[detail].heading}
        if holds and is_needed and not line.says(detail):
            line.refuse(detail, _("填了%(what)s，还须填%(detail)s，请补上。") % told)
        elif not holds and line.says(detail):
            line.refuse(detail, _("%(detail)s与所填的%(what)s不符，请改%(what)s或清空这一格。") % told)


def _refuse_alone(line, key, details):
    for detail in details:
        if line.says(detail) and detail != "died":  # a day of death says by itself that somebody died
            told = {"what": BY_KEY[key].heading, "detail": BY_KEY[detail].heading}
            line.refuse(key, _("填了%(detail)s，还须填%(what)s，请补上。") % told)
            return
