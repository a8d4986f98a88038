"""What a run fills and what a publication writes is kept in no more indexes than are asked: half of the work of a line was indexes."""
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from accounts import rls

_LINKS = [
    ("entitlement", "household", models.ForeignKey("households.household", PROTECT, related_name="entitlements", db_index=False)),
    ("entitlementline", "entitlement", models.ForeignKey("benefits.entitlement", PROTECT, related_name="lines", db_index=False)),
    ("entitlementline", "run", models.ForeignKey("benefits.run", PROTECT, null=True, related_name="entitlement_lines", db_index=False)),
    ("entitlementline", "opening", models.ForeignKey(
        "benefits.openingbalance", PROTECT, null=True, related_name="entitlement_lines", db_index=False, help_text="期初结转",
    )),
    ("runline", "run", models.ForeignKey("benefits.run", PROTECT, related_name="lines", db_index=False)),
    ("runline", "household", models.ForeignKey("households.household", PROTECT, related_name="+", db_index=False)),
    ("runline", "person", models.ForeignKey("households.person", PROTECT, null=True, related_name="+", db_index=False)),
    ("runquestion", "run", models.ForeignKey("benefits.run", PROTECT, related_name="questions", db_index=False)),
    ("runquestion", "person", models.ForeignKey("households.person", PROTECT, null=True, related_name="+", db_index=False)),
    ("evidence", "run", models.ForeignKey("benefits.run", PROTECT, related_name="evidence", db_index=False)),
    ("evidence", "household", models.ForeignKey("households.household", PROTECT, related_name="+", db_index=False)),
    ("evidence", "basis", models.ForeignKey("benefits.basis", PROTECT, related_name="+", db_index=False)),
    ("evidence", "layout", models.ForeignKey("benefits.factlayout", PROTECT, related_name="+", db_index=False)),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("benefits", "0017_wrong_payment_guards")]
    operations = [
        rls.DrawnOnce([migrations.SeparateDatabaseAndState(state_operations=[migrations.AlterField(*link) for link in _LINKS])]),
        rls.script(__file__),
    ]
