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

-- Anybody who holds a paper may ask about it without signing in: by its code or by the hash of the file, nothing else.
-- No person, no account; one paper an answer.
CREATE FUNCTION roster_verified(of_code text, of_sha256 bytea) RETURNS TABLE (
  number text, title text, place text, lines integer, people integer, total_fen bigint, version smallint, code text, sha256 bytea,
  signed_by text, signed_at timestamptz, sealed_at timestamptz, discarded boolean, replaced_by text, replaced_by_version smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.number::text, r.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(run.division_code, 2) || '0000000000', left(run.division_code, 4) || '00000000',
                                            left(run.division_code, 6) || '000000', run.division_code))::text,
         r.lines, r.people, r.total_fen, r.version, r.code::text, s.sha256, u.name::text, run.signed_at, r.sealed_at, run.state = 'discarded',
         next.number::text, next.version
  FROM benefits_roster r
  JOIN benefits_payoutrun run ON run.id = r.run_id
  JOIN accounts_user u ON u.id = run.signed_by_id
  JOIN audits_seal s ON s.id = r.seal_id
  LEFT JOIN LATERAL (
    WITH RECURSIVE chain AS (
      SELECT id, number, version, state FROM benefits_payoutrun WHERE replaces_id = run.id
      UNION ALL SELECT n.id, n.number, n.version, n.state FROM benefits_payoutrun n JOIN chain c ON n.replaces_id = c.id)
    SELECT c.number, c.version FROM chain c WHERE c.state IN ('signed', 'handed_over', 'settled') ORDER BY c.version DESC LIMIT 1) next ON true
  WHERE r.code = of_code OR s.sha256 = of_sha256
  UNION ALL
  SELECT p.number::text, p.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text, p.lines, p.people, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, a.approved_at,
         p.sealed_at, false, NULL::text, NULL::smallint
  FROM benefits_adjustmentpaper p
  JOIN benefits_adjustment a ON a.id = p.adjustment_id
  JOIN accounts_user u ON u.id = a.approved_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  UNION ALL
  SELECT p.number::text, p.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text, p.lines, 1, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, p.issued_at,
         p.sealed_at, false, NULL::text, NULL::smallint
  FROM benefits_recoverynotice p
  JOIN accounts_user u ON u.id = p.issued_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION roster_verified(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION roster_verified(text, bytea) TO lidao_web;
ALTER FUNCTION roster_verified(text, bytea) OWNER TO lidao_load;
