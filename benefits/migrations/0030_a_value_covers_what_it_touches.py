"""A changed policy value, whoever brought it, is computed over every booked month it has a part in, as a change of the rules is."""
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0029_fund_grants_cite_a_document")]
    operations = [
        migrations.AddField("basis", "names", models.JSONField(default=dict, help_text="{scheme: the values these rules rest on}")),
        rls.script(__file__),
    ]
