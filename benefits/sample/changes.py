"""What a township clerk learnt late and the county has not looked at yet, in the sample counties."""
import uuid
from datetime import date

from benefits.events import commands
from benefits.models import Entitlement
from households.models import Household


def leave_hand_over(clerk, *, county, at):
    """A family of the clerk's township moved to another county, which has not answered yet."""
    family = Household.objects.filter(division_code__startswith=clerk.division_code[:9], family_type__kind="only_son").order_by("-id").first()
    if family is None:
        return
    said = {"county": county, "occurred": date(at.year, at.month, 2), "learnt": at.date(), "source": "户口迁移证（样例）"}
    about = {"kind": "move_away", "household_id": family.pk, "said": said, "by": clerk, "at": at}
    shown = commands.preview_change(**about)
    commands.confirm_change(key=uuid.uuid5(uuid.NAMESPACE_OID, f"move/{clerk.pk}"), preview_hash=shown.hash, **about)


def leave_pending(clerk, *, scheme, at):
    """A recipient's death in the year before last, shown by the civil affairs' comparison; its differences wait for the reviewer."""
    owed = Entitlement.objects.filter(scheme=scheme, since=date(at.year, 1, 1), division_code__startswith=clerk.division_code[:9])
    found = owed.filter(person__death_facts=None, lines__amount_fen__gt=0).order_by("-person_id").first()
    if found is None:
        return
    said = {"person": found.person_id, "occurred": date(at.year - 2, 11, 3), "learnt": at.date(), "unit": ""}
    said["source"] = "民政殡葬登记比对表（样例）"
    about = {"kind": "death", "household_id": found.household_id, "said": said, "by": clerk, "at": at}
    shown = commands.preview_change(**about)
    commands.confirm_change(key=uuid.uuid5(uuid.NAMESPACE_OID, f"change/{clerk.pk}"), preview_hash=shown.hash, **about)
