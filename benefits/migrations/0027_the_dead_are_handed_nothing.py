"""Who died after a payout run was prepared, or closed the account, is handed nothing: review, signature and hand-over each look again."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0026_never_below_the_least")]
    operations = [rls.script(__file__)]
