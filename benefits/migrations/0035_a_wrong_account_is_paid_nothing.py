"""An account money went astray to is paid nothing of that person's, whatever the scheme, until it is put right or recorded again."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0034_a_hukou_goes_alone")]
    operations = [rls.script(__file__)]
