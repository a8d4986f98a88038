CREATE FUNCTION lidao_fund_receipt_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['job_id', 'code', 'seal_id', 'sealed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seal_id IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_fundgrant g
        WHERE g.id = NEW.grant_id AND g.state = 'approved' AND g.division_code = NEW.division_code AND g.amount_fen = NEW.total_fen) THEN
      PERFORM lidao_refuse('a_fund_receipt_is_of_an_approved_grant', '领款收据只为已批准的救助出具。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seal_id IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('sealed_fund_receipts_are_frozen', format('%s 不能改动或删除。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_receipt_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_fundreceipt
  FOR EACH ROW EXECUTE FUNCTION lidao_fund_receipt_is_guarded();
REVOKE DELETE ON benefits_fundreceipt FROM lidao_web;

-- As before, and receipts: one whose grant went back to the fund is void.
SET ROLE lidao_load;
CREATE OR REPLACE FUNCTION roster_verified(of_code text, of_sha256 bytea) RETURNS TABLE (
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
  UNION ALL
  SELECT p.number::text, p.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text, 1, 1, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, g.decided_at,
         p.sealed_at, g.state = 'reversed', NULL::text, NULL::smallint
  FROM benefits_fundreceipt p
  JOIN benefits_fundgrant g ON g.id = p.grant_id
  JOIN accounts_user u ON u.id = g.decided_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  LIMIT 1
$$;
RESET ROLE;
