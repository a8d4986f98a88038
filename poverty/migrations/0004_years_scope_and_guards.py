"""Scope on the records of years and on grants; what was stated is confirmed or withdrawn, once each, and never edited."""
from django.db import migrations

from accounts import rls

YEARS = ("villageyear", "cityyear", "budgetyear")

STATED_IS_FROZEN = """
CREATE FUNCTION lidao_stated_is_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['revision', 'confirmed_at', 'confirmed_by_id', 'confirmed_staff_no', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_why'];
BEGIN
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.withdrawn_at IS NOT NULL
     OR OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id, NEW.confirmed_staff_no)
        IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id, OLD.confirmed_staff_no) THEN
    RAISE EXCEPTION '% 的记录不改写：请另录一条更正，经确认后替换原记录。', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'stated_years_are_never_edited';
  END IF;
  RETURN NEW;
END $$;
"""


def stated(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER stated_is_frozen BEFORE UPDATE ON poverty_{table} FOR EACH ROW EXECUTE FUNCTION lidao_stated_is_frozen();"
        f"REVOKE DELETE ON poverty_{table} FROM lidao_web;"
        f"ALTER TABLE poverty_{table} "
        f"ADD CONSTRAINT {table}_clerk_has_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no), "
        f"ADD CONSTRAINT {table}_confirmer_has_this_staff_number "
        f"FOREIGN KEY (confirmed_by_id, confirmed_staff_no) REFERENCES accounts_user (id, staff_no);",
        f"DROP TRIGGER stated_is_frozen ON poverty_{table}; GRANT DELETE ON poverty_{table} TO lidao_web; ALTER TABLE poverty_{table} "
        f"DROP CONSTRAINT {table}_clerk_has_this_staff_number, DROP CONSTRAINT {table}_confirmer_has_this_staff_number;",
    )


class Migration(migrations.Migration):
    dependencies = [("poverty", "0003_years_and_grants"), ("households", "0002_scope_and_history")]
    operations = [
        rls.secure(*[f"poverty_{table}" for table in (*YEARS, "grant")]),
        migrations.RunSQL(STATED_IS_FROZEN, "DROP FUNCTION lidao_stated_is_frozen();"),
        *[stated(table) for table in YEARS],
        rls.frozen("poverty_grant"),
    ]
