"""Adjustments move along their states; what is signed is what was simulated, with every family drawn looked at and nothing changed since."""
from django.db import migrations

from accounts import rls


def come_while_computing(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER rows_come_while_computing AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION lidao_adjustment_rows_are_frozen();"
        f"CREATE TRIGGER rows_go_while_computing AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION lidao_adjustment_rows_are_frozen();"
    )


def never_replaced(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER rows_are_added BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lidao_adjustment_rows_are_replaced();"
        f"REVOKE UPDATE ON {table} FROM lidao_web;"
    )


class Migration(migrations.Migration):
    replaces = [("benefits", "0027_adjustments_scope_and_guards")]
    dependencies = [("benefits", "0011_register")]
    operations = [
        rls.script(__file__),
        *[come_while_computing(f"benefits_{table}") for table in ("adjustmentrow", "adjustmentgap", "adjustmentsample")],
        *[never_replaced(f"benefits_{table}") for table in ("adjustmentrow", "adjustmentgap")],
    ]
