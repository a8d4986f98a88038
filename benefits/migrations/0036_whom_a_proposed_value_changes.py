"""A proposed value's simulation says whom it would change, as an adjustment's does."""
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from accounts import rls

_TABLE = "benefits_simulationrow"


class Migration(migrations.Migration):
    dependencies = [("benefits", "0035_a_wrong_account_is_paid_nothing"), ("households", "0004_imports_are_taken_back")]
    operations = [
        migrations.CreateModel(
            name="SimulationRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(db_collation="C", max_length=12)),
                ("beneficiary", models.CharField(db_collation="C", max_length=60)),
                ("scheme", models.CharField(max_length=60)),
                ("before_fen", models.BigIntegerField()),
                ("after_fen", models.BigIntegerField()),
                ("periods", models.JSONField()),
                ("household", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="households.household")),
                ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="households.person")),
                ("simulation", models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="benefits.policysimulation",
                )),
            ],
            options={
                "indexes": [models.Index(fields=["simulation", "division_code", "id"], name="simulation_row_by_village")],
                "constraints": [
                    models.UniqueConstraint(fields=("simulation", "household", "beneficiary", "scheme"), name="a_simulation_names_a_beneficiary_once"),
                    models.CheckConstraint(condition=Q(before_fen__gte=0, after_fen__gte=0), name="compared_amounts_are_not_negative"),
                    models.CheckConstraint(condition=~Q(periods={}), name="a_simulation_names_whom_it_changes"),
                ],
            },
        ),
        rls.secure(_TABLE),
        rls.script(__file__),
    ]  # fmt: skip
