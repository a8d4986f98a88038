CREATE FUNCTION lidao_roster_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['job_id', 'code', 'seal_id', 'sealed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seal_id IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_payoutrun r WHERE r.id = NEW.run_id AND r.state = 'signed') THEN
      PERFORM lidao_refuse('a_roster_is_of_a_signed_run', '清册只为已签发的批次制作。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seal_id IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('sealed_rosters_are_frozen', format('清册 %s 不能改动或删除；更正请作废批次后重拟。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER roster_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_roster FOR EACH ROW EXECUTE FUNCTION lidao_roster_is_guarded();
REVOKE DELETE ON benefits_roster FROM lidao_web;

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
