"""A line of a run points at its key in the book, so that publishing looks it up by number."""
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0041_parts_are_looked_at_together")]
    operations = [
        migrations.AddField(
            "runline", "entitlement_id",
            models.BigIntegerField(null=True, help_text="of its key, where the book had it when the line was computed"),
        ),
        rls.script(__file__),
    ]  # fmt: skip
