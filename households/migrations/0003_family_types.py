"""Family types are derived by a view that shows its reader only what they may see."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("households", "0007_family_types")]
    dependencies = [("households", "0002_scope_and_history")]
    operations = [rls.script(__file__)]
