"""The guards of payouts and of the two books say what they said, at the price of the rows they are about."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0017_wrong_payment_guards")]
    operations = [rls.script(__file__)]
