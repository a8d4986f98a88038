"""A county keeps the documents its figures were read from: sealed, only added to, seen inside its scope."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0002_append_only"),
        ("benefits", "0024_guards_at_any_size"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CitationFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(db_collation="C", max_length=12)),
                ("archived_at", models.DateTimeField()),
                ("archived_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("citation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="benefits.citation")),
                ("seal", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audits.seal")),
            ],
            options={"ordering": ["-id"]},
        ),
        rls.append_only("benefits_citationfile"),
        rls.secure("benefits_citationfile"),
    ]
