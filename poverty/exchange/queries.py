"""Questions about files that came and went."""
from households.models import Household, Person
from poverty.models import MatchDecision, Transfer, TransferredHousehold


def transfers(chosen):
    """Files of the county, newest first; filters: direction, counterpart, state."""
    found = Transfer.objects.select_related("made_by__user").order_by("-id")
    kept = {name: chosen[name] for name in ("direction", "counterpart", "state") if chosen.get(name)}
    return found.filter(**kept)


def households(transfer, *, outcome=""):
    """What a file says of each household, in its order."""
    found = transfer.households.order_by("place")
    return found.filter(outcome=outcome) if outcome in TransferredHousehold.Outcome.values else found


def registered(transfer):
    """How many households of a file were registered."""
    return transfer.households.filter(applied_at__isnull=False).count()


def left_out(transfer):
    """[(Household, Person or None, fen)] of whom a file that went out could not name; one that is no longer in sight is passed over."""
    homes = Household.objects.in_bulk({row["household"] for row in transfer.left_out})
    people = Person.objects.in_bulk({row["person"] for row in transfer.left_out} - {None})
    return [(homes[row["household"]], people.get(row["person"]), row["fen"]) for row in transfer.left_out if row["household"] in homes]


def decisions(*, register_number=""):
    """Decisions that stand, newest first."""
    found = MatchDecision.objects.filter(withdrawn_at=None).select_related("person", "household", "decided_by__user").order_by("-id")
    return found.filter(register_number=register_number) if register_number else found
