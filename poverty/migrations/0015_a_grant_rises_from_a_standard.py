"""A project that grants something to families says its standard: the least of a grant rises from it."""
from django.db import migrations, models
from django.db.models import Q

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0014_rows_of_lists_are_forgotten")]
    operations = [
        rls.DrawnOnce([
            migrations.AlterField(
                "project", "standard_fen", models.BigIntegerField(blank=True, help_text="分/户；到户安排资金物资的必填", null=True, verbose_name="帮扶标准")
            ),
            migrations.AddConstraint(
                "project",
                models.CheckConstraint(
                    condition=Q(kind__in=("work_relief", "drinking_water", "drought_and_flood", "subsidised_loan", "mutual_fund", "development_fund"))
                    | Q(standard_fen__isnull=False),
                    name="a_project_that_grants_has_a_standard",
                ),
            ),
            migrations.AddConstraint(
                "projectgrant",
                models.CheckConstraint(condition=Q(development_fund=True) | Q(standard_fen__isnull=False), name="a_project_grant_rises_from_a_standard"),
            ),
        ]),
    ]
