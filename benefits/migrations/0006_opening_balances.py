"""An opening balance moves along its states and enters both books once, as it was signed, in the transaction that books it."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0032_opening_guards")]
    dependencies = [("benefits", "0005_the_first_book")]
    operations = [rls.script(__file__)]
