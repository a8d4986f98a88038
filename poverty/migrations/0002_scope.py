from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0001_initial"), ("households", "0002_scope_and_history")]
    operations = [rls.secure("poverty_minimumliving", "poverty_minimumlivingmember"), rls.frozen("poverty_minimumliving")]
