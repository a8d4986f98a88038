"""Scope on every table that lies in a place; books, signed figures and what was printed are only added to; facts are never edited."""
from django.db import migrations

from accounts import rls

# A hand-over lies in two counties: 0013_changes_and_hand_overs.
PLACED = (
    "entitlement", "entitlementline", "claim", "run", "runline", "runquestion", "runblocker", "runvalue", "evidence", "reconciliation", "opening",
    "openingbalance", "openingentry", "policysimulation", "citationfile", "payoutrun", "payout", "payoutpart", "moneyline", "roster",
    "recovery", "recoveryplan", "recoverynotice", "fund", "fundgrant", "fundline", "referral", "registration", "registrationevent",
    "insuredperson", "insuranceclaim", "adjustment", "adjustedvalue", "adjustmentrow", "adjustmentgap", "adjustmentsample", "adjustmentpaper",
    "change", "confirmation", "heir",
)  # fmt: skip
ONLY_ADDED_TO = (
    "policyuse", "basis", "factlayout", "runvalue", "entitlement", "entitlementline", "claim", "reconciliation", "openingentry", "moneyline",
    "fundline", "referral", "citationfile", "change",
)  # fmt: skip
FACTS = ("insuredperson", "insuranceclaim", "confirmation", "heir")


def tables(names):
    return [f"benefits_{name}" for name in names]


class Migration(migrations.Migration):
    replaces = [("benefits", "0002_scope_and_guards"), ("benefits", "0017_guards_hold")]
    dependencies = [("benefits", "0001_initial"), ("households", "0002_scope_and_history"), ("audits", "0002_append_only")]
    operations = [rls.secure(*tables(PLACED)), rls.append_only(*tables(ONLY_ADDED_TO)), rls.frozen(*tables(FACTS))]
