"""A file whose job stopped can be discarded, and a family is decided to be one poor household, never two."""
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0015_a_grant_rises_from_a_standard")]
    operations = [
        migrations.AddConstraint(
            model_name="matchdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "split"), ("same", True), ("withdrawn_at__isnull", True)),
                fields=("division_code", "household"), name="a_family_is_one_poor_household",
            ),
        ),
        rls.script(__file__),
    ]  # fmt: skip
