"""The parts of payouts are looked at a statement at a time; what was handed over is added up payout by payout."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0040_each_is_asked_about_its_own")]
    operations = [rls.script(__file__)]
