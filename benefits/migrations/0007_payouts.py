"""What must never happen to a payout: a sum that is not its parts, an account exchanged after it was sent for review, a figure nobody proved."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0005_payout_guards"), ("benefits", "0016_proven_by_sets")]
    dependencies = [("benefits", "0006_opening_balances")]
    operations = [rls.script(__file__)]
