"""Announcements are of published adjustments, sealed once, and answered for on the page where anybody checks a paper."""
from importlib import import_module

from django.db import migrations

from accounts import rls

PAPER_IS_GUARDED = """
CREATE FUNCTION lidao_adjustment_paper_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['job_id', 'code', 'seal_id', 'sealed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seal_id IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_adjustment a WHERE a.id = NEW.adjustment_id AND a.state = 'published'
        AND left(a.division_code, 6) = left(NEW.division_code, 6)) THEN
      PERFORM lidao_refuse('an_announcement_is_of_a_published_adjustment', '公告和名单只为已公布的调整方案制作。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seal_id IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('sealed_announcements_are_frozen', format('%s 不能改动或删除。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER adjustment_paper_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_adjustmentpaper
  FOR EACH ROW EXECUTE FUNCTION lidao_adjustment_paper_is_guarded();
REVOKE DELETE ON benefits_adjustmentpaper FROM lidao_web;
"""
UNDO_GUARDED = "DROP FUNCTION lidao_adjustment_paper_is_guarded() CASCADE; GRANT DELETE ON benefits_adjustmentpaper TO lidao_web;"

VERIFIED = import_module("benefits.migrations.0005_payout_guards").ROSTER_VERIFIED
DROP = "SET ROLE lidao_load; DROP FUNCTION roster_verified(text, bytea); RESET ROLE;"
PLACE = """(SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text"""
PAPERS_TOO = f"""
  UNION ALL
  SELECT p.number::text, p.title::text, {PLACE}, p.lines, p.people, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, a.approved_at,
         p.sealed_at, false, NULL::text, NULL::smallint
  FROM benefits_adjustmentpaper p
  JOIN benefits_adjustment a ON a.id = p.adjustment_id
  JOIN accounts_user u ON u.id = a.approved_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  LIMIT 1
"""
BOTH = VERIFIED.replace("\n  LIMIT 1\n", PAPERS_TOO)


class Migration(migrations.Migration):
    dependencies = [("benefits", "0029_adjustment_papers")]
    operations = [
        rls.secure("benefits_adjustmentpaper"),
        migrations.RunSQL(PAPER_IS_GUARDED, UNDO_GUARDED),
        migrations.RunSQL(DROP + BOTH, DROP + VERIFIED),
    ]
