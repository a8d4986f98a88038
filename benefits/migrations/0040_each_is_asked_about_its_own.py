"""A payout is asked about its own parts, a line of the book about its own line of the run."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0039_guards_go_by_their_keys")]
    operations = [rls.script(__file__)]
