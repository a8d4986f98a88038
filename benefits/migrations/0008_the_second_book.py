"""Money moves as it was approved, never more than is due, and comes back by its case."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0024_guards_at_any_size")]
    dependencies = [("benefits", "0007_payouts")]
    operations = [rls.script(__file__)]
