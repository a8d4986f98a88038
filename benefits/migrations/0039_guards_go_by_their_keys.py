"""Guards of payouts and money go by their keys, however large the planner takes the books to be."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0038_registered_measures_are_granted")]
    operations = [rls.script(__file__)]
