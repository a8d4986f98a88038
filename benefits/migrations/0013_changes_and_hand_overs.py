"""A family that moved is handed over: the old county offers, the new one answers, once, and nothing else of it changes."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0033_hand_overs")]
    dependencies = [("benefits", "0012_adjustments")]
    operations = [rls.script(__file__)]
