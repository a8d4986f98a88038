-- A wrong payment booked by mistake is taken back: each of its lines by one that points at it, by two people, while nothing has moved since.
ALTER TABLE benefits_wrongpayment
  ADD CONSTRAINT wrong_payment_reverser_has_this_staff_number FOREIGN KEY (reversing_by_id, reversing_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT wrong_payment_reversal_decider_has_this_staff_number FOREIGN KEY (reversed_by_id, reversed_staff_no) REFERENCES accounts_user (id, staff_no);

-- The lines of a wrong payment as it was booked; those that take it back are asked after by themselves.
CREATE OR REPLACE FUNCTION lidao_is_booked_whole(wrong benefits_wrongpayment) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT * FROM lidao_misdirected(wrong) EXCEPT ALL
                     SELECT m.entitlement_id, m.amount_fen FROM benefits_moneyline m WHERE m.wrong_payment_id = wrong.id AND m.payout_id = wrong.payout_id
                       AND m.reverses_id IS NULL)
     AND NOT EXISTS (SELECT m.entitlement_id, m.amount_fen FROM benefits_moneyline m WHERE m.wrong_payment_id = wrong.id
                       AND m.reverses_id IS NULL EXCEPT ALL
                     SELECT * FROM lidao_misdirected(wrong))
$$;

CREATE FUNCTION lidao_is_reversed_whole(wrong benefits_wrongpayment) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM benefits_moneyline o WHERE o.wrong_payment_id = wrong.id AND o.reverses_id IS NULL
                     AND NOT EXISTS (SELECT FROM benefits_moneyline r WHERE r.reverses_id = o.id))
$$;

SET ROLE lidao_load;
CREATE OR REPLACE FUNCTION lidao_wrong_payment_stands_in_the_book() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state = 'reversed' THEN
    IF NOT lidao_is_reversed_whole(NEW) THEN
      PERFORM lidao_refuse('a_wrong_payment_is_reversed_whole', format('错发 %s 撤销时须同时冲回收付明细。', NEW.number));
    END IF;
  ELSIF NOT lidao_is_booked_whole(NEW) OR NOT EXISTS (SELECT FROM benefits_recovery r WHERE r.wrong_payment_id = NEW.id) THEN
    PERFORM lidao_refuse('a_wrong_payment_is_booked_whole', format('错发 %s 审核通过时须同时入账。', NEW.number));
  END IF;
  RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION lidao_wrong_payment_stands_in_the_book() TO PUBLIC;  -- as whoever ties it to the table has to
RESET ROLE;
CREATE CONSTRAINT TRIGGER wrong_payment_stands_in_the_book AFTER UPDATE ON benefits_wrongpayment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state IN ('booked', 'reversed')) EXECUTE FUNCTION lidao_wrong_payment_stands_in_the_book();
SET ROLE lidao_load;
REVOKE ALL ON FUNCTION lidao_wrong_payment_stands_in_the_book() FROM PUBLIC;
RESET ROLE;

-- Anybody who holds a paper may ask about it without signing in: by its code or by the hash of the file, nothing else.
-- No person, no account; one paper an answer.
-- A receipt whose grant went back to the fund, and the notice of a wrong payment that was taken back, are void.
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
         p.sealed_at, EXISTS (SELECT FROM benefits_recovery c JOIN benefits_wrongpayment w ON w.id = c.wrong_payment_id
                              WHERE c.id = p.recovery_id AND w.state = 'reversed'), NULL::text, NULL::smallint
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
REVOKE ALL ON FUNCTION roster_verified(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION roster_verified(text, bytea) TO lidao_web;
ALTER FUNCTION roster_verified(text, bytea) OWNER TO lidao_load;
