"""What has to be recorded before families can be answered or paid; inside the scope."""
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts import scope
from benefits.models import EntitlementLine, Payout, RunQuestion
from households.kinds import person_kind
from households.models import Account, Membership, Statement


def questions():
    """The questions nobody has answered: the latest of its key, of a family not changed since, without a later line in the book."""
    key = {name: OuterRef(name) for name in ("beneficiary", "scheme", "since")}
    later = RunQuestion.objects.filter(**key, pk__gt=OuterRef("pk"))
    booked = EntitlementLine.objects.filter(**{f"entitlement__{name}": of for name, of in key.items()}, run__gt=OuterRef("run"))
    return RunQuestion.objects.filter(~Exists(later), ~Exists(booked), household__revision__lte=F("revision"))


def unpaid():
    """Payouts held up for want of an account, or returned by the bank, whose recipient has named no other account since."""
    later = Payout.objects.filter(beneficiary=OuterRef("beneficiary"), scheme=OuterRef("scheme"), pk__gt=OuterRef("pk"))
    named = Account.objects.filter(person=OuterRef("person"), withdrawn_at=None, until=None).exclude(pk=Coalesce(OuterRef("account"), 0))
    return Payout.objects.filter(Q(account=None) | Q(state=Payout.State.RETURNED), ~Exists(later), ~Exists(named))


# Kinds of fact most people have nothing of: one action says so of all who are asked after for want of that word.
NONE_KINDS = ("complication", "school", "admission", "exams", "post")


def unstated(kind, **filters):
    """Memberships of those an open question asks after because of a kind of fact nobody said anything, in the order of their families."""
    asked = {
        (row.household_id, item["of"])
        for row in found("questions", **filters).filter(missing__contains=[{"fact": kind}])
        for item in row.missing
        if item.get("fact") == kind
    }
    named = Membership.objects.filter(household__in={household for household, _name in asked}, withdrawn_at=None)
    silent = named.filter(~Exists(Statement.objects.filter(person=OuterRef("person"), kind=kind, withdrawn_at=None)))
    rows = silent.filter(~Exists(person_kind(kind).model.objects.filter(person=OuterRef("person"), withdrawn_at=None)))
    ordered = rows.select_related("person", "household").order_by("division_code", "household", "relation", "id")
    return [row for row in ordered if (row.household_id, row.person.name) in asked]


KINDS = {"questions": questions, "unpaid": unpaid}


def found(kind, *, scheme="", place=""):
    """The rows of a kind, filtered by scheme and place, family and person with them."""
    rows = KINDS[kind]().select_related("household", "person").order_by("id")
    if scheme:
        rows = rows.filter(scheme=scheme)
    return scope.within(rows, place) if place else rows
