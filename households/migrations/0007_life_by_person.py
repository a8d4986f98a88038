"""Whether children and members live is asked of whole counties, and answered from the index alone."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("households", "0006_no_index_nobody_asks")]
    operations = [
        migrations.AddIndex(
            "statement",
            models.Index(
                fields=["person"], include=["division_code"], condition=models.Q(kind="death", withdrawn_at=None), name="life_by_person"
            ),
        ),
    ]
