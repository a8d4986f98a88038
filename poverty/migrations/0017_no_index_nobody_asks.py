"""Who recorded a fact is read from the fact, never the other way round; and whose it is had two indexes."""
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from accounts import rls

_FACTS = {
    "grant": "grant_facts", "helper": "helpers", "minimumliving": "minimum_living_facts", "povertyregistration": "poverty_registrations",
    "support": "supports",
}  # fmt: skip


def _clerk(**options):
    return models.ForeignKey("accounts.post", PROTECT, null=True, related_name="+", db_index=False, **options)


class Migration(migrations.Migration):
    dependencies = [("households", "0006_no_index_nobody_asks"), ("poverty", "0016_unfinished_files_end")]
    operations = [
        rls.DrawnOnce([migrations.SeparateDatabaseAndState(state_operations=[operation for kind, name in _FACTS.items() for operation in (
            migrations.AlterField(kind, "household", models.ForeignKey("households.household", PROTECT, related_name=name, db_index=False)),
            migrations.AlterField(kind, "recorded_by", _clerk()),
            migrations.AlterField(kind, "withdrawn_by", _clerk(blank=True)),
        )])]),
        rls.script(__file__),
    ]  # fmt: skip
