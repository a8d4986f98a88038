"""An overpayment always has a case, set-off rests on consent and moves nothing but between two keys, and nothing is taken back beyond what was overpaid."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0023_recovery_guards")]
    dependencies = [("benefits", "0008_the_second_book")]
    operations = [rls.script(__file__)]
