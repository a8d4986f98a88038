"""Questions about the months' lists."""
from poverty.models import ListedFamily, MinimumLivingList


def lists(*, state="", kind=""):
    """Lists of the county, newest first."""
    found = MinimumLivingList.objects.select_related("uploaded_by__user").order_by("-id")
    if state in MinimumLivingList.State.values:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def families(listed, *, outcome=""):
    """What a list says of each family, in the order of the file."""
    found = listed.families.select_related("household").order_by("place")
    return found.filter(outcome=outcome) if outcome in ListedFamily.Outcome.values else found
