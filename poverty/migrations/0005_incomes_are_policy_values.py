"""Incomes per person are policy values (docs/decisions/0017): they are no longer entered as figures of a year."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("poverty", "0004_years_scope_and_guards")]
    operations = [
        migrations.AlterField(
            "cityyear",
            "figure",
            models.CharField(
                choices=[
                    ("rural_consumption_per_person", "农村居民人均生活消费支出"),
                    ("urban_consumption_per_person", "城镇居民人均生活消费支出"),
                    ("consumption_per_person", "全体居民人均生活消费支出"),
                ],
                max_length=40,
                verbose_name="指标",
            ),
        ),
    ]
