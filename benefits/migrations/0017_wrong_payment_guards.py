"""A wrong payment is of confirmed money, is booked whole by another person than who found it, has a case, and does not happen twice the same way."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0016_wrong_payments")]
    operations = [rls.secure("benefits_wrongpayment"), rls.script(__file__)]
