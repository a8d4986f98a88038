"""What has to be recorded before families can be answered or paid; inside the scope."""
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts import scope
from benefits.models import EntitlementLine, Payout, RunQuestion
from households.models import Account


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


KINDS = {"questions": questions, "unpaid": unpaid}


def found(kind, *, scheme="", place=""):
    """The rows of a kind, filtered by scheme and place, family and person with them."""
    rows = KINDS[kind]().select_related("household", "person").order_by("id")
    if scheme:
        rows = rows.filter(scheme=scheme)
    return scope.within(rows, place) if place else rows
