from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0001_initial"), ("households", "0002_scope_and_history")]
    operations = [
        rls.secure("poverty_minimumliving"),
        rls.secure("poverty_minimumlivingmember"),
        migrations.RunSQL(
            "CREATE TRIGGER fact_is_frozen BEFORE UPDATE ON poverty_minimumliving FOR EACH ROW EXECUTE FUNCTION lidao_fact_is_frozen();"
            "REVOKE DELETE ON poverty_minimumliving FROM lidao_web;",
            "DROP TRIGGER fact_is_frozen ON poverty_minimumliving;",
        ),
    ]
