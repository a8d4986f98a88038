"""A value confirmed by mistake and withdrawn before any run was computed with it changes nothing booked, and widens no run."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0036_whom_a_proposed_value_changes")]
    operations = [rls.script(__file__)]
