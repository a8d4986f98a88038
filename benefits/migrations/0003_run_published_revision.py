"""A publication takes a revision like a fact, so that other runs of the county see what it changed in the book."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benefits", "0002_scope_and_guards")]
    operations = [
        migrations.RenameField("run", "book_mark", "published_revision"),
        migrations.AlterField(
            "run",
            "published_revision",
            models.BigIntegerField(null=True, help_text="as facts have: what a publication changed in the book is seen by other runs"),
        ),
    ]
