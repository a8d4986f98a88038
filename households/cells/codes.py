"""The digits a clerk types, each table in the order of the digits."""
from django.utils.translation import gettext as _

from households.models import HouseholdStatus, Hukou, Marital, Parentage, Relation

RELATION = tuple((code, Relation(code).label) for code in "0145678")  # children have a table of their own
MARITAL = tuple(zip("12345", Marital.values, strict=True))
HUKOU = tuple(zip("12", Hukou.Kind.values, strict=True))
ORIGIN_BIRTH, ORIGIN_ADOPTION, ORIGIN_OF_HEAD, ORIGIN_OF_SPOUSE = "1234"
ORIGIN = {ORIGIN_BIRTH: Parentage.Origin.BIRTH.value, ORIGIN_ADOPTION: Parentage.Origin.ADOPTION.value}
LIVING_KINDS = ("rural", "urban")
EVERYBODY, ADULTS, HEAD_ONLY, AS_RECORDED = "1239"
ALIVE, DEAD, MOVED_OUT, DISABLED = "1", "2", "3", "3"
WITHIN_POLICY, OUTSIDE_POLICY = "12"
GRADES = "1234"
STATUS = tuple(zip("123456789", HouseholdStatus.Kind.values, strict=True))


def by_code(table, code):
    """The value of a code, None for an empty or unknown one."""
    return dict(table).get(code)


def code_of(table, value):
    """The code of a value, "" when it has none on this page."""
    return next((code for code, known in table if known == value), "")


def choices():
    """{name: [(code, words)]} as the template shows them."""
    return {
        "relation": list(RELATION),
        "marital": list(zip("12345", Marital.labels, strict=True)),
        "hukou": list(zip("12", Hukou.Kind.labels, strict=True)),
        "adult_state": [(ALIVE, _("在册")), (DEAD, _("死亡")), (MOVED_OUT, _("迁出"))],
        "child_state": [(ALIVE, _("存活")), (DEAD, _("死亡")), (DISABLED, _("伤残"))],
        "grade": [(code, _("%(code)s 级") % {"code": code}) for code in GRADES],
        "policy": [(WITHIN_POLICY, _("政策内")), (OUTSIDE_POLICY, _("政策外"))],
        "origin": [
            (ORIGIN_BIRTH, _("亲生")),
            (ORIGIN_ADOPTION, _("收养")),
            (ORIGIN_OF_HEAD, _("户主亲生")),
            (ORIGIN_OF_SPOUSE, _("配偶亲生")),
        ],
        "living": [("1", _("农村低保")), ("2", _("城市低保"))],
        "living_members": [(EVERYBODY, _("全户")), (ADULTS, _("夫妻等成人")), (HEAD_ONLY, _("户主一人")), (AS_RECORDED, _("按档案所记"))],
        "status": list(zip("123456789", HouseholdStatus.Kind.labels, strict=True)),
    }
