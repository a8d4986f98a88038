"""What is not recorded of a family that benefits ask about, and what a person has to look at again."""
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.translation import gettext_lazy as _

from households import kinds
from households.models import Account, Certificate, Death, Household, Hukou, Membership, Parentage, Statement

COUPLE = ("0", "1")
TITLES = {
    "number": _("身份证号"),
    "hukou": _("户口性质"),
    "death": _("在世与否"),
    "children": _("子女情况"),
    "certificates": _("光荣证"),
    "minimum_living": _("低保"),
    "account": _("收款账户"),
    "birth_conflict": _("出生日期两处不一致"),
    "step_children": _("再婚共同抚养子女，须复核"),
}


def of(household_ids):
    """{name: ids of the families that lack it}; one query."""
    said = {f"lacks_{name}": ExpressionWrapper(lacks(name), BooleanField()) for name in TITLES}
    rows = list(Household.objects.filter(pk__in=household_ids).annotate(**said).values("pk", *said))
    return {name: {row["pk"] for row in rows if row[f"lacks_{name}"]} for name in TITLES}


def lacks(name):
    """A condition on households: this is not recorded, or contradicts itself."""
    return _CONDITIONS[name]()


def _couple(**more):
    return Membership.objects.filter(household=OuterRef("pk"), withdrawn_at=None, relation__in=COUPLE, **more)


def _members():
    known = {"person__born__isnull": False, "person__born_in_hukou_book__isnull": False}
    return Membership.objects.filter(household=OuterRef("pk"), withdrawn_at=None, **known)


def _of_person(model, **more):
    return Exists(model.objects.filter(person=OuterRef("person"), withdrawn_at=None, **more))


def _stated(kind):
    return Exists(Statement.objects.filter(household=OuterRef("pk"), kind=kind, withdrawn_at=None))


def _children():
    parents = Membership.objects.filter(household=OuterRef(OuterRef("pk")), withdrawn_at=None, relation__in=COUPLE).values("person")
    return ~_stated("children") & ~Exists(Parentage.objects.filter(parent__in=parents, withdrawn_at=None))


def _minimum_living():
    model = next(kind.model for kind in kinds.FAMILY if kind.name == "minimum_living")
    return ~_stated("minimum_living") & ~Exists(model.objects.filter(household=OuterRef("pk"), withdrawn_at=None))


def _step_children():
    """A child of the house is one spouse's and not the other's: each is tested on the own children, and somebody looks whose they are."""
    spouses = Membership.objects.filter(household=OuterRef("household"), withdrawn_at=None, until=None, relation__in=COUPLE)
    own = Parentage.objects.filter(child=OuterRef(OuterRef("person")), parent=OuterRef("person"), withdrawn_at=None).exclude(origin="step")
    others = Membership.objects.filter(household=OuterRef("pk"), withdrawn_at=None).exclude(relation__in=COUPLE)
    return Exists(others.filter(Exists(spouses.filter(Exists(own))), Exists(spouses.filter(~Exists(own)))))


_CONDITIONS = {
    "number": lambda: Exists(_couple(person__number_hash=None)),
    "hukou": lambda: Exists(_couple().filter(~_of_person(Hukou))),
    "death": lambda: Exists(_couple().filter(~_of_person(Death), ~_of_person(Statement, kind="death"))),
    "children": _children,
    "certificates": lambda: ~_stated("certificates") & ~Exists(_couple().filter(_of_person(Certificate))),
    "minimum_living": _minimum_living,
    "birth_conflict": lambda: Exists(_members().exclude(person__born_in_hukou_book=F("person__born"))),
    "step_children": _step_children,
    "account": lambda: ~Exists(_couple().filter(_of_person(Account, until=None))),
}
