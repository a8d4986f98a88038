"""A file that goes out keeps whom it cannot name, for want of an ID number."""
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0017_no_index_nobody_asks")]
    operations = [
        rls.DrawnOnce([
            migrations.AddField(
                "transfer",
                "left_out",
                models.JSONField(default=list, help_text="[{household, person, fen}] of whom a file that goes out cannot name by an ID number"),
            ),
            migrations.AlterField(
                "transfer", "counts", models.JSONField(default=dict, help_text="{outcome: households}; rows and left_out of a file that goes out")
            ),
        ]),
        rls.script(__file__),
    ]
