"""Cash a poverty project granted is due as it was approved, and the 项目发展基金 once."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0019_one_index_for_each_question"), ("poverty", "0008_projects_guards")]
    operations = [rls.script(__file__)]
