"""A run moves along its states, is signed by its hash, and its rows come and go only while it is being computed."""
from django.db import migrations

from accounts import rls


def come_while_computing(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER run_rows_are_added BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_replaced();"
        f"CREATE TRIGGER run_rows_come_while_computing AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_frozen();"
        f"CREATE TRIGGER run_rows_go_while_computing AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_frozen();"
        f"REVOKE UPDATE ON {table} FROM lidao_web;"
    )


class Migration(migrations.Migration):
    replaces = [("benefits", "0019_runs_about_some_families"), ("benefits", "0020_rule_changes_cover_the_ledger")]
    dependencies = [("benefits", "0003_policies")]
    operations = [
        rls.script(__file__),
        *[come_while_computing(f"benefits_{table}") for table in ("runline", "runquestion", "runblocker", "evidence")],
    ]
