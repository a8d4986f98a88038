"""Who recorded a fact is read from the fact, never the other way round; and whose it is had two indexes."""
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from accounts import rls

_OF_PEOPLE = (
    "account", "admission", "certificate", "complication", "death", "disability", "exam", "hukou", "medicalcost", "pension", "residence", "schooling",
    "villagepost",
)  # fmt: skip
_OF_HOUSEHOLDS = {"householdstatus": "statuses", "housing": "housings", "income": "incomes", "membership": "memberships"}
_OF_COUPLES = {
    ("marriage", "husband"): "marriages_as_husband", ("marriage", "wife"): "marriages_as_wife", ("parentage", "parent"): "parentages_as_parent",
}  # fmt: skip


def _clerk(**options):
    return models.ForeignKey("accounts.post", PROTECT, null=True, related_name="+", db_index=False, **options)


class Migration(migrations.Migration):
    dependencies = [("households", "0005_who_decided")]
    operations = [
        rls.DrawnOnce([migrations.SeparateDatabaseAndState(state_operations=[
            *(migrations.AlterField(kind, "person", models.ForeignKey("households.person", PROTECT, related_name="%(class)s_facts", db_index=False))
              for kind in _OF_PEOPLE),
            *(migrations.AlterField(kind, "household", models.ForeignKey("households.household", PROTECT, related_name=name, db_index=False))
              for kind, name in _OF_HOUSEHOLDS.items()),
            *(migrations.AlterField(*link, models.ForeignKey("households.person", PROTECT, related_name=name, db_index=False))
              for link, name in _OF_COUPLES.items()),
            *(operation for kind in (*_OF_PEOPLE, *_OF_HOUSEHOLDS, "marriage", "parentage", "statement") for operation in (
                migrations.AlterField(kind, "recorded_by", _clerk()), migrations.AlterField(kind, "withdrawn_by", _clerk(blank=True)),
            )),
            migrations.AlterField("household", "registered_by", _clerk()),
        ])]),
        rls.script(__file__),
    ]  # fmt: skip
