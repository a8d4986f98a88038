"""A notice is of an open case, sealed once, and answered for on the page where anybody checks a paper."""
from importlib import import_module

from django.db import migrations

from accounts import rls

NOTICE_IS_GUARDED = """
CREATE FUNCTION lidao_recovery_notice_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['job_id', 'code', 'seal_id', 'sealed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seal_id IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_recovery r
        WHERE r.id = NEW.recovery_id AND r.state = 'open' AND r.division_code = NEW.division_code) THEN
      PERFORM lidao_refuse('a_recovery_notice_is_of_an_open_case', '告知书只为未结的追回案件出具。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seal_id IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('sealed_recovery_notices_are_frozen', format('%s 不能改动或删除。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_notice_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_recoverynotice
  FOR EACH ROW EXECUTE FUNCTION lidao_recovery_notice_is_guarded();
REVOKE DELETE ON benefits_recoverynotice FROM lidao_web;
"""
UNDO_GUARDED = "DROP FUNCTION lidao_recovery_notice_is_guarded() CASCADE; GRANT DELETE ON benefits_recoverynotice TO lidao_web;"

before = import_module("benefits.migrations.0030_adjustment_papers_guards")
NOTICES_TOO = f"""
  UNION ALL
  SELECT p.number::text, p.title::text, {before.PLACE}, p.lines, 1, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, p.issued_at,
         p.sealed_at, false, NULL::text, NULL::smallint
  FROM benefits_recoverynotice p
  JOIN accounts_user u ON u.id = p.issued_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  LIMIT 1
"""
ALL = before.BOTH.replace("\n  LIMIT 1\n", NOTICES_TOO)


class Migration(migrations.Migration):
    dependencies = [("benefits", "0034_recovery_notices")]
    operations = [
        rls.secure("benefits_recoverynotice"),
        migrations.RunSQL(NOTICE_IS_GUARDED, UNDO_GUARDED),
        migrations.RunSQL(before.DROP + ALL, before.DROP + before.BOTH),
    ]
