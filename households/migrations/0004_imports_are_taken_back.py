"""What an import made can be removed whole, by one function, while nothing else uses it."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("households", "0006_imports_scope_and_taking_back"), ("households", "0009_grants_stated")]
    dependencies = [("households", "0003_family_types")]
    operations = [rls.script(__file__)]
