"""Lines of a fund follow each other under the fund's lock and never leave less than nothing; an approved grant is a line."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0009_funds_scope_and_guards")]
    dependencies = [("benefits", "0009_recoveries")]
    operations = [rls.script(__file__)]
