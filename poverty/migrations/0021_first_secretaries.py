"""第一书记 of villages: a dated fact of a village, one at a time."""
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_temporary_passwords"), ("poverty", "0020_works_start_without_applications")]
    operations = [
        migrations.CreateModel(
            name="FirstSecretary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(db_collation="C", max_length=12)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("source", models.CharField(default="", help_text="材料、比对或口述", max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, default="", max_length=200)),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("unit", models.CharField(max_length=60, verbose_name="派出单位")),
                ("post", models.CharField(blank=True, default="", help_text="in the unit", max_length=60, verbose_name="职务")),
                ("recorded_by", models.ForeignKey(
                    db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.post")),
                ("withdrawn_by", models.ForeignKey(
                    blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.post")),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="firstsecretary_ends_after_it_begins"),
                    models.CheckConstraint(
                        condition=Q(withdrawn_at__isnull=True, withdrawn_why="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                        name="firstsecretary_is_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(condition=~Q(division_code__endswith="000"), name="first_secretary_is_of_a_village"),
                    models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="first_secretary_is_somebody_of_a_unit"),
                ],
            },
        ),
        rls.secure("poverty_firstsecretary"),
        rls.frozen("poverty_firstsecretary"),
        rls.script(__file__),
    ]  # fmt: skip
