"""The register of in-kind measures and priorities: moves and not rewritings, and no way from it into the books of money."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0012_register")]
    dependencies = [("benefits", "0010_funds")]
    operations = [rls.script(__file__)]
