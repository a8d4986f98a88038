"""A county's figure is never below the one above it that its document calls the least."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0025_project_money_comes_back_first")]
    operations = [rls.script(__file__)]
