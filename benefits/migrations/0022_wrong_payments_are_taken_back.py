"""A wrong payment booked by mistake is taken back whole by two people, while nothing has moved since; its case closes, its notice is void."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0021_wrong_payments_taken_back")]
    operations = [rls.script(__file__)]
